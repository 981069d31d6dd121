// The author's way, with the built program: from an empty folder to a step that is proven, and everything red before.
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CHECKS_OF } from '../../src/lab/authoring/kinds.ts';
import { createLabFolder, type LabFolder } from '../support/lab.ts';

const TINY = fileURLToPath(new URL('../fixtures/tiny-course', import.meta.url));

let lab: LabFolder;
beforeEach(async () => {
  lab = await createLabFolder();
});
afterEach(() => lab.remove());

const COUNTING = `import express from 'express';
import { Counter } from 'prom-client';

const hellos = new Counter({ name: 'hellos_total', help: 'How often hello was said' });

const api = express();

api.get('/hello', (_req, res) => {
  hellos.inc();
  res.type('text').send('hello');
});

api.listen(3000, '127.0.0.1');
`;

async function edit(file: string, change: (text: string) => string): Promise<void> {
  await writeFile(file, change(await readFile(file, 'utf8')));
}

describe('from nothing to a proven step', () => {
  test('a new course is clean and proven; a new step fails until it is written, and then passes', async () => {
    expect(await lab.run('new-course', 'bells')).toMatchObject({ exitCode: 0 });
    expect(await lab.run('lint', 'bells')).toMatchObject({ exitCode: 0, stdout: 'bells: nothing to fix.' });
    expect(await lab.run('verify', '--course', 'bells')).toMatchObject({ exitCode: 0 });

    const made = await lab.run(
      'new-step',
      '--course',
      'bells',
      '--id',
      'count',
      '--title',
      'Count',
      '--kind',
      'edit',
    );
    expect(made).toMatchObject({ exitCode: 0 });
    const linted = await lab.run('lint', 'bells', '--json');
    expect(linted.exitCode).toBe(0);
    expect(JSON.parse(linted.stdout)).toMatchObject({ status: 'pass', errors: 0 });
    const red = await lab.run('verify', 'count', '--course', 'bells', '--prometheus', 'embedded');
    expect(red.exitCode).toBe(1);
    expect(red.stdout).toContain('marked TODO in step.md');
    expect(red.stdout).toMatch(/surprise {2}count\/solution/);

    const step = path.join(lab.dir, 'bells/02-count');
    await edit(path.join(step, 'step.md'), (text) =>
      text
        .replace(/ {2}# TODO.*\n/, '')
        .replace('todo_total', 'hellos_total')
        .replace("'TODO: which place should the learner look at?'", 'Look at the handler.')
        .replace("'TODO: what is to be done there, in words?'", 'Raise a counter in it.')
        .replaceAll(/TODO:.*/g, 'Written.'),
    );
    await writeFile(path.join(step, 'solution/main.ts'), COUNTING);
    await edit(path.join(step, 'mistakes/nothing-done.ts'), (text) => text);
    await writeFile(
      path.join(step, 'variants/another-way.ts'),
      `// variant: counted with a label-less child\n${COUNTING.replace('hellos.inc()', 'hellos.inc(1)')}`,
    );
    const green = await lab.run('verify', '--course', 'bells', '--prometheus', 'embedded');
    expect(green).toMatchObject({ exitCode: 0 });
    expect(await lab.run('lint', 'bells')).toMatchObject({ exitCode: 0, stdout: 'bells: nothing to fix.' });
  });

  test('the built-in course and an installed package are rejected, because the next install would lose the step', async () => {
    const pack = path.join(lab.dir, 'node_modules/doorbell-course');
    await cp(TINY, pack, { recursive: true });
    await writeFile(path.join(pack, 'package.json'), '{"name":"doorbell-course","version":"1.0.0"}');
    const flags = ['--id', 'x', '--title', 'X', '--kind', 'read'];
    const refused = await lab.run('new-step', '--course', 'doorbell-course', ...flags);
    expect(refused.exitCode).toBe(2);
    expect(refused.stderr).toContain('--course DIR');
    expect(await readFile(path.join(pack, 'course.yaml'), 'utf8')).toBe(
      await readFile(path.join(TINY, 'course.yaml'), 'utf8'),
    );
  });

  test('new steps about queries and rules are proven as soon as their marks are gone', async () => {
    await lab.run('new-course', 'bells');
    const course = path.join(lab.dir, 'bells');
    const flags = ['--course', 'bells', '--title', 'Rules', '--kind'] as const;
    const refused = await lab.run('new-step', ...flags, 'edit', '--id', 'x', '--check', 'rule-values');
    expect(refused).toMatchObject({ exitCode: 2 });
    expect(refused.stderr).toContain('Add prometheus.yml under workspace');
    const other = await lab.run('new-step', ...flags, 'query', '--id', 'x', '--check', 'metric');
    expect(other.stderr).toContain('--check query-worlds');
    const { stdout: help } = await lab.run('help', 'new-step');
    expect(
      Object.values(CHECKS_OF)
        .flat()
        .filter((check) => !help.includes(`"${check}"`)),
    ).toEqual([]);

    await edit(path.join(course, 'course.yaml'), (text) =>
      text.replace('workspace:\n', 'workspace:\n  prometheus.yml: workspace/prometheus.yml\n'),
    );
    await writeFile(path.join(course, 'workspace/prometheus.yml'), 'scrape_configs: []\n');
    for (const check of ['rule-values', 'alert-timeline', 'rule-tests'])
      expect(
        await lab.run('new-step', ...flags, 'edit', '--id', `about-${check}`, '--check', check),
      ).toMatchObject({ exitCode: 0 });
    expect(await lab.run('new-step', ...flags, 'query', '--id', 'asked')).toMatchObject({ exitCode: 0 });
    for (const folder of await readdir(course))
      if (/^0[2-9]-/.test(folder))
        await edit(path.join(course, folder, 'step.md'), (text) => text.replaceAll('TODO: ', ''));
    const proven = await lab.run('verify', '--course', 'bells', '--prometheus', 'embedded');
    expect(proven.stdout).toContain('21 as expected, 0 not');
    expect(proven.exitCode).toBe(0);
  });

  test('without a terminal, it names the missing flags', async () => {
    await lab.run('new-course', 'bells');
    const asked = await lab.run('new-step', '--course', 'bells', '--id', 'x');
    expect(asked.exitCode).toBe(2);
    expect(asked.stderr).toContain('--title, --kind');
  });

  test('in a terminal, it asks', async () => {
    await lab.run('new-course', 'bells');
    const terminal = lab.open('new-step', '--course', 'bells');
    await terminal.sees('The title');
    terminal.type('Ring twice\r');
    await terminal.sees('ring-twice');
    terminal.type('\r');
    await terminal.sees('What the learner does');
    terminal.type('\r');
    await terminal.sees('It comes after');
    terminal.type('\r');
    await terminal.sees('Prove it');
    expect(await readFile(path.join(lab.dir, 'bells/02-ring-twice/step.md'), 'utf8')).toContain('kind: edit');
  });
});

describe('the cases of a step', () => {
  test('are written as patches, printed as programs, and prove the step', async () => {
    await cp(TINY, path.join(lab.dir, 'bells'), { recursive: true });
    const flags = ['--course', 'bells'] as const;
    const solution = await readFile(path.join(TINY, 'programs/counting.ts'), 'utf8');
    const program = `// mistake: counted-twice - three a ring\n${solution.replace('inc()', 'inc(3)')}`;
    await writeFile(path.join(lab.dir, 'three.ts'), program);
    const made = await lab.run('case', 'new', 'ring', 'three.ts', ...flags);
    expect(made).toMatchObject({ exitCode: 0 });
    expect(made.stdout).toContain(
      'bells/steps/ring/mistakes/three.patch (the difference to the solution, 8 lines)',
    );
    const shown = await lab.run('case', 'show', 'ring/three', ...flags);
    // The test's helper takes the last line end away.
    expect(`${shown.stdout}\n`).toBe(program);
    const asJson = await lab.run('case', 'show', 'ring/mistakes/three', ...flags, '--json');
    expect(JSON.parse(asJson.stdout)).toEqual({
      step: 'ring',
      kind: 'mistake',
      name: 'three',
      code: 'counted-twice',
      shows: 'three a ring',
      files: { 'server.ts': program },
    });
    const proven = await lab.run('verify', 'ring', ...flags, '--prometheus', 'embedded', '--trust-course');
    expect(proven.stdout).toMatch(/(?:ok|surprise) +ring\/mistakes\/three/);
  });

  test('reject a program without a header, an existing case, and an unknown name', async () => {
    await cp(TINY, path.join(lab.dir, 'bells'), { recursive: true });
    await writeFile(path.join(lab.dir, 'bare.ts'), 'export {};\n');
    const run = (...args: readonly string[]) => lab.run('case', ...args, '--course', 'bells');
    expect(await run('new', 'ring', 'bare.ts')).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('first line'),
    });
    expect(await run('new', 'ring', 'none.ts')).toMatchObject({ exitCode: 2 });
    await writeFile(path.join(lab.dir, 'at-finish.ts'), '// variant: at the end\nexport {};\n');
    expect(await run('new', 'ring', 'at-finish.ts')).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('already has a variant "at-finish"'),
    });
    expect(await run('show', 'ring/none')).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('no case'),
    });
    expect(await run('show', 'none/none')).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('no step'),
    });
  });
});

