// The terminal that the lab runs in: a shell that stops it and lets it continue, a window that is closed, a disk that hangs.
import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createLabFolder, LAB_BIN, type LabFolder } from '../support/lab.ts';
import { openTerminal, type TerminalProgram } from '../support/terminal.ts';
import { prepareWorkspace, stageText } from './support/prepare-workspace.ts';
import { until } from './support/traces.ts';

let folder: LabFolder;
const open = new Set<TerminalProgram>();
beforeEach(async () => {
  folder = await createLabFolder();
});
afterEach(async () => {
  for (const program of open) {
    program.kill('SIGKILL');
    await program.exited;
  }
  open.clear();
  await folder.remove();
});

function openIn(file: string, args: readonly string[], columns?: number): TerminalProgram {
  const terminal = openTerminal({
    file,
    args,
    cwd: folder.dir,
    env: { ...folder.env, PS1: '$ ', PROMPT_COMMAND: '' },
    ...(columns === undefined ? {} : { columns }),
  });
  open.add(terminal);
  return terminal;
}

const START = `${process.execPath} ${LAB_BIN} start --prometheus embedded`;

/** The lab as a job of a shell, at its menu. */
async function startInShell(): Promise<{ readonly shell: TerminalProgram; readonly pid: number }> {
  const shell = openIn('bash', ['--norc', '--noprofile', '-i']);
  await shell.sees('$ ');
  shell.type(`${START}\r`);
  await shell.sees('Quit (you can continue later)');
  const { stdout } = await promisify(execFile)('ps', ['-o', 'pid=', '--ppid', String(shell.pid)]);
  return { shell, pid: Number(stdout.trim()) };
}

/** Brings the job back and shows that its menu takes keys. */
async function goesOn(shell: TerminalProgram): Promise<void> {
  shell.type('fg\r');
  // A lab that runs in the background may print its menu before: keys are its own once the shell has named the job.
  await shell.sees(/start --prometheus embedded\n(?:[^]*?\n)?\? What next\?\n❯ /);
  shell.press('down');
  await shell.sees(/ {2}Answer the question\n❯ Show a hint/);
}

/** What the system says of a program: whether all its threads are stopped, and how often its first one has run. */
function statusOf(pid: number): { readonly isStopped: boolean; readonly turns: string } {
  const read = (task: string): string => readFileSync(`/proc/${pid}/task/${task}/status`, 'utf8');
  return {
    isStopped: readdirSync(`/proc/${pid}/task`).every((task) => /^State:\s*T/m.test(read(task))),
    turns:
      read(String(pid))
        .match(/ctxt_switches:.*/g)
        ?.join() ?? '',
  };
}

/**
 * Resumes a lab that is stopped, in the background: it wants the terminal for its menu, so the system stops it again.
 * Until then a shell takes it for running, and fg would not resume it.
 */
async function resumeInBackground(pid: number, resume: () => void): Promise<void> {
  const { turns } = statusOf(pid);
  resume();
  await until(() => {
    const now = statusOf(pid);
    return now.turns !== turns && now.isStopped;
  });
}

describe.skipIf(os.platform() === 'win32')('a lab that is suspended by a shell', () => {
  test('with Ctrl-Z at its menu asks again after fg and accepts every key', async () => {
    const { shell } = await startInShell();
    for (let time = 0; time < 2; time += 1) {
      shell.press('ctrlZ');
      await shell.sees(/Stopped[^$]*\$ /);
      await goesOn(shell);
    }
    shell.press('ctrlC');
    await shell.sees('$ ');
    shell.type('echo left with $?\r');
    await expect(shell.sees('left with 130')).resolves.toBeDefined();
  });

  test.runIf(os.platform() === 'linux')(
    'with kill -STOP, and resumed in the background and by fg, accepts every key',
    async () => {
      const { shell, pid } = await startInShell();
      process.kill(pid, 'SIGSTOP');
      await shell.sees(/Stopped[^$]*\$ /);
      await resumeInBackground(pid, () => process.kill(pid, 'SIGCONT'));
      await goesOn(shell);
      shell.press('ctrlZ');
      await shell.sees(/Stopped[^$]*\$ /);
      await resumeInBackground(pid, () => shell.type('bg\r'));
      await expect(goesOn(shell)).resolves.toBeUndefined();
    },
  );

  test('while text is typed keeps the text', async () => {
    const { shell } = await startInShell();
    shell.type('Query');
    await shell.sees('❯ Query Prometheus');
    shell.press('enter');
    await shell.sees('PromQL, for example');
    shell.type('vector(40)');
    await shell.sees('vector(40)');
    shell.press('ctrlZ');
    await shell.sees(/Stopped[^$]*\$ /);
    shell.type('fg\r');
    await shell.sees(/\? PromQL, for example .* vector\(40\)/);
    shell.type(' + 2\r');
    await expect(shell.sees(/\b42\b/)).resolves.toBeDefined();
  });
});

/** A program of the shop that leaves a trace of its first request, and is busy with it for a while. */
const busyWith = (program: string): string => `import { existsSync, writeFileSync } from 'node:fs';
${program.replace(
  'const api = express();',
  `const api = express();
