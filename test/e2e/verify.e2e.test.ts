// The fast part of `verify` on the built-in course: both directions of each step, and each question for three seeds.
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { STEPS } from '../support/built-in-course.ts';
import { createLabFolder, type LabFolder } from '../support/lab.ts';

let folder: LabFolder | undefined;
afterEach(async () => {
  await folder?.remove();
  folder = undefined;
});

interface Result {
  readonly status: string;
  readonly cases: readonly { readonly name: string; readonly outcome: { readonly status: string } }[];
}

test('every step can be failed and passed, every question answered, as JSON and as JUnit', async () => {
  folder = await createLabFolder();
  const run = await folder.run(
    'verify',
    '--fast',
    '--prometheus',
    'embedded',
    '--json',
    '--junit',
    'result.xml',
  );
  const result = JSON.parse(run.stdout) as Result;
  expect(result.cases.filter(({ outcome }) => outcome.status !== 'expected')).toEqual([]);
  expect(run.exitCode, run.stderr).toBe(0);
  expect(new Set(result.cases.map(({ name }) => name.split('/')[0])).size).toBe(STEPS.length);

  const xml = await readFile(path.join(folder.dir, 'result.xml'), 'utf8');
  expect(xml).toContain(
    `<testsuites name="ecom-lab verify" tests="${result.cases.length}" failures="0" errors="0"`,
  );
});

const TINY = path.resolve('test/fixtures/tiny-course');

test('a step that is named twice, by its number or its id, is proven once', async () => {
  folder = await createLabFolder();
  const run = await folder.run('verify', '--course', TINY, '3', 'why', 'why', '--json');
  expect((JSON.parse(run.stdout) as Result).cases.map(({ name }) => name)).toEqual(['why/answer, seed 0']);
  expect(run.exitCode).toBe(0);
});

test('answers in the folders of a step are proven in both directions', async () => {
  folder = await createLabFolder();
  const course = path.join(folder.dir, 'course');
  await cp(TINY, course, { recursive: true });
  const write = async (name: string, text: string): Promise<void> => {
    await mkdir(path.dirname(path.join(course, 'steps/why', name)), { recursive: true });
    await writeFile(path.join(course, 'steps/why', name), text);
  };
  await write('mistakes/gauge.txt', '# mistake: wrong-answer - the other one\ngauge\n');
  await write('mistakes/right.txt', '# mistake: wrong-answer - it is right\ncounter\n');
  await write('variants/right.txt', '# variant: its id\ncounter\n');
  await write('variants/gauge.txt', '# variant: it is wrong\ngauge\n');
  const run = await folder.run('verify', '--course', course, '--trust-course', 'why', '--json');
  const { cases } = JSON.parse(run.stdout) as Result;
  expect(Object.fromEntries(cases.map(({ name, outcome }) => [name, outcome.status]))).toEqual({
    'why/answer, seed 0': 'expected',
    'why/mistakes/gauge': 'expected',
    'why/mistakes/right': 'surprise',
    'why/variants/gauge': 'surprise',
    'why/variants/right': 'expected',
  });
  expect(run.exitCode).toBe(1);
});

test('a case that cannot be judged is not a surprise, and leads to exit code 2', async () => {
  folder = await createLabFolder();
  const run = await folder.run('verify', 'read-errors', '--prometheus', '/nowhere/prometheus', '--json');
  const result = JSON.parse(run.stdout) as Result;
  expect(new Set(result.cases.map(({ outcome }) => outcome.status))).toEqual(new Set(['blocked']));
  expect([result.status, run.exitCode]).toEqual(['blocked', 2]);
});

test.each([
  [['--junit', 'nowhere/result.xml'], 'nowhere/result.xml cannot be written.'],
  [['--junit', '.'], ' is a folder.'],
  [['--fast', '--mutants'], 'Give --fast or --mutants, not both'],
])('verify %j is rejected before any case runs', async (flags, words) => {
  folder = await createLabFolder();
  const run = await folder.run('verify', '--course', TINY, ...flags);
  expect(run.stderr).toContain(words);
  expect([run.stdout, run.exitCode]).toEqual(['', 2]);
});

test('a step that does not exist is wrong usage', async () => {
  folder = await createLabFolder();
  const run = await folder.run('verify', 'no-such-step');
  expect(run.exitCode).toBe(2);
  expect(run.stderr).toContain('There is no step "no-such-step".');
});
