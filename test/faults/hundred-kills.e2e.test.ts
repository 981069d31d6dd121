// A hundred ends at random moments, one after the other in the same folders: the learner's words, what was reached and
// what was noted are there after each of them.
import { readdir, readFile, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { LabFolder } from '../support/lab.ts';
import { startHeadless, type RunningProgram } from './support/headless.ts';
import { makeLearner } from './support/learner.ts';
import { leftAfter, lookBefore } from './support/traces.ts';

const SEED = 20_240_229;
const LEARNERS = 4;
const KILLS = 25;
/** A command is through in about so much; `start --auto` and a session in a terminal are in the thick of it. */
const LONGEST_MS = 1_200;

/** mulberry32: small, and the same on every machine. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const inTerminal = (folder: LabFolder, ...args: readonly string[]): RunningProgram => folder.open(...args);
const COMMANDS: readonly ((folder: LabFolder) => RunningProgram)[] = [
  (folder) => startHeadless(folder, 'start', '--auto', '--prometheus', 'embedded'),
  (folder) => startHeadless(folder, 'apply', 'count-requests'),
  (folder) => startHeadless(folder, 'apply', 'scrape-api'),
  (folder) => startHeadless(folder, 'check', 'tour', '--answer', '4'),
  (folder) => startHeadless(folder, 'check', 'count-requests'),
  (folder) => startHeadless(folder, 'hint', 'count-requests'),
  (folder) => startHeadless(folder, 'traffic', 'first-visitors'),
  (folder) => startHeadless(folder, 'query', 'up', '--prometheus', 'embedded'),
  (folder) => inTerminal(folder, 'start', '--prometheus', 'embedded'),
];
const SIGNALS = ['SIGKILL', 'SIGKILL', 'SIGKILL', 'SIGTERM', 'SIGHUP', 'SIGINT'] as const;

/** Every text that the folder holds, in place or as a copy that was kept. */
async function textsIn(dir: string): Promise<readonly string[]> {
  const entries = await readdir(dir, { withFileTypes: true });
  const texts = await Promise.all(
    entries.map(async (entry) => {
      const place = path.join(dir, entry.name);
      if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : textsIn(place);
      return entry.isFile() ? [await readFile(place, 'utf8').catch(() => '')] : [];
    }),
  );
  return texts.flat();
}

interface Reached {
  readonly closed: readonly string[];
  readonly hints: number;
  readonly journal: readonly string[];
}

async function reachedIn(folder: LabFolder): Promise<Reached> {
  const state = path.join(folder.workspace, '.ecom-lab');
  const progress = JSON.parse(await readFile(path.join(state, 'progress.json'), 'utf8')) as {
    readonly steps: Readonly<Record<string, { readonly status: string; readonly hintsShown: number }>>;
  };
  const journal = await readFile(path.join(state, 'journal.jsonl'), 'utf8');
  return {
    closed: Object.entries(progress.steps).flatMap(([id, { status }]) => (status === 'open' ? [] : [id])),
    hints: Object.values(progress.steps).reduce((sum, { hintsShown }) => sum + hintsShown, 0),
    // The last line may be one that was cut off while it was written.
    journal: journal.split('\n').slice(0, -1),
  };
}

/** Whether everything that was reached is reached still. */
function expectKept(now: Reached, before: Reached): void {
  expect(now.closed).toEqual(expect.arrayContaining([...before.closed]));
  expect(now.hints).toBeGreaterThanOrEqual(before.hints);
  expect(now.journal.slice(0, before.journal.length)).toEqual(before.journal);
}

describe.runIf(process.platform === 'linux')('a hundred kills at random moments', () => {
  test.concurrent.for(Array.from({ length: LEARNERS }, (_, index) => index))(
    `lose nothing and leave nothing running (${KILLS} of them, learner %i)`,
    async (learner, { onTestFinished }) => {
      const random = createRandom(SEED + learner);
      const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
      const folder = await makeLearner();
      onTestFinished(() => folder.remove());
      const main = path.join(folder.workspace, 'main.ts');
      const base = await readFile(main, 'utf8');
      /** What the lab has moved out of the way, and must keep from then on. */
      const kept: string[] = [];
      let before = await reachedIn(folder);

      for (let kill = 0; kill < KILLS; kill += 1) {
        // The learner's own words, saved before each end: what the lab puts in their place, it keeps a copy.
        const words = `// learner ${learner}, save ${kill}: naïve café, 店`;
        await writeFile(main, `${words}\n${base}`);
        const program = pick(COMMANDS)(folder);
        const moment = random() * LONGEST_MS;
        const signal = pick(SIGNALS);
        await Promise.race([delay(moment), program.exited]);
        const running = lookBefore(folder.dir);
        program.kill(signal);
        expect(await leftAfter(folder.dir, running), `${kill}: ${signal} after ${moment} ms`).toEqual([]);
        await program.exited;

        const texts = (await textsIn(folder.workspace)).join('\n');
        expect(kept.filter((one) => !texts.includes(one))).toEqual([]);
        expect(texts).toContain(words);
        // Where it is in place only, the next save replaces it: by the learner's own will.
        if (!(await readFile(main, 'utf8')).startsWith(words)) kept.push(words);
        const now = await reachedIn(folder);
        expectKept(now, before);
        before = now;
      }

      // After all of it the lab works as ever, and has cleared away what the ends have left.
      const auto = await folder.run('start', '--auto', '--prometheus', 'embedded');
      expect(auto.exitCode, auto.stdout.slice(-2000)).toBe(0);
      expectKept(await reachedIn(folder), before);
      const texts = (await textsIn(folder.workspace)).join('\n');
      expect(kept.filter((one) => !texts.includes(one))).toEqual([]);
      const state = path.join(folder.workspace, '.ecom-lab');
      expect(await readdir(path.join(state, 'run'))).toEqual([]);
      // Young ones are left alone: they could belong to a command that runs just now.
      const aside = path.join(state, 'tmp');
      for (const name of await readdir(aside)) await utimes(path.join(aside, name), 0, 0);
      await folder.run('hint', 'tour');
      expect(await readdir(aside)).toEqual([]);
      await expect(stat(path.join(state, 'session.json'))).rejects.toThrow('ENOENT');
      expect((await readdir(state)).toSorted()).toEqual(
        [
          'backups',
          'journal.jsonl',
          'progress.json',
          'prometheus',
          'run',
          'tmp',
          'workspace.json',
        ].toSorted(),
      );
    },
  );
});
