// A course in two parts: from the end of one to the next, and sessions that begin at a later step.
import { copyFile, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createLabFolder, TWO_PART_COURSE, type LabFolder } from '../support/lab.ts';

const COURSE = ['--course', TWO_PART_COURSE, '--prometheus', 'embedded'];
const source = (file: string): string => path.join(TWO_PART_COURSE, file);

let folder: LabFolder;
beforeEach(async () => {
  // No package can come from a registry.
  folder = await createLabFolder({ npm_config_registry: 'http://127.0.0.1:9' });
});
afterEach(() => folder.remove());

const statuses = async (...flags: readonly string[]): Promise<string[]> => {
  const { stdout } = await folder.run('list', '--json', ...flags);
  const { steps } = JSON.parse(stdout) as { steps: { id: string; status: string }[] };
  return steps.map(({ id, status }) => `${id} ${status}`);
};

describe('the end of the first part', { timeout: 120_000 }, () => {
  test('has its review, its summary and its page, and leads to the second part', async () => {
    const lab = folder.open('start', ...COURSE);
    await lab.sees('Part 1: Count the rings');
    await lab.sees('Step 1 of 2');
    await lab.sees('What next?');
    await copyFile(source('programs/counting.ts'), path.join(folder.workspace, 'server.ts'));
    await lab.sees('Step ring passes.');
    await lab.choose('Continue with step 2');
    await lab.sees('Step 2 of 2');
    await lab.choose('Answer the question');
    await lab.sees('❯ A counter');
    lab.press('enter');
    await lab.sees('Step why passes.');
    await lab.choose('Finish this part: Count the rings');
    await lab.sees('2 of 2 steps done by hand');
    await lab.sees('What this bell still lacks');
    await lab.sees(/http:\/\/localhost:\d+\/ring/);
    await lab.choose('Continue with step 3');
    await lab.sees('Part 2: Use the count');
    await lab.sees('Step 3 of 4');
    await lab.choose('Quit');
    await expect(lab.exited).resolves.toMatchObject({ exitCode: 0 });

    const again = folder.open('start', ...COURSE);
    await again.sees('Step 3 of 4');
    await again.choose('Quit');
    await expect(again.exited).resolves.toMatchObject({ exitCode: 0 });
  });

  test('is passed by the walk through the whole course', async () => {
    const walked = await folder.run('start', '--auto', ...COURSE);
    expect(walked.exitCode, walked.stdout + walked.stderr).toBe(0);
    const places = ['Step 2 of 2', 'What this bell still lacks', 'Step 3 of 4', 'Where to go from here'];
    const found = places.map((text) => walked.stdout.indexOf(text));
    expect(found).toEqual(found.toSorted((a, b) => a - b));
    expect(found).not.toContain(-1);
    expect((await readdir(folder.workspace)).filter((name) => name.includes('summary'))).toEqual([
      'ecom-lab-summary-part-two.md',
      'ecom-lab-summary.md',
    ]);
  });
});

describe('commands that print steps', { timeout: 120_000 }, () => {
  test('list them below the titles of their parts', async () => {
    const { stdout } = await folder.run('list', '--course', TWO_PART_COURSE);
    const places = ['Part 1: Count the rings', '1  ring', '2  why', 'Part 2: Use the count', '3  how-often'];
    const found = places.map((text) => stdout.indexOf(text));
    expect(found).not.toContain(-1);
    expect(found).toEqual(found.toSorted((a, b) => a - b));
    const json = await folder.run('list', '--course', TWO_PART_COURSE, '--json');
    expect(JSON.parse(json.stdout)).toMatchObject({
      parts: [
        { id: 'part-one', title: 'Count the rings' },
        { id: 'part-two', title: 'Use the count' },
      ],
      steps: [{ part: 'part-one' }, { part: 'part-one' }, { part: 'part-two' }, { part: 'part-two' }],
    });
  });

  test('know that a finished first part continues with the second', async () => {
    await folder.run('init', '--course', TWO_PART_COURSE);
    const passed = { status: 'passed', attempts: 1, hintsShown: 0 };
    const progress = { version: 1, current: 'why', steps: { ring: passed, why: passed } };
    await writeFile(path.join(folder.workspace, '.ecom-lab/progress.json'), JSON.stringify(progress));
    const { stdout } = await folder.run('list', '--course', TWO_PART_COURSE, '--json');
    expect(JSON.parse(stdout)).toMatchObject({ current: 'how-often' });
  });

  test('prove them, part by part', async () => {
    const proven = await folder.run('verify', ...COURSE);
    expect(proven.exitCode, proven.stdout + proven.stderr).toBe(0);
    expect(proven.stdout).toMatch(
      /Part 1: Count the rings\n\nstep [\s\S]+\nring [\s\S]+\nPart 2: Use the count\n/,
    );
  });
});

