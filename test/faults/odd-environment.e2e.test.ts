// What a shell, a user or a system has set in an odd way. Either the work is judged as ever, or the reason is named; it
// is never a mistake of the learner.
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { execa } from 'execa';
import { afterEach, beforeEach, describe, expect, test, type TestContext } from 'vitest';
import { createLabFolder, LAB_BIN, type LabFolder, type LabResult } from '../support/lab.ts';
import { openTerminal } from '../support/terminal.ts';
import { AS_ORDINARY_USER, giveToOrdinaryUser } from './support/ordinary-user.ts';
import { prepareWorkspace } from './support/prepare-workspace.ts';

let folder: LabFolder;
beforeEach(async () => {
  folder = await createLabFolder();
});
afterEach(() => folder.remove());

const prepare = (): Promise<string> =>
  prepareWorkspace(folder, { step: 'count-requests', stage: 'plain-counter' });

const NODE = process.execPath;
const CHECK = [LAB_BIN, 'check', 'count-requests', '--json'];

/** Runs a program in the folder with more or other variables; undefined takes one away. */
async function run(
  file: string,
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>> = {},
  cwd = folder.dir,
): Promise<LabResult> {
  const result = await execa(file, args, {
    cwd,
    env: { ...folder.env, ...env },
    extendEnv: false,
    reject: false,
    stdin: 'ignore',
  });
  return { exitCode: result.exitCode, stdout: result.stdout, stderr: result.stderr };
}

/** Runs a line of a shell before the program, as a user has it in a profile. */
const runAfter = (line: string, args: readonly string[]): Promise<LabResult> =>
  run('sh', ['-c', `${line}; exec "$@"`, 'sh', NODE, ...args]);

interface Report {
  readonly status: string;
  readonly checks: readonly { readonly code?: string; readonly message?: string; readonly hint?: string }[];
}
const reportOf = ({ stdout }: LabResult): Report => JSON.parse(stdout) as Report;

const STACK = /\n\s+at .*:\d+/;

describe('environment variables', () => {
  test.each([
    ['NODE_OPTIONS=--inspect=0', { NODE_OPTIONS: '--inspect=0' }],
    ['NODE_OPTIONS=--require', { NODE_OPTIONS: '--require ./loaded-first.cjs' }],
    ['NODE_OPTIONS=--throw-deprecation', { NODE_OPTIONS: '--throw-deprecation --trace-warnings' }],
    ['NODE_PATH of a missing folder', { NODE_PATH: '/nowhere' }],
    ['TMPDIR of a missing folder', { TMPDIR: '/nowhere/at/all' }],
    ['LANG=C, TERM=dumb', { LANG: 'C', LC_ALL: 'C', TERM: 'dumb' }],
    [
      'HOME that is not a folder',
      { HOME: '/dev/null', XDG_CACHE_HOME: undefined, XDG_CONFIG_HOME: undefined },
    ],
  ])('%s: the verdict is the same', async (_name, env) => {
    await prepare();
    // What is given to `--require` is the learner's own business; a verdict is not.
    await writeFile(path.join(folder.dir, 'loaded-first.cjs'), 'globalThis.isOdd = true;\n');
    const result = await run(NODE, CHECK, env);
    expect(reportOf(result)).toMatchObject({ status: 'pass' });
    expect(result.exitCode).toBe(0);
  });
});

describe.skipIf(process.platform === 'win32')('user limits and permissions', () => {
  test('64 open files are enough for a verdict', async () => {
    await prepare();
    expect(reportOf(await runAfter('ulimit -n 64', CHECK))).toMatchObject({ status: 'pass' });
  });

  test.each([24, 28])('with %i open files the lab names the limit and how to raise it', async (files) => {
    await prepare();
    const result = await runAfter(`ulimit -n ${files}`, [LAB_BIN, 'check', 'count-requests']);
    expect(result.exitCode).toBe(2);
    expect(`${result.stdout}${result.stderr}`.replaceAll(/\s+/g, ' ')).toMatch(/too many files.*ulimit -n/);
    expect(result.stderr).not.toMatch(STACK);
  });

  test('a umask that makes folders read-only blocks the check and names the folder', async () => {
    await prepare();
    await giveToOrdinaryUser(folder.dir);
    const result = await runAfter('umask 0777', [...AS_ORDINARY_USER, ...CHECK]);
    expect(reportOf(result)).toMatchObject({
      status: 'blocked',
      checks: [{ code: 'workspace-not-writable', message: expect.stringContaining('.ecom-lab/run') }],
    });
    expect(result.exitCode).toBe(2);
  });

  test('a home that cannot be written changes no verdict', async () => {
    await prepare();
    const home = path.join(folder.dir, 'home');
    await mkdir(home);
    await giveToOrdinaryUser(folder.dir);
    await chmod(home, 0o555);
    const env = { HOME: home, XDG_CACHE_HOME: undefined, XDG_CONFIG_HOME: undefined };
    const result = await run(NODE, [...AS_ORDINARY_USER, ...CHECK], env);
    expect(reportOf(result)).toMatchObject({ status: 'pass' });
  });

  test.each([1, 10, 19])('with a niceness of %i a query gets its value', async (niceness) => {
    await prepare();
    await giveToOrdinaryUser(folder.dir);
    const query = [LAB_BIN, 'query', '6 * 7', '--json', '--prometheus', 'embedded'];
    const result = await run('nice', ['-n', String(niceness), NODE, ...AS_ORDINARY_USER, ...query]);
    expect(result).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('"42"') });
  });

  test('a user without a home folder or a name gets a verdict', async ({ skip }) => {
    if (process.geteuid?.() !== 0) skip('only root can become a user without a name');
    await prepare();
    const other = 54_321;
    await run('chown', ['-R', String(other), folder.dir]);
    const became = `data:text/javascript,process.setgid(${other});process.setuid(${other});`;
    const result = await run(NODE, ['--import', became, ...CHECK], { HOME: undefined });
    expect(reportOf(result)).toMatchObject({ status: 'pass' });
  });

  test('a deleted current folder is named', async () => {
    await prepare();
    const result = await runAfter('mkdir gone && cd gone && rmdir ../gone', [
      LAB_BIN,
      'check',
      '--dir',
      folder.workspace,
    ]);
    expect(result).toMatchObject({ exitCode: 2, stdout: '' });
    expect(result.stderr).toContain('does not exist any more');
    expect(result.stderr).not.toMatch(STACK);
  });
});

