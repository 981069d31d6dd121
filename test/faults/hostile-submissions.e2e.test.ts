// Submissions that attack what grades them: `report --regrade` gives every other learner their result, and the
// attacker no better one. Those that run without a sandbox signal only processes that the test has started.
import { createServer, type AddressInfo } from 'node:net';
import { readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createLabFolder, LAB_BIN, type LabFolder } from '../support/lab.ts';
import { addFile, addHonest, addHostile, hasBubblewrap, TINY, type Places } from './support/hostile-class.ts';

interface Learner {
  readonly name: string;
  readonly runIn: { readonly isolation: string; readonly reason?: string };
  readonly steps: readonly { readonly regraded: { readonly status: string; readonly code?: string } }[];
}

const REGRADE = ['report', 'class', '--course', TINY, '--regrade', '--json', '--prometheus', 'embedded'];

let lab: LabFolder;
beforeEach(async () => {
  lab = await createLabFolder({ SECRET_OF_THE_TEST: 'secret' });
});
afterEach(() => lab.remove());

async function regrade(...flags: readonly string[]): Promise<Readonly<Record<string, Learner>>> {
  const { stdout, stderr } = await lab.run(...REGRADE, ...flags);
  if (stdout === '') throw new Error(stderr);
  const { learners } = JSON.parse(stdout) as { learners: readonly Learner[] };
  return Object.fromEntries(learners.map((learner) => [learner.name, learner]));
}

const statusOf = (learner: Learner | undefined): string | undefined => learner?.steps[0]?.regraded.status;
const codeOf = (learner: Learner | undefined): string | undefined => learner?.steps[0]?.regraded.code;

describe.skipIf(!(await hasBubblewrap()))('in a sandbox', () => {
  /** Finished work whose attack is refused, or hurts nothing, passes. */
  const refused = [
    'stop-parents',
    'kill-parents',
    'kill-everybody',
    'other-folders',
    'system',
    'environment',
    'network',
    'inspector',
    'read-solution',
    'sparse-file',
    'huge-output',
    'many-children',
    'hold-ports',
    'limits',
  ];

  test('no attack reaches another submission, the report, the network or the machine', async () => {
    const honest = await addHonest(lab, 'honest');
    const server = createServer((socket) => socket.destroy());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const outside = await addFile(path.join(lab.dir, 'outside/secret.txt'), 'secret');
    const places: Places = {
      others: [
        path.join(honest, 'server.ts'),
        path.join(lab.env['XDG_CACHE_HOME'] ?? '', 'ecom-lab'),
        outside,
      ],
      solutions: [path.join(TINY, 'course.yaml'), path.join(path.dirname(LAB_BIN), 'course'), LAB_BIN],
      port: (server.address() as AddressInfo).port,
    };
    for (const name of refused) await addHostile(lab, name, { places });
    await addHostile(lab, 'state');
    await addHostile(lab, 'fill-disk');
    await addHostile(lab, 'never-ends');
    await addHostile(lab, 'forge', { isFinished: false });
    const before = await readFile(path.join(honest, 'server.ts'), 'utf8');

    const found = await regrade('--isolate', 'bubblewrap');
    server.close();

    expect(Object.values(found).map(({ runIn }) => runIn.isolation)).not.toContain('none');
    const passed = Object.fromEntries(
      ['honest', 'state', ...refused].map((name) => [name, statusOf(found[name])]),
    );
    expect(passed).toEqual(Object.fromEntries(['honest', 'state', ...refused].map((name) => [name, 'pass'])));
    expect(statusOf(found['forge'])).toBe('fail');
    expect(statusOf(found['never-ends'])).not.toBe('pass');
    expect(statusOf(found['fill-disk'])).toBeDefined();
    expect(await readFile(path.join(honest, 'server.ts'), 'utf8')).toBe(before);
    // What it has started is gone with it.
    const { stdout: processes } = await execa('ps', ['-eo', 'args']);
    expect(processes).not.toContain('sleep 3599.25');
  }, 600_000);

  test('a submission that takes too long is stopped with all its processes', async () => {
    await addHostile(lab, 'never-ends');
    // The lab itself waits for 5 s before it says that a program never listens.
    const found = await regrade('--isolate', 'bubblewrap', '--time-limit', '3');
    expect(codeOf(found['never-ends'])).toBe('regrade-timeout');
    const { stdout: processes } = await execa('ps', ['-eo', 'args']);
    expect(processes).not.toContain(`${lab.dir}/class`);
  });
});

