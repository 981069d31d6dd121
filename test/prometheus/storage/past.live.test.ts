// Samples of the past that are loaded into a store: merged with those that are there, and still there after a restart.
import { cp } from 'node:fs/promises';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { manualClock } from '../../../src/prometheus/model/clock.ts';
import { writeStaleAt, type SeriesSamples } from '../../../src/prometheus/model/samples.ts';
import { commit, labels, opened, read, STALE, temporaryDir } from './support.ts';

const NOW = 1_700_000_000_000;
const DAY = 86_400_000;

type Point = readonly [time: number, value: number | typeof STALE];

function past(name: string, points: readonly Point[]): SeriesSamples {
  const values = new Float64Array(points.length);
  for (const [i, [, value]] of points.entries())
    if (value === STALE) writeStaleAt(values, i);
    else values[i] = value;
  return { labels: labels(name), timestamps: Float64Array.from(points, ([time]) => time), values };
}

const points = fc
  .uniqueArray(fc.tuple(fc.integer({ min: 0, max: 400 }), fc.oneof(fc.nat(99), fc.constant(STALE))), {
    selector: ([second]) => second,
    maxLength: 300,
  })
  .map((all) =>
    all.toSorted(([a], [b]) => a - b).map(([second, value]): Point => [NOW - (400 - second) * 1_000, value]),
  );

test('are merged with the samples of their series, also after a kill and after a clean restart', async () => {
  await fc.assert(
    fc.asyncProperty(points, points, fc.boolean(), async (present, added, isOrderly) => {
      const dataDir = await temporaryDir();
      const clock = manualClock(NOW);
      const options = { clock, segmentBytes: 2_000, checkpointBytes: 500 };
      const store = await opened({ ...options, dataDir });
      // A stale marker of a series without samples is not stored.
      const stored = present.slice(
        Math.max(
          present.findIndex(([, value]) => value !== STALE),
          0,
        ),
      );
      const kept = stored.some(([, value]) => value !== STALE) ? stored : [];
      for (const [time, value] of present) commit(store, [[labels('a'), time, value]]);
      expect(store.insert([past('a', added), past('b', added)])).toMatchObject({
        status: 'stored',
        outOfBounds: 0,
      });
      commit(store, [[labels('a'), NOW + 1, 7]]);
      const wanted = new Map<number, number | typeof STALE>([...added, ...kept, [NOW + 1, 7]]);
      const a = [...wanted].toSorted(([x], [y]) => x - y);
      const expected = [[{ __name__: 'a' }, a], ...(added.length === 0 ? [] : [[{ __name__: 'b' }, added]])];
      expect(read(store)).toEqual(expected);
      await store.flush();
      const copy = await temporaryDir();
      if (!isOrderly) await cp(dataDir, copy, { recursive: true, filter: (path) => !path.endsWith('lock') });
      await store.close();
      const again = await opened({ ...options, dataDir: isOrderly ? dataDir : copy });
      expect(read(again)).toEqual(expected);
      expect(again.stats().sampleCount).toBe(a.length + added.length);
      await again.close();
    }),
    { numRuns: 60 },
  );
});

test('respect the retention, and the limits of series and samples', async () => {
  const store = await opened({ clock: manualClock(NOW), retentionMs: DAY, maxSeries: 2, maxSamples: 10 });
  const old: Point[] = [
    [NOW - 2 * DAY, 1],
    [NOW - DAY / 2, 2],
    [NOW + DAY, 3],
  ];
  expect(store.insert([past('a', old)])).toEqual({ status: 'stored', samples: 1, outOfBounds: 2 });
  expect(read(store)).toEqual([[{ __name__: 'a' }, [[NOW - DAY / 2, 2]]]]);
  const three = ['a', 'b', 'c'].map((name) => past(name, [[NOW - 1_000, 1]]));
  expect(store.insert(three)).toMatchObject({
    status: 'full',
    message: expect.stringContaining('at most 2 series'),
  });
  const long = Array.from({ length: 10 }, (_, i): Point => [NOW - i, i]).toReversed();
  expect(store.insert([past('a', long)])).toMatchObject({
    status: 'full',
    message: expect.stringContaining('at most 10 samples'),
  });
  expect(store.stats()).toMatchObject({ seriesCount: 1, sampleCount: 1 });
});
