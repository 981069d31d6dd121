// The built program as tests run it: in a folder of its own, with nothing of this computer's own settings.
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { openTerminal, type TerminalProgram } from './terminal.ts';

/** The built program; ECOM_LAB_TEST_BIN names another build of it. */
export const LAB_BIN =
  process.env['ECOM_LAB_TEST_BIN'] ?? fileURLToPath(new URL('../../dist/main.js', import.meta.url));

export interface LabResult {
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

export interface LabFolder {
  /** Empty at first; the workspace is `ecom-lab` in it. */
  readonly dir: string;
  readonly workspace: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Runs one command to its end. */
  run(...args: readonly string[]): Promise<LabResult>;
  /** Opens a command in a terminal. */
  open(...args: readonly string[]): TerminalProgram;
  /** Ends what was opened and removes the folder. */
  remove(): Promise<void>;
}

const TINY_COURSE = fileURLToPath(new URL('../fixtures/tiny-course', import.meta.url));

/** A course in two parts. */
export const TWO_PART_COURSE = fileURLToPath(new URL('../fixtures/two-part-course', import.meta.url));

/** Answers the question whether courses of the fixtures are trusted before it is asked. */
async function trust(settings: string): Promise<void> {
  const courses = [
    { dir: await realpath(TINY_COURSE), id: 'doorbell' },
    { dir: await realpath(TWO_PART_COURSE), id: 'two-bells' },
  ];
  await mkdir(path.join(settings, 'ecom-lab'));
  await writeFile(
    path.join(settings, 'ecom-lab/trusted-courses.json'),
    JSON.stringify({ version: 1, courses }),
  );
}

/** A folder for one test. Of courses from elsewhere, those of the fixtures are trusted in it. */
export async function createLabFolder(extraEnv: Readonly<Record<string, string>> = {}): Promise<LabFolder> {
  const dir = await realpath(await mkdtemp(path.join(os.tmpdir(), 'ecom-lab-e2e-')));
  const settings = await mkdtemp(path.join(os.tmpdir(), 'ecom-lab-e2e-settings-'));
  await trust(settings);
  // No Prometheus of this computer on PATH or in a cache, unless a test names one.
  const env = {
    ...process.env,
    NO_COLOR: '1',
    XDG_CACHE_HOME: path.join(dir, '.cache'),
    XDG_CONFIG_HOME: settings,
    EDITOR: '',
    VISUAL: '',
    ...extraEnv,
  };
  const open: TerminalProgram[] = [];
  return {
    dir,
    workspace: path.join(dir, 'ecom-lab'),
    env,
    async run(...args) {
      const result = await execa(process.execPath, [LAB_BIN, ...args], {
        cwd: dir,
        env,
        extendEnv: false,
        reject: false,
        stdin: 'ignore',
      });
      return { exitCode: result.exitCode, stdout: result.stdout, stderr: result.stderr };
    },
    open(...args) {
      const program = openTerminal({ file: process.execPath, args: [LAB_BIN, ...args], cwd: dir, env });
      open.push(program);
      return program;
    },
    async remove() {
      for (const program of open) {
        program.kill('SIGKILL');
        await program.exited;
      }
      await rm(settings, { recursive: true, force: true });
      await rm(dir, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    },
  };
}
