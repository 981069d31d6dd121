// The instructor's way, with the built program: the submissions of a class, reported, and graded again.
import { createHash } from 'node:crypto';
import { chmod, cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { AS_ORDINARY_USER, giveToOrdinaryUser } from '../faults/support/ordinary-user.ts';
import { createLabFolder, LAB_BIN, type LabFolder } from '../support/lab.ts';

const TINY = fileURLToPath(new URL('../fixtures/tiny-course', import.meta.url));
const QUERIES = fileURLToPath(new URL('../fixtures/query-course', import.meta.url));
const COURSE = ['--course', TINY];

interface Report {
  readonly learners: readonly {
    readonly name: string;
    readonly label: string;
    readonly seed: number;
    readonly garbledLines: number;
    readonly steps: readonly {
      readonly id: string;
      readonly claimed: string;
      readonly regraded?: { readonly status: string; readonly code?: string };
    }[];
  }[];
  readonly left: readonly { readonly dir: string; readonly reason: string }[];
}

let lab: LabFolder;
beforeEach(async () => {
  lab = await createLabFolder();
});
afterEach(() => lab.remove());

/** Every file below a folder with the hash of what it holds. */
async function fingerprint(dir: string): Promise<Record<string, string>> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
  const hashes = await Promise.all(
    files.toSorted().map(async (file) => [
      file,
      createHash('sha256')
        .update(await readFile(file))
        .digest('hex'),
    ]),
  );
  return Object.fromEntries(hashes) as Record<string, string>;
}

/** A class of two: one has solved a step, the other has only written so into the files of the lab. */
async function classOfTwo(): Promise<void> {
  expect(await lab.run('init', 'class/honest', ...COURSE, '--learner', 'Ada')).toMatchObject({ exitCode: 0 });
  await cp(path.join(TINY, 'steps/ring/variants/at-finish.ts'), path.join(lab.dir, 'class/honest/server.ts'));
  const checked = await lab.run('check', 'ring', ...COURSE, '--dir', 'class/honest');
  expect(checked).toMatchObject({ exitCode: 0 });
  expect(
    await lab.run('check', 'why', ...COURSE, '--dir', 'class/honest', '--answer', 'counter'),
  ).toMatchObject({
    exitCode: 0,
  });

  await lab.run('init', 'class/forged', ...COURSE, '--learner', 'Mallory');
  const state = path.join(lab.dir, 'class/forged/.ecom-lab');
  await cp(path.join(lab.dir, 'class/honest/.ecom-lab/progress.json'), path.join(state, 'progress.json'));
  const journal = await readFile(path.join(lab.dir, 'class/honest/.ecom-lab/journal.jsonl'), 'utf8');
  await writeFile(path.join(state, 'journal.jsonl'), `${journal}not a line\n`);
}

