// What a grader tells, what is kept of it, and when it is found again.
import { mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { fingerprint } from '../../../src/lab/report/regrade/fingerprint.ts';
import {
  formatGradeLine,
  parseGradeLine,
  type GradeLine,
} from '../../../src/lab/report/regrade/grade-lines.ts';
import { outermostModules } from '../../../src/lab/report/regrade/isolation.ts';
import type { LearnerReport, RunIn } from '../../../src/lab/report/record/model.ts';
import { openSavedGrades } from '../../../src/lab/report/regrade/saved-grades.ts';
import { runInRemarks } from '../../../src/lab/report/format/words.ts';
import { temporaryFolder } from '../workspace/sample.ts';

const KEY = 'a'.repeat(64);
const line: GradeLine = {
  kind: 'grade',
  step: 'one',
  regraded: { status: 'fail', code: 'c', message: 'm\nn' },
};
const textOf = (number: number, key = KEY): string => formatGradeLine(line, number, key).trimEnd();

describe('a line of a grader', () => {
  test('is accepted if it has the key and its turn', () => {
    expect(parseGradeLine(textOf(3), 3, KEY)).toEqual(line);
  });

  test.each([
    ['of another key', textOf(0, 'b'.repeat(64))],
    ['that was sent before', textOf(1)],
    ['that was changed', textOf(0).replace('"fail"', '"pass"')],
    ['without a seal', `0 ${JSON.stringify(line)}`],
    ['of nothing', ''],
  ])('%s is rejected', (_what, text) => {
    expect(parseGradeLine(text, 0, KEY)).toBeUndefined();
  });
});

async function opened() {
  const dir = path.join(await temporaryFolder(), 'regrade');
  return { dir, store: await openSavedGrades(dir, () => undefined) };
}

describe('saved grades', () => {
  const graded = { state: 'graded', end: 'complete', grades: [], notes: ['n'] } as const;
  const saved = { ...graded, grades: [], notes: ['n'] };

  test('are used for the same work, but not after it has changed', async () => {
    const { dir, store } = await opened();
    await store.write('/class/ada', 'print', saved);
    expect(await store.read('/class/ada', 'print')).toEqual(graded);
    expect(await store.read('/class/ada', 'other')).toBeUndefined();
    expect(await store.read('/class/bob', 'print')).toBeUndefined();
    await store.remove('/class/ada');
    expect(await readdir(dir)).toEqual([]);
  });

  test('that are truncated are not used', async () => {
    const { dir, store } = await opened();
    await store.write('/class/ada', 'print', saved);
    const [file = ''] = await readdir(dir);
    await writeFile(path.join(dir, file), '{"print":"print","saved":{"state":"gra');
    expect(await store.read('/class/ada', 'print')).toBeUndefined();
  });

  test('that cannot be written are reported once, and the report continues', async () => {
    const root = await temporaryFolder();
    await writeFile(path.join(root, 'file'), '');
    const faults: string[] = [];
    const store = await openSavedGrades(path.join(root, 'file/regrade'), (fault) => faults.push(fault));
    await store.write('/class/ada', 'print', saved);
    expect(faults).toEqual([expect.stringContaining('cannot be saved')]);
  });
});

describe('a fingerprint', () => {
  const signal = new AbortController().signal;
  const of = (dir: string, ...basis: string[]): Promise<string> => fingerprint({ dir, basis, signal });

  test('changes with a file, its name, the journal, and whatever else decides the grade', async () => {
    const dir = await temporaryFolder();
    await mkdir(path.join(dir, '.ecom-lab'));
    await mkdir(path.join(dir, 'node_modules/left'), { recursive: true });
    await writeFile(path.join(dir, 'node_modules/left/index.js'), '1');
    await writeFile(path.join(dir, 'main.ts'), '1');
    const seen = [await of(dir), await of(dir, 'other course')];
    expect(await of(dir)).toBe(seen[0]);
    const changes = [
      () => writeFile(path.join(dir, 'main.ts'), '2'),
      () => writeFile(path.join(dir, '.ecom-lab/journal.jsonl'), '{}\n'),
      () => symlink('/etc/passwd', path.join(dir, 'link')),
      () => mkdir(path.join(dir, 'node_modules/right')),
    ];
    for (const change of changes) {
      await change();
      seen.push(await of(dir));
    }
    expect(new Set(seen).size).toBe(seen.length);
  });
});

test('packages are searched in the parent folders, as a package manager installs them', () => {
  expect(outermostModules('/a/node_modules/.pnpm/x/node_modules')).toBe('/a/node_modules');
  expect(outermostModules('/a/b')).toBe('/a/b');
});

const learner = (label: string, runIn: RunIn): LearnerReport => ({ label, runIn }) as LearnerReport;

test('the report says how submissions were run, once for all that were run alike', () => {
  const none: RunIn = { isolation: 'none', reason: 'There is none.' };
  const boxed: RunIn = { isolation: 'bubblewrap' };
  expect(runInRemarks([learner('A', none), learner('B', none)])).toEqual([
    'All submissions ran without a sandbox. There is none.',
  ]);
  expect(runInRemarks([learner('A', boxed), learner('B', none), learner('C', boxed)])).toEqual([
    'A, C ran in a sandbox (bubblewrap).',
    'B ran without a sandbox. There is none.',
  ]);
});