api.use((_req, _res, next) => {
  const isFirst = !existsSync('request.trace');
  writeFileSync('request.trace', '');
  if (isFirst) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2000);
  next();
});`,
)}`;

/** The shop at step 4, in a shell, at its menu; every first request to it leaves a trace. */
async function startTraced(): Promise<{
  readonly shell: TerminalProgram;
  readonly untilAsked: () => Promise<void>;
}> {
  const workspace = await prepareWorkspace(folder, { step: 'count-requests' });
  await writeFile(path.join(workspace, 'main.ts'), busyWith(await stageText('plain-counter')));
  const { shell } = await startInShell();
  return {
    shell,
    untilAsked: () =>
      until(
        () => existsSync(path.join(workspace, 'request.trace')),
        () => shell.screen(),
      ),
  };
}

/** Longer than a request or an order may take: what is measured in time runs out while the lab is stopped. */
const LONG_STOP_MS = 16_000;

describe.skipIf(os.platform() === 'win32')('a lab that is suspended while it works', () => {
  test('with Ctrl-Z during a check gives the right verdict after fg', async () => {
    const { shell, untilAsked } = await startTraced();
    shell.press('enter');
    await untilAsked();
    shell.press('ctrlZ');
    await shell.sees(/Stopped[^$]*\$ /);
    await delay(LONG_STOP_MS);
    shell.type('fg\r');
    await shell.sees('Step count-requests passes.');
    await shell.sees(/\n\? What next\?\n❯ /);
    shell.press('down');
    await shell.sees('❯ Check my work');
    shell.press('ctrlC');
    await shell.sees('$ ');
    shell.type('echo left with $?\r');
    await expect(shell.sees('left with 130')).resolves.toBeDefined();
  });

  test('with Ctrl-Z during traffic sends all of it after fg', async () => {
    const { shell, untilAsked } = await startTraced();
    shell.type('Send');
    await shell.sees('❯ Send traffic to the app');
    shell.press('enter');
    await shell.sees('Send which traffic?');
    shell.press('enter');
    await untilAsked();
    shell.press('ctrlZ');
    await shell.sees(/Stopped[^$]*\$ /);
    shell.type('fg\r');
    await shell.sees(/Traffic "[\w-]+" has been sent/);
    await shell.sees(/\n\? What next\?\n❯ /);
    shell.press('down');
    await expect(shell.sees('❯ Show a hint')).resolves.toBeDefined();
  });
});

describe.skipIf(os.platform() === 'win32')('a closed terminal window', () => {
  test('ends the lab with SIGHUP and without a core dump', async () => {
    const lab = openIn(process.execPath, [LAB_BIN, 'start', '--prometheus', 'embedded']);
    await lab.sees('What next?');
    lab.hangUp();
    await expect(lab.exited).resolves.toMatchObject({ signal: os.constants.signals.SIGHUP });
    open.delete(lab);
    const left = await readdir(path.join(folder.workspace, '.ecom-lab'));
    expect(left).not.toContain('lock');
    expect(left).not.toContain('session.json');
  });
});

/**
 * On SIGUSR2 every thread that reads files waits for a named pipe, as for a network drive whose server is gone. With
 * NO_LIMIT the time that the lab gives itself to end in order never passes.
 */
const JAM = `data:text/javascript,${encodeURIComponent(`
  import { open } from 'node:fs';
  import process from 'node:process';
  const start = globalThis.setTimeout;
  if (process.env.NO_LIMIT) {
    globalThis.setTimeout = (work, ms, ...rest) => start(work, ms > 1000 ? 2 ** 31 - 1 : ms, ...rest);
  }
  process.on('SIGINT', () => process.stdout.write('INTERRUPTED\\n'));
  process.on('SIGUSR2', () => {
    for (let thread = 0; thread < 4; thread += 1) open(process.env.JAM_PIPE, 'r', () => {});
    process.stdout.write('JAMMED\\n');
  });
`)}`;

async function startJammed(env: Readonly<Record<string, string>> = {}): Promise<TerminalProgram> {
  const pipe = path.join(folder.dir, 'pipe');
  await promisify(execFile)('mkfifo', [pipe]);
  const lab = openTerminal({
    file: process.execPath,
    args: ['--import', JAM, LAB_BIN, 'start', '--prometheus', 'embedded'],
    cwd: folder.dir,
    env: { ...folder.env, ...env, JAM_PIPE: pipe },
  });
  open.add(lab);
  await lab.sees('What next?');
  lab.kill('SIGUSR2');
  await lab.sees('JAMMED');
  return lab;
}

describe.skipIf(os.platform() === 'win32')('a disk that does not respond', () => {
  const INTERRUPTED = { signal: os.constants.signals.SIGINT };

  test('does not keep the lab from exiting on Ctrl-C', async () => {
    const lab = await startJammed();
    lab.press('ctrlC');
    await expect(lab.exited).resolves.toMatchObject(INTERRUPTED);
    open.delete(lab);
  });

  test('does not keep the lab from exiting at once on a second Ctrl-C', async () => {
    const lab = await startJammed({ NO_LIMIT: '1' });
    lab.kill('SIGINT');
    await lab.sees('INTERRUPTED');
    lab.kill('SIGINT');
    await expect(lab.exited).resolves.toMatchObject(INTERRUPTED);
    open.delete(lab);
  });
});