describe('a course that has nothing to do with the shop', () => {
  test('lints, proves itself and its mutants from another folder', async () => {
    expect(await lab.run('lint', TINY)).toMatchObject({ exitCode: 0 });
    const proven = await lab.run('verify', '--course', TINY, '--prometheus', 'embedded', '--json');
    expect(proven).toMatchObject({ exitCode: 0 });
    const { cases } = JSON.parse(proven.stdout) as { cases: { kind: string; outcome: { status: string } }[] };
    expect(new Set(cases.map(({ outcome }) => outcome.status))).toEqual(new Set(['expected']));
    expect(new Set(cases.map(({ kind }) => kind))).toEqual(
      new Set(['starter', 'solution', 'round-trip', 'mistake', 'variant', 'answer']),
    );
    const mutants = await lab.run('verify', '--course', TINY, '--mutants', '--json');
    const caught = JSON.parse(mutants.stdout) as { cases: { kind: string; outcome: { status: string } }[] };
    expect(caught.cases.filter(({ outcome }) => outcome.status === 'expected').length).toBeGreaterThan(10);
  });

  test('lints and is proven as an npm package, from a folder below it', async () => {
    const pack = path.join(lab.dir, 'node_modules/doorbell-course');
    await cp(TINY, path.join(pack, 'course'), { recursive: true });
    await writeFile(path.join(pack, 'package.json'), '{"name":"doorbell-course","version":"1.0.0"}');
    await mkdir(path.join(lab.dir, 'deeper'));
    expect(await lab.run('lint', 'doorbell-course')).toMatchObject({ exitCode: 0 });
    const proven = await lab.run(
      'verify',
      '--course',
      'doorbell-course',
      '--fast',
      '--trust-course',
      '--prometheus',
      'embedded',
    );
    expect(proven).toMatchObject({ exitCode: 0 });
  });
});

