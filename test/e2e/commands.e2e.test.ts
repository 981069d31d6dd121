// Each command as a script or a second terminal uses it: exit codes, the JSON document, and one clear message.
import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { STEPS } from '../support/built-in-course.ts';
import { createLabFolder, type LabFolder, type LabResult } from '../support/lab.ts';

/** The one document on standard output. */
const json = (result: LabResult): unknown => JSON.parse(result.stdout);

let shared: LabFolder;
beforeAll(async () => {
  shared = await createLabFolder();
  await shared.run('init');
});
afterAll(() => shared.remove());

let folder: LabFolder | undefined;
afterEach(async () => {
  await folder?.remove();
  folder = undefined;
});

describe('commands without a running session', () => {
  test('init says how to begin, and refuses to run twice', async () => {
    folder = await createLabFolder();
    const first = await folder.run('init');
    expect(first).toMatchObject({ exitCode: 0 });
    expect(first.stdout).toContain('ecom-lab start');
    const again = await folder.run('init');
    expect(again.exitCode).toBe(2);
    expect(again.stderr).toContain('is already a workspace');
  });

  test('init inside a workspace creates no other one in it', async () => {
    const result = await shared.run('init', '--dir', shared.workspace);
    expect(result.exitCode).toBe(2);
  });

  test('list shows all steps and the current one', async () => {
    const result = await shared.run('list', '--json');
    expect(result.exitCode).toBe(0);
    const list = json(result) as { current: string; steps: readonly unknown[] };
    expect(list.current).toBe('tour');
    expect(list.steps).toHaveLength(STEPS.length);
    expect(list.steps[0]).toEqual({
      number: 1,
      id: 'tour',
      title: expect.any(String),
      kind: 'read',
      status: expect.any(String),
      part: 'part-one',
    });
  });

  test('check exits with code 0 for a pass', async () => {
    const result = await shared.run('check', 'tour', '--answer', 'four', '--json');
    expect(result.exitCode).toBe(0);
    expect(json(result)).toMatchObject({
      step: 'tour',
      status: 'pass',
      checks: [{ kind: 'answer', status: 'pass' }],
    });
  });

  test('check exits with code 1 for a fail, names the mistake, and omits absent fields', async () => {
    const result = await shared.run('check', 'tour', '--answer', '3', '--json');
    expect(result.exitCode).toBe(1);
    expect(json(result)).toEqual({
      step: 'tour',
      status: 'fail',
      checks: [
        {
          kind: 'answer',
          status: 'fail',
          code: 'wrong-answer',
          message: '3 is not correct.',
          observed: '3',
          hint: expect.any(String),
        },
      ],
    });
  });

  test('check exits with code 2 if nothing can be judged: a question without an answer', async () => {
    const result = await shared.run('check', 'tour');
    expect(result.exitCode).toBe(2);
    expect(result.stdout).toContain('How many endpoints');
    expect(result.stdout).toContain('ecom-lab check tour --answer');
  });

  test('an answer of a megabyte is rejected in one line', async () => {
    const result = await shared.run('check', 'tour', '--answer', '4'.repeat(120_000), '--json');
    expect(result.exitCode).toBe(1);
    expect(json(result)).toMatchObject({ checks: [{ code: 'answer-too-long' }] });
    expect(result.stdout.length).toBeLessThan(1000);
  });

  test('a step can be named by its number', async () => {
    const result = await shared.run('check', '3', '--json');
    expect(result.exitCode).toBe(1);
    expect(json(result)).toMatchObject({ step: 'define-counter', status: 'fail' });
  });

  test('hint goes one level further each time', async () => {
    const levels = [];
    for (let count = 0; count < 2; count += 1)
      levels.push(json(await shared.run('hint', 'count-requests', '--json')));
    expect(levels).toMatchObject([
      { step: 'count-requests', level: 1, total: 3, text: expect.any(String) },
      { step: 'count-requests', level: 2, total: 3 },
    ]);
  });

  test('diff, apply and reset: the difference, the solution, and the file as it was', async () => {
    folder = await createLabFolder();
    await folder.run('init');
    const file = path.join(folder.workspace, 'main.ts');
    const before = await readFile(file, 'utf8');

    const diff = json(await folder.run('diff', 'define-counter', '--json'));
    expect(diff).toMatchObject({ step: 'define-counter', diff: expect.stringContaining('+import') });

    const applied = await folder.run('apply', 'define-counter', '--json');
    expect(applied.exitCode).toBe(0);
    const { backups } = json(applied) as { backups: readonly { file: string; copy: string }[] };
    expect(json(applied)).toMatchObject({ step: 'define-counter', files: ['main.ts'] });
    const [kept] = backups;
    await expect(readFile(path.join(folder.workspace, kept?.copy ?? ''), 'utf8')).resolves.toBe(before);
    await expect(readFile(file, 'utf8')).resolves.not.toBe(before);

    const reset = await folder.run('reset', 'define-counter', '--json');
    expect(reset.exitCode).toBe(0);
    await expect(readFile(file, 'utf8')).resolves.toBe(before);
  });

  test('reset takes a step or --all, not both', async () => {
    expect((await shared.run('reset', 'tour', '--all')).exitCode).toBe(2);
  });

  test.each(['apply', 'diff'])('%s of a question reports that no file is its solution', async (command) => {
    const result = await shared.run(command, 'tour', '--json');
    expect(result.exitCode).toBe(2);
    expect(json(result)).toMatchObject({ error: { code: 'nothing-to-apply' } });
  });

  test('traffic starts the app that it needs, and counts the responses', async () => {
    const result = await shared.run('traffic', 'first-visitors', '--json');
    expect(result.exitCode).toBe(0);
    expect(json(result)).toMatchObject({
      scenario: 'first-visitors',
      sent: 100,
      failed: 0,
      byStatus: { 200: expect.any(Number), 201: expect.any(Number) },
    });
  });

  test('query starts the Prometheus that it needs', async () => {
    const result = await shared.run('query', 'up', '--prometheus', 'embedded', '--json');
    expect(result.exitCode).toBe(0);
    expect(json(result)).toMatchObject({ resultType: 'vector', result: [{ metric: { job: 'prometheus' } }] });
  });

  test('query shows where an invalid query is wrong', async () => {
    const result = await shared.run('query', 'rate(up', '--prometheus', 'embedded');
    expect(result.exitCode).toBe(2);
    expect(result.stderr).toMatch(/1:\d+: parse error/);
    expect(result.stderr).not.toMatch(/\n\s+at /);
  });

  test('restart needs a session and says how to open one', async () => {
    const result = await shared.run('restart', '--json');
    expect(result.exitCode).toBe(2);
    expect(json(result)).toMatchObject({ error: { hint: expect.stringContaining('ecom-lab start') } });
  });

  test('doctor names each problem with its fix, and exits with code 2', async () => {
    folder = await createLabFolder({ npm_config_registry: 'http://127.0.0.1:9/' });
    await mkdir(folder.workspace);
    await writeFile(path.join(folder.workspace, 'diary.txt'), 'not of the lab');
    const result = await folder.run('doctor', '--json', '--prometheus', '/no/such/prometheus');
    expect(result.exitCode).toBe(2);
    const { status, findings } = json(result) as {
      status: string;
      findings: { check: string; status: string; message: string; remedy?: string }[];
    };
    expect(status).toBe('problem');
    expect(findings.find(({ check }) => check === 'node')).toMatchObject({ status: 'good' });
    expect(findings.find(({ check }) => check === 'workspace')).toMatchObject({
      status: 'problem',
      message: expect.stringContaining('holds files that do not belong'),
    });
    expect(findings.find(({ check }) => check === 'prometheus')).toMatchObject({
      status: 'problem',
      message: expect.stringContaining('/no/such/prometheus'),
    });
    for (const tried of ['process', 'localhost'])
      expect(findings.find(({ check }) => check === tried)).toMatchObject({ status: 'good' });
    expect(findings.find(({ check }) => check === 'registry')).toMatchObject({
      status: 'warning',
      message: expect.stringContaining('ECONNREFUSED'),
    });
    const withoutRemedy = findings.filter((one) => one.status !== 'good' && (one.remedy ?? '') === '');
    expect(withoutRemedy).toEqual([]);
    expect((await folder.run('doctor', '--prometheus', '/no/such/prometheus')).stdout).toContain(
      '2 problems found.',
    );
  });

  test('doctor writes, watches and changes a file, and leaves nothing behind', async () => {
    folder = await createLabFolder({ npm_config_registry: 'http://127.0.0.1:9/' });
    const { findings } = json(await folder.run('doctor', '--json')) as {
      findings: { check: string; status: string }[];
    };
    for (const tried of ['writable', 'watch'])
      expect(findings.find(({ check }) => check === tried)).toMatchObject({ status: 'good' });
    expect((await readdir(folder.dir)).filter((name) => name.startsWith('ecom-lab-doctor-'))).toEqual([]);
  });
});

