// The copy of the memory: a start from it gives what the log gives, and where it is damaged the log is read instead.
import { cp, mkdir, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { manualClock, type ManualClock } from '../../../src/prometheus/model/clock.ts';
import type { SampleStore } from '../../../src/prometheus/storage/index.ts';
import { commit, labels, opened, read, STALE, temporaryDir } from './support.ts';

const NOW = 1_700_000_000_000;
const COPY = 'samples.checkpoint';
/** A copy at each new segment and at each end. */
const EAGER = { segmentBytes: 100, checkpointBytes: 1 };

/** Ten scrapes of a few series, one of which comes and goes. */
async function fill(store: SampleStore, clock: ManualClock, scrapes = 10): Promise<void> {
  for (let i = 0; i < scrapes; i++) {
    commit(store, [
      [labels('x', { path: 'cart' }), clock.now(), i + 0.5],
      [labels('ü\n"'), clock.now(), i * 1000],
      [labels(`y${i % 3}`), clock.now(), i === 4 ? STALE : i],
    ]);
    await clock.advance(1_000);
  }
}

/** A folder that was filled and closed, and what is in it. */
async function filledFolder(
  options = EAGER,
  scrapes = 10,
): Promise<{ dataDir: string; clock: ManualClock; before: unknown }> {
  const dataDir = await temporaryDir();
  const clock = manualClock(NOW);
  const store = await opened({ clock, dataDir, ...options });
  await fill(store, clock, scrapes);
  const before = read(store);
  await store.close();
  return { dataDir, clock, before };
}

/** What a start gives; then samples are added, and nothing is missing at the start after that. */
async function startTwice(dataDir: string, clock: ManualClock, lines: string[] = []): Promise<unknown> {
  const options = { clock, dataDir, ...EAGER, log: (line: string) => lines.push(line) };
  const store = await opened(options);
  const found = read(store);
  await fill(store, clock, 4);
  const continued = read(store);
  await store.close();
  const again = await opened(options);
  expect(read(again)).toEqual(continued);
  await again.close();
  return found;
}

describe('the checkpoint', () => {
  const scrape = fc.record({
    series: fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1 }),
    value: fc.oneof(fc.double(), fc.nat(), fc.constant(STALE)),
    what: fc.constantFrom('go on', 'go on', 'go on', 'start again', 'set the clock back'),
  });

  test('restores what was stored, also while it was written and after the clock was set back', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(scrape, { minLength: 1, maxLength: 40, size: 'max' }), async (scrapes) => {
        const dataDir = await temporaryDir();
        let now = NOW;
        const clock = { now: () => now, after: () => () => undefined };
        let store = await opened({ clock, dataDir, ...EAGER });
        for (const { series, value, what } of scrapes) {
          now += what === 'set the clock back' ? -5_500 : 1_000;
          commit(
            store,
            series.map((name) => [labels(name, { job: 'api' }), now, value] as const),
          );
          // A copy is under way now and then; it gets its turns, but no time to end.
          await new Promise((resolve) => setImmediate(resolve));
          if (what !== 'start again') continue;
          const before = read(store);
          await store.close();
          store = await opened({ clock, dataDir, ...EAGER });
          expect(read(store)).toEqual(before);
        }
        const before = read(store);
        await store.close();
        const last = await opened({ clock, dataDir });
        expect(read(last)).toEqual(before);
        await last.close();
        await rm(join(dataDir, COPY), { force: true });
        const fromLog = await opened({ clock, dataDir });
        expect(read(fromLog)).toEqual(before);
        await fromLog.close();
      }),
      { numRuns: 40 },
    );
  });

  test('is what a start reads: the segments before it may be missing', async () => {
    const { dataDir, clock, before } = await filledFolder();
    const segments = (await readdir(dataDir)).filter((name) => name.endsWith('.log')).toSorted();
    expect(segments.length).toBeGreaterThan(1);
    for (const name of segments) await rm(join(dataDir, name));
    expect(await startTwice(dataDir, clock)).toEqual(before);
  });

  test('is not written for little data', async () => {
    const { dataDir } = await filledFolder({ segmentBytes: 300, checkpointBytes: 1e6 });
    expect(await readdir(dataDir)).not.toContain(COPY);
  });

  test('may contain more than a log that lost its last bytes', async () => {
    const { dataDir, clock, before } = await filledFolder({ segmentBytes: 1e6, checkpointBytes: 1 });
    for (const bytes of [200, 20, 0]) {
      const cut = join(await temporaryDir(), 'data');
      await cp(dataDir, cut, { recursive: true });
      await truncate(join(cut, 'samples-00000001.log'), bytes);
      expect(await startTwice(cut, clock), `${bytes} bytes`).toEqual(before);
    }
  });

  test('truncated or changed at any byte is rejected: everything comes from the log', async () => {
    const { dataDir, clock, before } = await filledFolder(EAGER, 2);
    const whole = await readFile(join(dataDir, COPY));
    const parent = await temporaryDir();
    for (let at = 0; at < whole.length; at++) {
      const changed = Buffer.from(whole);
      changed[at] = (changed[at] ?? 0) ^ 0x41;
      for (const [kind, bytes] of [
        ['cut', whole.subarray(0, at)],
        ['changed', changed],
      ] as const) {
        const damaged = join(parent, `${kind}-${at}`);
        await mkdir(damaged);
        await cp(dataDir, damaged, { recursive: true });
        await writeFile(join(damaged, COPY), bytes);
        const lines: string[] = [];
        const store = await opened({ clock, dataDir: damaged, log: (line) => lines.push(line) });
        expect(read(store), `${kind} at ${at}`).toEqual(before);
        expect(lines).toEqual([expect.stringContaining('the checkpoint is damaged')]);
        await store.close();
      }
    }
  });

  test('leaves out what has expired meanwhile', async () => {
    const { dataDir, clock } = await filledFolder();
    await clock.advance(3_600_000);
    const store = await opened({ clock, dataDir, retentionMs: 60_000 });
    expect(store.stats()).toMatchObject({ seriesCount: 0, sampleCount: 0 });
    await store.close();
  });
});