describe('lint', () => {
  test('shows an error at its location and in its exit code, even without a warning', async () => {
    await cp(TINY, path.join(lab.dir, 'course'), { recursive: true });
    await edit(path.join(lab.dir, 'course/steps/ring/step.md'), (text) =>
      text.replace('kind: edit', 'kind: jump'),
    );
    const linted = await lab.run('lint', 'course');
    expect(linted.exitCode).toBe(1);
    expect(linted.stdout).toContain('course/steps/ring/step.md:4:7: error:');
    expect(linted.stdout).toContain('  4 | kind: jump\n    |       ~~~~');
  });

  test('does not fail for warnings alone', async () => {
    await cp(TINY, path.join(lab.dir, 'course'), { recursive: true });
    await rm(path.join(lab.dir, 'course/steps/ring/mistakes'), { recursive: true });
    const linted = await lab.run('lint', 'course');
    expect(linted.exitCode).toBe(0);
    expect(linted.stdout).toContain('warning: The step has no file in mistakes/');
    expect(linted.stdout).toContain('course: 0 errors, 1 warning.');
  });

  test('reports a folder without a course as wrong usage', async () => {
    expect(await lab.run('lint', 'nowhere')).toMatchObject({ exitCode: 2 });
  });

  test('names the files that the author edits for the built-in course', async () => {
    expect(await lab.run('lint')).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/steps: nothing/),
    });
  });
});