describe('without a sandbox', () => {
  test('signals to the parents and forged verdicts change no other result and gain nothing', async () => {
    await addHonest(lab, 'honest');
    await addHostile(lab, 'kill-parents');
    await addHostile(lab, 'kill-grandparent');
    await addHostile(lab, 'stop-grandparent');
    await addHostile(lab, 'inspector');
    await addHostile(lab, 'forge', { isFinished: false });
    const found = await regrade('--isolate', 'none');
    expect(
      Object.fromEntries(Object.entries(found).map(([name, learner]) => [name, statusOf(learner)])),
    ).toEqual({
      honest: 'pass',
      'kill-parents': 'blocked',
      'kill-grandparent': 'pass',
      'stop-grandparent': 'pass',
      inspector: 'pass',
      forge: 'fail',
    });
    expect(codeOf(found['kill-parents'])).toBe('regrade-ended');
    expect(found['honest']?.runIn).toEqual({
      isolation: 'none',
      reason: expect.stringContaining('--isolate none'),
    });
  });

  test('a submission that suspends its parents is stopped by the time limit', async () => {
    await addHonest(lab, 'honest');
    await addHostile(lab, 'stop-parents');
    const found = await regrade('--isolate', 'none', '--time-limit', '30');
    expect(statusOf(found['honest'])).toBe('pass');
    expect(codeOf(found['stop-parents'])).toBe('regrade-timeout');
  });

  test('a submission that kills the report is given up, and the others keep their results', async () => {
    await addHonest(lab, 'ada');
    await addHostile(lab, 'kill-report');
    await addHonest(lab, 'zoe');
    const ends: (number | undefined)[] = [];
    let stdout = '';
    // Once with the others, once alone; then it is known.
    while (stdout === '' && ends.length < 4) {
      const end = await lab.run(...REGRADE, '--isolate', 'none');
      ends.push(end.exitCode);
      stdout = end.stdout;
    }
    const { learners } = JSON.parse(stdout) as { learners: readonly Learner[] };
    expect(learners.map((learner) => [learner.name, statusOf(learner), codeOf(learner)])).toEqual([
      ['ada', 'pass', undefined],
      ['kill-report', 'blocked', 'regrade-ended'],
      ['zoe', 'pass', undefined],
    ]);
    expect(ends.at(-1)).toBe(2);
    expect(ends.length).toBeLessThanOrEqual(3);
  });
});

test('an interrupted report continues, and grades again what has changed since', async () => {
  await addHonest(lab, 'ada');
  await addHonest(lab, 'bob');
  const last = await addHostile(lab, 'never-ends');
  const args = [LAB_BIN, ...REGRADE, '--isolate', 'none', '--at-once', '1'];
  const first = execa(process.execPath, args, {
    cwd: lab.dir,
    env: lab.env,
    extendEnv: false,
    reject: false,
  });
  let said = '';
  await new Promise<void>((resolve) => {
    first.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes('never-ends')) resolve();
    });
    void first.then(() => resolve());
  });
  first.kill('SIGINT');
  const { exitCode, signal, stdout } = await first;
  expect({ end: exitCode ?? signal, stdout }).toEqual({ end: expect.toBeOneOf([130, 'SIGINT']), stdout: '' });
  expect(said).toContain('The same command continues from here.');

  await rm(path.join(last, 'hostile.ts'));
  await rm(path.join(last, 'server.ts'));
  const ada = path.join(lab.dir, 'class/ada/server.ts');
  await addFile(ada, '// nothing\n');
  const second = await lab.run(...REGRADE, '--isolate', 'none', '--at-once', '1');
  expect(second.stderr).toContain('1 of 3 results are there');
  const { learners } = JSON.parse(second.stdout) as { learners: readonly Learner[] };
  expect(learners.map((learner) => [learner.name, statusOf(learner)])).toEqual([
    ['ada', 'fail'],
    ['bob', 'pass'],
    ['never-ends', 'fail'],
  ]);
  // Nothing of it is left: a report that was printed is not taken over by the next one.
  expect(await readdir(path.join(lab.dir, '.cache/ecom-lab/regrade'))).toEqual([]);
});

test('a required sandbox that cannot be created is an error, and auto reports why there is none', async () => {
  await addHonest(lab, 'ada');
  const bare = await createLabFolder({ PATH: '/nowhere' });
  const flags = [
    'report',
    path.join(lab.dir, 'class'),
    '--course',
    TINY,
    '--regrade',
    '--prometheus',
    'embedded',
  ];
  const refused = await bare.run(...flags, '--isolate', 'bubblewrap');
  expect(refused).toMatchObject({ exitCode: 2, stdout: '' });
  expect(refused.stderr).toContain('There is no bwrap on PATH');
  const fallen = await bare.run(...flags);
  expect(fallen.stdout.replaceAll(/\s+/g, ' ')).toContain(
    'The submission ran without a sandbox. There is no bwrap',
  );
  await bare.remove();
});
