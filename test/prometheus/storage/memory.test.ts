import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { manualClock } from '../../../src/prometheus/model/clock.ts';
import { compileMatcher } from '../../../src/prometheus/model/matcher.ts';
import type { Matcher } from '../../../src/prometheus/model/samples.ts';
import { commit, labels, opened, read, STALE } from './support.ts';

const NOW = 1_700_000_000_000;
const stored = { status: 'stored', outOfOrder: 0, duplicates: 0, outOfBounds: 0 };

describe('samples', () => {
  test('come back as they were added, including stale markers', async () => {
    const store = await opened({ clock: manualClock(NOW) });
    const x = labels('x', { path: 'cart' });
    const samples = [1, -0, Infinity, -Infinity, Number.NaN, 1e-310, STALE, 2 ** 53, 0.1] as const;
    for (const [i, value] of samples.entries()) expect(commit(store, [[x, NOW + i, value]])).toEqual(stored);
    expect(read(store)).toEqual([
      [{ __name__: 'x', path: 'cart' }, samples.map((value, i) => [NOW + i, value])],
    ]);
    await store.close();
  });

  test('are limited to the window, both ends included, wherever it is', async () => {
    const store = await opened({ clock: manualClock(NOW) });
    const x = labels('x');
    const times = Array.from({ length: 1000 }, (_, i) => NOW - 10_000 + i * 10);
    for (const time of times) commit(store, [[x, time, time - NOW]]);
    fc.assert(
      fc.property(
        fc.integer({ min: -10_500, max: 500 }),
        fc.integer({ min: -10_500, max: 500 }),
        (from, to) => {
          const inside = times.filter((time) => time >= NOW + from && time <= NOW + to);
          const expected =
            inside.length === 0 ? [] : [[{ __name__: 'x' }, inside.map((time) => [time, time - NOW])]];
          expect(read(store, [], NOW + from, NOW + to)).toEqual(expected);
        },
      ),
    );
    await store.close();
  });

  test('that are older than the newest of their series, or have another value for its time, are rejected and counted', async () => {
    const store = await opened({ clock: manualClock(NOW) });
    const x = labels('x');
    const y = labels('y');
    commit(store, [[x, NOW, 5]]);
    expect(commit(store, [[x, NOW - 1, 4]])).toEqual({ ...stored, outOfOrder: 1 });
    expect(commit(store, [[x, NOW, 6]])).toEqual({ ...stored, duplicates: 1 });
    expect(commit(store, [[x, NOW, STALE]])).toEqual({ ...stored, duplicates: 1 });
    expect(commit(store, [[x, NOW, 5]])).toEqual(stored);
    expect(commit(store, [[y, NOW + 601_000, 1]])).toEqual({ ...stored, outOfBounds: 1 });
    expect(read(store)).toEqual([[{ __name__: 'x' }, [[NOW, 5]]]]);
    await store.close();
  });

  test('from before the clock was set back are replaced by current ones', async () => {
    let now = NOW;
    const store = await opened({ clock: { now: () => now, after: () => () => undefined } });
    const x = labels('x');
    for (let i = 0; i < 1_000; i++, now += 10_000) commit(store, [[x, now, i]]);
    expect(store.stats().sampleCount).toBe(1_000);
    // Half a minute into the samples of before, but not at the time of one.
    now = NOW + 34_999;
    expect(commit(store, [[x, now, -1]])).toEqual(stored);
    expect(read(store)).toEqual([
      [
        { __name__: 'x' },
        [
          [NOW, 0],
          [NOW + 10_000, 1],
          [NOW + 20_000, 2],
          [NOW + 30_000, 3],
          [NOW + 34_999, -1],
        ],
      ],
    ]);
    expect(store.stats()).toMatchObject({ sampleCount: 5, maxTime: now });
    now = NOW - 60_000;
    commit(store, [[x, now, -2]]);
    now += 10_000;
    commit(store, [[x, now, -3]]);
    expect(read(store)).toEqual([
      [
        { __name__: 'x' },
        [
          [NOW - 60_000, -2],
          [NOW - 50_000, -3],
        ],
      ],
    ]);
    await store.close();
  });

  test('weeks apart are all found', async () => {
    const clock = manualClock(NOW);
    const store = await opened({ clock, retentionMs: 400 * 86_400_000 });
    const x = labels('x');
    const times = [0, 50, 51, 120, 300].map((days) => NOW + days * 86_400_000);
    for (const time of times) {
      await clock.advance(time - clock.now());
      commit(store, [[x, time, 1]]);
    }
    expect(read(store)).toEqual([[{ __name__: 'x' }, times.map((time) => [time, 1])]]);
    await store.close();
  });

  test('a stale marker for an unknown series does not create it', async () => {
    const store = await opened({ clock: manualClock(NOW) });
    commit(store, [[labels('x'), NOW, STALE]]);
    expect(store.stats().seriesCount).toBe(0);
    await store.close();
  });
});