describe.skipIf(process.platform !== 'linux')('an output that cannot be written', () => {
  test.each(['list', 'check'])('makes %s exit with 2', async (command) => {
    await prepare();
    const result = await run('sh', ['-c', `"$@" > /dev/full`, 'sh', NODE, LAB_BIN, command, '--json']);
    expect(result).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('ENOSPC') });
  });
});

describe.skipIf(process.platform === 'win32')('a folder in which Node.js cannot run programs', () => {
  test('is refused before anything is written, and named if it becomes one later', async () => {
    const made = await folder.run('init', '--dir', String.raw`back\slash`);
    expect(made.exitCode).toBe(2);
    expect(made.stderr.replaceAll(/\s+/g, ' ')).toContain('the path has a backslash');
    await prepare();
    const moved = path.join(folder.dir, String.raw`a\b`);
    await run('mv', [folder.workspace, moved]);
    const result = await run(NODE, [...CHECK, '--dir', moved]);
    expect(JSON.parse(result.stdout)).toMatchObject({ error: { code: 'folder-not-runnable' } });
  });
});

/** The words before a command that give it namespaces of its own; skips where the system does not let us. */
async function inNamespace({ skip }: TestContext, flags: string, setUp: string): Promise<readonly string[]> {
  const words = ['unshare', flags, 'sh', '-c', `${setUp} && exec "$@"`, 'sh'];
  const tried = await execa(words[0] ?? '', [...words.slice(1), 'true'], { cwd: folder.dir, reject: false });
  if (tried.exitCode !== 0) skip(`no namespace can be made here: ${tried.stderr || tried.shortMessage}`);
  return words;
}

describe.skipIf(process.platform !== 'linux')('limits of the system', () => {
  test.for(['max_inotify_instances', 'max_inotify_watches'])(
    'on file watches (%s) are reported at once, and the check in the menu works',
    async (limit, context) => {
      await prepare();
      const words = await inNamespace(context, '-Ur', `echo 0 > /proc/sys/user/${limit}`);
      const doctor = await run(words[0] ?? '', [...words.slice(1), NODE, LAB_BIN, 'doctor', '--json']);
      const { findings } = JSON.parse(doctor.stdout) as { findings: { check: string; status: string }[] };
      expect(findings.find(({ check }) => check === 'watch')).toMatchObject({
        status: 'warning',
        remedy: expect.stringContaining('fs.inotify.max_user_watches'),
      });
      const lab = openTerminal({
        file: words[0] ?? '',
        args: [...words.slice(1), NODE, LAB_BIN, 'start', '--prometheus', 'embedded'],
        cwd: folder.dir,
        env: folder.env,
      });
      context.onTestFinished(async () => {
        lab.kill('SIGKILL');
        await lab.exited;
      });
      await lab.sees(/This computer cannot watch\s+more files/);
      await lab.choose('Check my work');
      await lab.sees('Step count-requests passes.');
      await lab.choose('Quit');
      await expect(lab.exited).resolves.toMatchObject({ exitCode: 0 });
    },
  );

  test('a localhost entry with another address is found by doctor and changes no verdict', async (context) => {
    await prepareWorkspace(folder, { step: 'scrape-api', stage: 'labeled-counter' });
    await folder.run('apply', 'scrape-api');
    const hosts = path.join(folder.dir, 'hosts');
    await writeFile(hosts, '10.1.2.3 localhost\n');
    const words = await inNamespace(context, '-Urm', `mount --bind ${JSON.stringify(hosts)} /etc/hosts`);
    const inIt = (...args: readonly string[]): Promise<LabResult> =>
      run(words[0] ?? '', [...words.slice(1), NODE, LAB_BIN, ...args, '--json', '--prometheus', 'embedded']);
    const { findings } = JSON.parse((await inIt('doctor')).stdout) as { findings: { check: string }[] };
    expect(findings.find(({ check }) => check === 'localhost')).toMatchObject({
      status: 'problem',
      message: expect.stringContaining('localhost means 10.1.2.3'),
      remedy: expect.stringContaining('hosts file'),
    });
    expect(reportOf(await inIt('check', 'label-requests'))).toMatchObject({ status: 'pass' });
    expect(reportOf(await inIt('check', 'scrape-api'))).toMatchObject({ status: 'pass' });
  });
});