describe('the submissions of a class', () => {
  test('are reported by name and seed, and graded again to find a forged journal; no file changes', async () => {
    await classOfTwo();
    const before = await fingerprint(path.join(lab.dir, 'class'));

    const told = await lab.run('report', 'class', ...COURSE, '--json');
    expect(told.exitCode).toBe(0);
    const { learners } = JSON.parse(told.stdout) as Report;
    expect(learners.map(({ name, garbledLines }) => [name, garbledLines])).toEqual([
      ['Ada', 0],
      ['Mallory', 1],
    ]);
    expect(new Set(learners.map(({ seed }) => seed)).size).toBe(2);
    expect(learners.map(({ steps }) => steps.map(({ claimed }) => claimed))).toEqual([
      ['passed', 'open', 'passed'],
      ['passed', 'open', 'passed'],
    ]);

    const graded = await lab.run(
      'report',
      'class',
      ...COURSE,
      '--regrade',
      '--json',
      '--prometheus',
      'embedded',
    );
    expect(graded.exitCode).toBe(1);
    const [ada, mallory] = (JSON.parse(graded.stdout) as Report).learners;
    expect(ada?.steps.map(({ regraded }) => regraded?.status)).toEqual(['pass', 'not-judged', 'pass']);
    expect(mallory?.steps[0]?.regraded).toMatchObject({ status: 'fail', code: 'client-not-used' });

    expect(await fingerprint(path.join(lab.dir, 'class'))).toEqual(before);
  });

  test('have their queries judged as the files have them, not as they were typed before', async () => {
    const course = ['--course', QUERIES, '--trust-course'];
    await lab.run('init', 'class/ada', ...course);
    const typed = ['--dir', 'class/ada', '--prometheus', 'embedded', '--answer', 'sum(doorbell_rings_total)'];
    expect(await lab.run('check', 'rings-per-second', ...course, ...typed)).toMatchObject({ exitCode: 1 });
    const query = 'queries/rings-per-second.promql';
    await cp(
      path.join(QUERIES, 'steps/rings-per-second/solution.promql'),
      path.join(lab.dir, 'class/ada', query),
    );
    const graded = await lab.run(
      'report',
      'class',
      ...course,
      '--regrade',
      '--json',
      '--prometheus',
      'embedded',
    );
    const [ada] = (JSON.parse(graded.stdout) as Report).learners;
    expect(ada?.steps[0]).toMatchObject({ id: 'rings-per-second', regraded: { status: 'pass' } });
  });

  test('lose no result to a program that kills its runner, and leave no file behind', async () => {
    await classOfTwo();
    const file = path.join(lab.dir, 'class/killer/server.ts');
    await cp(path.join(lab.dir, 'class/honest'), path.join(lab.dir, 'class/killer'), { recursive: true });
    await writeFile(file, `process.kill(process.ppid, 'SIGKILL');\n${await readFile(file, 'utf8')}`);
    const temporary = path.join(lab.dir, 'temporary');
    await mkdir(temporary);
    const own = await createLabFolder({ TMPDIR: temporary });
    const flags = [...COURSE, '--regrade', '--isolate', 'none'];
    const graded = await own.run('report', path.join(lab.dir, 'class'), ...flags, '--json');
    const text = await own.run(
      'report',
      path.join(lab.dir, 'class/killer'),
      path.join(lab.dir, 'class/honest'),
      ...flags,
    );
    await own.remove();

    const { learners } = JSON.parse(graded.stdout) as Report;
    expect(learners.map(({ label, steps }) => [label, steps[0]?.regraded?.status])).toEqual([
      ['Ada (honest)', 'pass'],
      ['Ada (killer)', 'blocked'],
      ['Mallory', 'fail'],
    ]);
    expect(graded.exitCode).toBe(1);
    expect(text.stdout).toContain('Ada (killer): no step could be judged (regrade-ended)');
    expect(text.exitCode).toBe(2);
    expect(await readdir(temporary)).toEqual([]);
  }, 120_000);

  test('are shown as a table, a spreadsheet and a page', async () => {
    await classOfTwo();
    const text = await lab.run('report', 'class', ...COURSE, '--html', 'class.html');
    expect(text.stdout).toMatch(/Ada +\d+ +2 of 3/);
    expect(text.stdout).toContain('1 line of the journal cannot be read');
    expect(await readFile(path.join(lab.dir, 'class.html'), 'utf8')).toContain('<caption>');
    const csv = await lab.run('report', 'class', ...COURSE, '--csv');
    expect(csv.stdout.split('\r\n').filter((line) => line !== '')).toHaveLength(7);
  });

  test('are not run without --regrade', async () => {
    await lab.run('init', 'class/one', ...COURSE);
    const trace = path.join(lab.dir, 'was-run');
    await writeFile(
      path.join(lab.dir, 'class/one/server.ts'),
      `import { writeFileSync } from 'node:fs';\nwriteFileSync(${JSON.stringify(trace)}, '');\n`,
    );
    expect(await lab.run('report', 'class', ...COURSE)).toMatchObject({ exitCode: 0 });
    expect(await readdir(lab.dir)).not.toContain('was-run');
    // Without a sandbox, so that its trace is seen.
    await lab.run('report', 'class', ...COURSE, '--regrade', '--isolate', 'none');
    expect(await readdir(lab.dir)).toContain('was-run');
  });

  test('are wrong usage if there are none, or only of another course', async () => {
    expect(await lab.run('report', '.')).toMatchObject({ exitCode: 2 });
    await lab.run('init', 'class/one', ...COURSE);
    const other = await lab.run('report', 'class');
    expect(other.exitCode).toBe(2);
    expect(other.stderr).toMatch(/1\s+of\s+another\s+course/);
  });

  test('are reported without a folder that cannot be read', async () => {
    await classOfTwo();
    const closed = path.join(lab.dir, 'class/closed');
    await mkdir(closed);
    await giveToOrdinaryUser(lab.dir);
    await chmod(closed, 0);
    const args = [...AS_ORDINARY_USER, LAB_BIN, 'report', 'class', ...COURSE, '--json'];
    const { stdout } = await execa(process.execPath, args, { cwd: lab.dir, env: lab.env, extendEnv: false });
    await chmod(closed, 0o700);
    const { learners, left } = JSON.parse(stdout) as Report;
    expect(learners.map(({ name }) => name)).toEqual(['Ada', 'Mallory']);
    expect(left).toEqual([
      { dir: closed, reason: expect.stringContaining('does not have permission to read') },
    ]);
  });
});