describe('selection', () => {
  const pool = ['', 'a', 'b', 'ab', 'ba'];
  const matcher = fc.record<Matcher>({
    name: fc.constantFrom('__name__', 'p', 'q', 'absent'),
    op: fc.constantFrom('=', '!=', '=~', '!~'),
    value: fc.constantFrom(...pool, 'a|b', '.*', '.+', 'a.*', '[^a]'),
  });
  const labelSet = fc
    .record({ p: fc.constantFrom(...pool), q: fc.constantFrom(...pool), name: fc.constantFrom('m', 'n') })
    .map(({ p, q, name }) => labels(name, { p, q }));

  test('finds exactly the series that all matchers match', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(labelSet, { selector: ({ key }) => key }),
        fc.array(matcher, { maxLength: 3 }),
        async (all, matchers) => {
          const store = await opened({ clock: manualClock(NOW) });
          commit(
            store,
            all.map((one) => [one, NOW, 1]),
          );
          const fits = (name: string, of: (typeof all)[number]): boolean =>
            matchers.filter((one) => one.name === name).every((one) => compileMatcher(one)(of.get(name)));
          const expected = all.filter((one) =>
            ['__name__', 'p', 'q', 'absent'].every((name) => fits(name, one)),
          );
          expect(Array.from(store.series(matchers, NOW, NOW), ({ key }) => key).toSorted()).toEqual(
            expected.map(({ key }) => key).toSorted(),
          );
          await store.close();
        },
      ),
    );
  });

  test('lists label names and values of the series in the window', async () => {
    const store = await opened({ clock: manualClock(NOW) });
    commit(store, [
      [labels('x', { path: 'cart', method: 'get' }), NOW - 10, 1],
      [labels('y', { path: 'products' }), NOW, 1],
    ]);
    expect(store.labelNames([], NOW - 10, NOW).toSorted()).toEqual(['__name__', 'method', 'path']);
    expect(store.labelNames([], NOW, NOW).toSorted()).toEqual(['__name__', 'path']);
    expect(store.labelValues('path', [], 0, NOW).toSorted()).toEqual(['cart', 'products']);
    expect(store.labelValues('method', [{ name: '__name__', op: '=', value: 'y' }], 0, NOW)).toEqual([]);
    await store.close();
  });
});

describe('limits', () => {
  test('on series: a scrape that would exceed it is rejected as a whole, and the error names the metric', async () => {
    const store = await opened({ clock: manualClock(NOW), maxSeries: 2 });
    commit(store, [[labels('a'), NOW, 1]]);
    const outcome = commit(store, [
      [labels('a'), NOW + 1, 1],
      [labels('b', { id: '1' }), NOW + 1, 1],
      [labels('b', { id: '2' }), NOW + 1, 1],
    ]);
    expect(outcome).toEqual({
      status: 'full',
      message:
        'the embedded server holds at most 2 series, and this scrape brings 2 new ones (the first is of b): look for a label with too many values',
    });
    expect(store.stats()).toMatchObject({ seriesCount: 1, sampleCount: 1 });
    expect(commit(store, [[labels('b', { id: '1' }), NOW + 2, 1]])).toEqual(stored);
    await store.close();
  });

  test('on samples: a scrape that would exceed it is rejected until the retention has freed space', async () => {
    const clock = manualClock(NOW);
    const store = await opened({ clock, maxSamples: 3, retentionMs: 60_000 });
    commit(store, [
      [labels('a'), NOW, 1],
      [labels('b'), NOW, 1],
    ]);
    const more = [
      [labels('c'), NOW + 61_000, 1],
      [labels('d'), NOW + 61_000, 1],
    ] as const;
    expect(commit(store, more)).toMatchObject({
      status: 'full',
      message: expect.stringContaining('at most 3 samples'),
    });
    await clock.advance(61_000);
    expect(commit(store, more)).toEqual(stored);
    expect(store.stats()).toMatchObject({ seriesCount: 2, sampleCount: 2 });
    await store.close();
  });

  test('on age: old blocks are dropped, then empty series, and a handle kept meanwhile still works', async () => {
    const clock = manualClock(NOW);
    const store = await opened({ clock, retentionMs: 100_000 });
    const gone = store.ref(labels('gone', { path: 'cart' }));
    store.commit({ series: [gone], timestamps: Float64Array.of(NOW), values: Float64Array.of(1), length: 1 });
    for (let i = 1; i <= 300; i++) {
      await clock.advance(1_000);
      commit(store, [[labels('stays'), clock.now(), i]]);
    }
    expect(store.stats().seriesCount).toBe(1);
    expect(store.stats().sampleCount).toBeLessThan(100 + 128 + 10);
    const [only] = read(store);
    expect(only?.[1].at(-1)).toEqual([NOW + 300_000, 300]);
    store.commit({
      series: [gone],
      timestamps: Float64Array.of(clock.now()),
      values: Float64Array.of(2),
      length: 1,
    });
    expect(read(store, [{ name: 'path', op: '=', value: 'cart' }])).toEqual([
      [{ __name__: 'gone', path: 'cart' }, [[clock.now(), 2]]],
    ]);
    await store.close();
  });
});
