import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, readdir, readFile, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { build } from 'esbuild';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lockHost, takeLock } from '../../../src/locks/index.ts';
import { manualClock, systemClock } from '../../../src/prometheus/model/clock.ts';
import { openStore } from '../../../src/prometheus/storage/index.ts';
import { commit, labels, opened, read, STALE, temporaryDir } from './support.ts';

const NOW = 1_700_000_000_000;

const logFiles = async (dir: string) =>
  (await readdir(dir)).filter((name) => name.endsWith('.log')).toSorted();

const value = fc.oneof<fc.Arbitrary<number | typeof STALE>[]>(
  fc.double(),
  fc.nat(),
  fc.constantFrom<(number | typeof STALE)[]>(STALE, -0, Number.NaN, Infinity, 2 ** 48, 2 ** 48 - 1),
);
/** Scrapes: each holds some of a few series, a second after the one before. */
const scrapes = fc.array(
  fc.uniqueArray(fc.tuple(fc.constantFrom('a', 'b', 'ü\n"', 'd'), value), {
    selector: ([name]) => name,
    minLength: 1,
  }),
  { minLength: 1, maxLength: 12 },
);

test('another folder in place of the data folder gets nothing written into it, and loses nothing', async () => {
  const parent = await temporaryDir();
  const [mine, aside] = [join(parent, 'mine'), join(parent, 'aside')];
  const dataDir = join(mine, 'data');
  const clock = manualClock(NOW);
  const options = { clock, dataDir, segmentBytes: 100, checkpointBytes: 1, retentionMs: 600_000 };
  const store = await opened(options);
  const scrape = async (): Promise<void> => {
    commit(store, [[labels('x'), clock.now(), 1]]);
    await clock.advance(1_000);
    await store.flush();
  };
  for (let count = 0; count < 10; count += 1) await scrape();
  await rename(mine, aside);
  // With the names that the store itself would write to or delete.
  await mkdir(mine);
  await cp(join(aside, 'data'), dataDir, { recursive: true });
  await rm(join(dataDir, 'lock'));
  const before = await contentOf(dataDir);
  for (let count = 0; count < 10; count += 1) await scrape();
  await clock.advance(700_000);
  await scrape();
  await store.close();
  expect(await contentOf(dataDir)).toEqual(before);
});

async function contentOf(dir: string): Promise<Record<string, string>> {
  const names = (await readdir(dir)).toSorted();
  return Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await readFile(join(dir, name), 'base64')] as const)),
  );
}