describe('wrong usage', () => {
  test.each([
    [['frobnicate'], 'unknown command'],
    [['chek'], 'check'],
    [['check', '--nope'], 'unknown option'],
    [['check', 'nope'], 'There is no step "nope"'],
    [['hint', 'nope'], 'The steps are: tour'],
    [['apply', '99'], 'There is no step "99"'],
    [['traffic', 'nope'], 'There is no scenario "nope"'],
    [['query'], 'missing required argument'],
    [['query', 'up', '--range', 'soon'], '--range cannot be "soon"'],
    [['start', '--seed', 'lucky'], 'whole number'],
    [['prometheus', 'nope'], 'unknown command'],
    [
      ['prometheus', 'run', '--listen', 'localhost'],
      '--listen cannot be "localhost". It takes an IP address',
    ],
    [['prometheus', 'run', '--listen', '10.0.0.256'], '--listen cannot be "10.0.0.256"'],
    [
      ['prometheus', 'run', '--allow-host', 'grafana', 'http://host:3000'],
      '--allow-host cannot be "http://host:3000". It takes host names without scheme and port',
    ],
    [['prometheus', 'run', '--allow-host', '*'], '--allow-host cannot be "*"'],
  ])('%j exits with code 2 and one clear message', async (args, message) => {
    const result = await shared.run(...args);
    expect(result.exitCode).toBe(2);
    expect(result.stderr.replaceAll(/\s+/g, ' ')).toContain(message);
    expect(result.stderr).not.toMatch(/\n\s+at /);
  });

  test
    .skipIf(process.platform === 'win32')
    .each([[['--listen', '0.0.0.0']], [['--allow-host', 'host.docker.internal']]])(
    'prometheus run %j is rejected for a real Prometheus',
    async (flags) => {
      folder = await createLabFolder();
      const program = path.join(folder.dir, 'prometheus');
      await writeFile(program, '#!/bin/sh\necho "prometheus, version 3.5.0"\n', { mode: 0o755 });
      const result = await folder.run(
        'prometheus',
        'run',
        ...flags,
        '--dir',
        shared.workspace,
        '--prometheus',
        program,
      );
      expect(result).toMatchObject({ exitCode: 2, stdout: '' });
      expect(result.stderr.replaceAll(/\s+/g, ' ')).toContain(
        '--listen and --allow-host are for the embedded Prometheus. Add --prometheus embedded',
      );
    },
  );

  test('init of another course says how to begin, and list does not mistake its workspace for the shop', async () => {
    folder = await createLabFolder();
    const tiny = path.resolve('test/fixtures/tiny-course');
    const made = await folder.run('init', '--course', tiny);
    expect(made.stdout).toContain(`ecom-lab start --dir ecom-lab --course ${tiny}`);
    expect((await folder.run('list', '--course', tiny)).stdout).toContain('how-often');
    const other = await folder.run('list');
    expect(other).toMatchObject({ exitCode: 2, stdout: '' });
    expect(other.stderr).toMatch(/belongs to\s+the\s+course\s+"doorbell"/);
  });

  test('an error in a course is shown with its line and a mark below the error', async () => {
    folder = await createLabFolder();
    const broken = path.join(folder.dir, 'broken');
    await cp(path.resolve('test/fixtures/tiny-course'), broken, { recursive: true });
    const file = path.join(broken, 'course.yaml');
    await writeFile(file, (await readFile(file, 'utf8')).replace('- steps/why', '- steps/wy'));
    const { stderr } = await folder.run('list', '--course', 'broken');
    expect(stderr).toContain('\n  30 |   - steps/wy\n     |     ~~~~~~~~\n');
  });

  test('list outside of a workspace shows the course and how to begin', async () => {
    folder = await createLabFolder();
    const result = await folder.run('list');
    expect(result.exitCode).toBe(0);
    expect(result.stdout).toContain('ecom-lab start');
  });

  test.each(['check', 'hint', 'diff', 'traffic'])(
    '%s outside of a workspace says how to create one',
    async (command) => {
      folder = await createLabFolder();
      const result = await folder.run(command);
      expect(result.exitCode).toBe(2);
      expect(result.stderr).toMatch(/ecom-lab (start|init)/);
    },
  );
});