describe('start --from', { timeout: 120_000 }, () => {
  test('begins at the step in a new folder, with the solutions of the earlier steps', async () => {
    const walked = await folder.run('start', '--auto', '--from', 'how-often', ...COURSE);
    expect(walked.exitCode, walked.stdout + walked.stderr).toBe(0);
    expect(walked.stdout).toContain('Step 3 of 4');
    expect(walked.stdout).not.toContain('Step 1 of 2');
    expect(await statuses('--course', TWO_PART_COURSE)).toEqual([
      'ring skipped',
      'why skipped',
      'how-often passed',
      'hear-knocks applied',
    ]);
  });

  test('prepares the built-in course for its last step of part one, without a registry', async () => {
    const walked = await folder.run('start', '--auto', '--from', '13', '--prometheus', 'embedded');
    expect(walked.stdout, walked.stderr).toContain('Step in-progress passes.');
    const earlier = (await statuses()).slice(0, 12);
    expect(earlier.every((one) => one.endsWith(' skipped'))).toBe(true);
    expect(await folder.run('check', 'install-client')).toMatchObject({ exitCode: 0 });
    expect(await folder.run('check', 'label-requests')).toMatchObject({ exitCode: 0 });
  });

  test('creates nothing for a step that the course does not have', async () => {
    const refused = await folder.run('start', '--auto', '--from', 'no-such-step', ...COURSE);
    expect(refused.exitCode).toBe(2);
    expect(refused.stderr).toContain('There is no step "no-such-step".');
    expect(await readdir(folder.dir)).not.toContain('ecom-lab');
  });

  test("asks before it replaces the learner's files, and keeps copies", async () => {
    await folder.run('init', '--course', TWO_PART_COURSE);
    const file = path.join(folder.workspace, 'server.ts');
    await writeFile(file, '// mine\n');
    const refused = await folder.run('start', '--auto', '--from', '3', ...COURSE);
    expect(refused.exitCode).toBe(2);
    expect(refused.stderr).toContain('server.ts');
    expect(await readFile(file, 'utf8')).toBe('// mine\n');

    const lab = folder.open('start', '--from', '3', ...COURSE);
    await lab.sees('Replace server.ts with the files that step 3 begins with?');
    lab.type('n\r');
    await lab.sees('Your files stay as they are.');
    await lab.sees('Step 3 of 4');
    expect(await readFile(file, 'utf8')).toBe('// mine\n');
    await lab.choose('Quit');
    await lab.exited;

    const again = folder.open('start', '--from', '4', ...COURSE);
    await again.sees('Replace server.ts with the files that step 4 begins with?');
    again.type('y\r');
    await again.sees('Step 4 of 4');
    expect(await readFile(file, 'utf8')).toBe(await readFile(source('programs/counting.ts'), 'utf8'));
    const backups = await readdir(path.join(folder.workspace, '.ecom-lab/backups'), { recursive: true });
    expect(backups.filter((name) => name.endsWith('server.ts'))).toHaveLength(1);
    await again.choose('Quit');
    await again.exited;
  });
});