describe('the log', () => {
  test('restores after a restart what was stored before', async () => {
    await fc.assert(
      fc.asyncProperty(scrapes, fc.nat({ max: 12 }), async (all, restartAt) => {
        const dataDir = await temporaryDir();
        const clock = manualClock(NOW);
        let store = await opened({ clock, dataDir, segmentBytes: 150 });
        for (const [i, scrape] of all.entries()) {
          if (i === restartAt) {
            await store.close();
            store = await opened({ clock, dataDir, segmentBytes: 150 });
          }
          commit(
            store,
            scrape.map(([name, one]) => [labels(name, { job: 'api' }), clock.now(), one] as const),
          );
          await clock.advance(1_000);
        }
        const before = read(store);
        await store.close();
        const after = await opened({ clock, dataDir });
        expect(read(after)).toEqual(before);
        await after.close();
      }),
      { numRuns: 40 },
    );
  });

  test('restores what was stored last even if the clock was set back', async () => {
    const dataDir = await temporaryDir();
    let now = NOW;
    const clock = { ...systemClock, now: () => now };
    const store = await opened({ clock, dataDir });
    const scrapeAt = (target: typeof store, time: number): void => {
      now = time;
      commit(target, [[labels('x'), time, time - NOW]]);
    };
    for (const seconds of [0, 10, 3_600, 3_610]) scrapeAt(store, NOW + seconds * 1_000);
    await store.close();
    // An hour back while the lab was away, and once more while it ran.
    now = NOW + 20_000;
    const again = await opened({ clock, dataDir });
    for (const seconds of [20, 30, 15]) scrapeAt(again, NOW + seconds * 1_000);
    const before = read(again);
    expect(before[0]?.[1].map(([time]) => (time - NOW) / 1_000)).toEqual([0, 10, 15]);
    await again.close();
    now = NOW + 7_200_000;
    const last = await opened({ clock, dataDir });
    expect(read(last)).toEqual(before);
    await last.close();
  });

  test('truncated at any byte restores every scrape before the cut, and continues from there', async () => {
    const source = await temporaryDir();
    const clock = manualClock(NOW);
    const store = await opened({ clock, dataDir: source });
    const prefixes = [{ bytes: 0, samples: read(store) }];
    const file = 'samples-00000001.log';
    for (let i = 0; i < 6; i++) {
      commit(store, [
        [labels('x', { path: 'cart' }), clock.now(), i + 0.5],
        [labels(`y${i % 3}`), clock.now(), i === 4 ? STALE : i],
      ]);
      await store.flush();
      prefixes.push({ bytes: (await stat(join(source, file))).size, samples: read(store) });
      await clock.advance(1_000);
    }
    await store.close();
    const whole = await readFile(join(source, file));
    const parent = await temporaryDir();
    for (let cut = 0; cut <= whole.length; cut++) {
      const dataDir = join(parent, String(cut));
      await mkdir(dataDir);
      await writeFile(join(dataDir, file), whole.subarray(0, cut));
      const lines: string[] = [];
      const recovered = await opened({ clock, dataDir, log: (line) => lines.push(line) });
      // A declaration may be whole while the samples after it are not: what counts is the samples.
      const expected = prefixes.findLast(({ bytes }) => bytes <= cut)?.samples;
      expect(read(recovered), `cut at ${cut}`).toEqual(expected);
      expect(lines).toEqual([]);
      commit(recovered, [[labels('after'), clock.now(), cut]]);
      const continued = read(recovered);
      await recovered.close();
      const again = await opened({ clock, dataDir });
      expect(read(again), `continued after ${cut}`).toEqual(continued);
      await again.close();
    }
  });

  test('with any single byte changed never prevents a start, and loses nothing before the change', async () => {
    const source = await temporaryDir();
    const clock = manualClock(NOW);
    const store = await opened({ clock, dataDir: source });
    for (let i = 0; i < 4; i++) {
      commit(store, [[labels('x'), clock.now(), i]]);
      await clock.advance(1_000);
    }
    await store.close();
    const [file = ''] = await logFiles(source);
    const whole = await readFile(join(source, file));
    const parent = await temporaryDir();
    for (let at = 0; at < whole.length; at++) {
      const dataDir = join(parent, String(at));
      await mkdir(dataDir);
      const changed = Buffer.from(whole);
      changed[at] = (changed[at] ?? 0) ^ 0x41;
      await writeFile(join(dataDir, file), changed);
      const recovered = await opened({ clock, dataDir });
      const [samples = []] = read(recovered).map(([, one]) => one);
      expect(samples.map(([, one]) => one)).toEqual([0, 1, 2, 3].slice(0, samples.length));
      commit(recovered, [[labels('after'), clock.now(), at]]);
      const continued = read(recovered);
      await recovered.close();
      const again = await opened({ clock, dataDir });
      expect(read(again), `continued after ${at}`).toEqual(continued);
      await again.close();
    }
  });

  test('starts new files over time, so that little data expires too', async () => {
    const dataDir = await temporaryDir();
    const clock = manualClock(NOW);
    const store = await opened({ clock, dataDir, retentionMs: 3_600_000 });
    for (let minute = 0; minute < 240; minute++) {
      commit(store, [[labels('x'), clock.now(), minute]]);
      await store.flush();
      await clock.advance(60_000);
    }
    await store.close();
    const [oldest = ''] = await logFiles(dataDir);
    expect(oldest).not.toBe('samples-00000001.log');
    expect((await logFiles(dataDir)).length).toBeLessThan(20);
  });

  test('starts new files as it grows and deletes those that have expired', async () => {
    const dataDir = await temporaryDir();
    const clock = manualClock(NOW);
    const store = await opened({ clock, dataDir, segmentBytes: 2_000, retentionMs: 600_000 });
    const sizes: number[] = [];
    for (let i = 0; i < 3_000; i++) {
      commit(store, [[labels('x'), clock.now(), Math.sin(i)]]);
      await clock.advance(1_000);
      if (i % 500 === 499) {
        await store.flush();
        sizes.push((await logFiles(dataDir)).length);
      }
    }
    const before = read(store);
    await store.close();
    expect(Math.max(...sizes)).toBeLessThan(20);
    expect(sizes.at(-1)).toBeLessThanOrEqual((sizes[2] ?? 0) + 1);
    const again = await opened({ clock, dataDir, retentionMs: 600_000 });
    const inWindow = ([, samples]: (typeof before)[number]) =>
      samples.filter(([t]) => t >= clock.now() - 500_000);
    expect(read(again).map(inWindow)).toEqual(before.map(inWindow));
    await again.close();
  });

  test.each([
    ['while it writes', {}],
    ['while it writes a checkpoint', { segmentBytes: 100, checkpointBytes: 1 }],
  ])('loses at most the last second when its process is killed %s', async (_when, sizes) => {
    const dataDir = await temporaryDir();
    const program = join(dataDir, 'writer.mjs');
    await build({
      entryPoints: [join(import.meta.dirname, '../../fixtures/prometheus/sample-writer.ts')],
      outfile: program,
      bundle: true,
      platform: 'node',
      format: 'esm',
    });
    const child = spawn(execPath, [program, dataDir, JSON.stringify(sizes)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let last = 0;
    let buffered = '';
    const enough = new Promise<void>((resolve) => {
      child.stdout.on('data', (chunk: Buffer) => {
        buffered += chunk.toString();
        const numbers = buffered.split('\n').slice(0, -1);
        last = Number(numbers.at(-1) ?? 0);
        if (numbers.length >= 150) resolve();
      });
    });
    await enough;
    child.kill('SIGKILL');
    await once(child, 'exit');
    const store = await opened({ clock: systemClock, dataDir });
    const [series] = read(store);
    const newest = series?.[1].at(-1)?.[0] ?? 0;
    expect(last - newest).toBeLessThan(1_000);
    expect(series?.[1].map(([, one]) => one)).toEqual(series?.[1].map((_, i) => i));
    await store.close();
  });
});

describe('a disk that does not accept writes', () => {
  test.skipIf(process.platform !== 'linux')(
    'delays no scrape, is reported once, and gets all data when it works again',
    async () => {
      const dataDir = await temporaryDir();
      const clock = manualClock(NOW);
      const lines: string[] = [];
      const store = await opened({ clock, dataDir, log: (line) => lines.push(line) });
      const file = join(dataDir, 'samples-00000001.log');
      await symlink('/dev/full', file);
      for (let i = 0; i < 5; i++) {
        expect(commit(store, [[labels('x'), clock.now(), i]])).toMatchObject({ status: 'stored' });
        await store.flush();
        await clock.advance(1_000);
      }
      expect(lines).toEqual([expect.stringContaining('ENOSPC')]);
      await rm(file);
      await store.flush();
      const before = read(store);
      await store.close();
      expect(lines.at(-1)).toBe('sample log: the disk takes samples again');
      const again = await opened({ clock, dataDir });
      expect(read(again)).toEqual(before);
      await again.close();
    },
  );

  test('whose folder was deleted gets a new one', async () => {
    const dataDir = await temporaryDir();
    const clock = manualClock(NOW);
    const store = await opened({ clock, dataDir, segmentBytes: 100 });
    for (let i = 0; i < 20; i++) {
      if (i === 10) await rm(dataDir, { recursive: true });
      commit(store, [[labels('x'), clock.now(), i]]);
      await store.flush();
      await clock.advance(1_000);
    }
    await store.close();
    const again = await opened({ clock, dataDir });
    const values = read(again).flatMap(([, samples]) => samples.map(([, one]) => one));
    expect(values.at(-1)).toBe(19);
    expect(values.length).toBeGreaterThanOrEqual(5);
    await again.close();
  });
});

describe('a data folder', () => {
  test('is used by one server at a time', async () => {
    const dataDir = await temporaryDir();
    const store = await opened({ clock: systemClock, dataDir });
    expect(await openStore({ clock: systemClock, dataDir })).toMatchObject({
      status: 'locked',
      pid: process.pid,
    });
    await store.close();
    const next = await opened({ clock: systemClock, dataDir });
    await next.close();
    expect(await readdir(dataDir)).not.toContain('lock');
  });

  test('of a dead process is taken over, one of a living process is not', async () => {
    const dataDir = await temporaryDir();
    const child = spawn(execPath, ['-e', 'setInterval(() => {}, 1000)']);
    await once(child, 'spawn');
    const file = join(dataDir, 'lock');
    await takeLock({ file, aside: dataDir, host: { ...lockHost(), pid: child.pid ?? 0 } });
    const refused = await openStore({ clock: systemClock, dataDir });
    expect(refused).toMatchObject({
      status: 'locked',
      pid: child.pid,
      message: expect.stringContaining(`process ${child.pid}`),
    });
    child.kill('SIGKILL');
    await once(child, 'exit');
    const store = await opened({ clock: systemClock, dataDir });
    await store.close();
  });

  test('that cannot be created is an expected outcome', async () => {
    const dir = await temporaryDir();
    await writeFile(join(dir, 'file'), '');
    expect(await openStore({ clock: systemClock, dataDir: join(dir, 'file', 'data') })).toMatchObject({
      status: 'failed',
      message: expect.stringContaining('cannot be used'),
    });
  });
});