describe('a second terminal during a session', () => {
  test('checks, queries and restarts in the session, and the first terminal shows it', async () => {
    folder = await createLabFolder();
    const lab = folder.open('start', '--prometheus', 'embedded');
    await lab.sees('What next?');

    expect(json(await folder.run('list', '--json'))).toMatchObject({ current: 'tour' });
    const check = await folder.run('check', '--answer', '4', '--json');
    expect(check.exitCode).toBe(0);
    await lab.sees('Step tour passes.');
    await lab.sees('Continue with step 2');

    expect(json(await folder.run('hint', '--json'))).toMatchObject({ step: 'tour', level: 1 });
    expect(json(await folder.run('traffic', '--json'))).toMatchObject({ sent: 100, failed: 0 });
    await lab.sees('Traffic "first-visitors" has been sent.');
    expect(json(await folder.run('query', 'up', '--json'))).toMatchObject({ resultType: 'vector' });
    const restart = await folder.run('restart', '--json');
    expect(restart.exitCode).toBe(0);
    expect(json(restart)).toMatchObject({ what: 'app', isRunning: true });
    expect((await folder.run('restart', '--what', 'prometheus')).exitCode).toBe(0);

    // The workspace has one runner: another `start` is told who has it.
    const other = folder.open('start');
    await other.sees('Another lab session has this workspace');
    await expect(other.exited).resolves.toMatchObject({ exitCode: 2 });

    lab.press('ctrlC');
    await expect(lab.exited).resolves.toMatchObject({ exitCode: 130 });
    expect((await folder.run('restart')).exitCode).toBe(2);
  });
});
