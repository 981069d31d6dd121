// Grades one submission in a separate process, with a time limit: whatever it does, the others are graded.
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { ChildProcess } from 'node:child_process';
import { endGroup } from '../../children/process-group.ts';
import { spawnBound } from '../../children/spawn-bound.ts';
import { LONGEST_LINE, parseGradeLine } from './grade-lines.ts';
import type { GradeSettings } from './grade-settings.ts';
import type { Isolation } from './isolation.ts';
import type { Regrade } from '../record/model.ts';
import { graderSandbox } from './sandbox.ts';

export interface ApartOptions {
  readonly isolation: Isolation;
  readonly nodePath: string;
  /** Absolute path of the lab's own program. */
  readonly mainFile: string;
  readonly settings: Omit<GradeSettings, 'key' | 'sandbox'>;
  /** What the grader can read in a sandbox, besides the submission: absolute paths. */
  readonly readable: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  /** How long it may take, in ms. */
  readonly limitMs: number;
  readonly signal: AbortSignal;
}

export interface Graded {
  /** `ended`: the process was gone before the last step. `late`: the time was over. */
  readonly end: 'complete' | 'ended' | 'late';
  readonly grades: ReadonlyMap<string, Regrade>;
  readonly notes: readonly string[];
}

/** What may pass between the end of the process and that of its output, which another process may hold open. */
const DRAIN_MS = 2000;
/**
 * A shell between the report and the grader, for submissions that run without a sandbox: one that signals the parent of
 * its parent meets this shell, on which nothing depends.
 */
const STAND_IN = 'exec 4<&0; "$@" <&4 4<&- & exec 4<&- >/dev/null 2>&1; wait "$!"';

/** Rejects only when the signal aborts. */
export async function gradeApart(options: ApartOptions): Promise<Graded> {
  if (options.isolation.kind === 'bubblewrap') {
    const { place } = options.isolation;
    const { dir } = options.settings;
    const launcher = graderSandbox(place, [dir, ...options.readable]);
    return runGrader(options, [...launcher, place.nodePath], {
      PATH: '/usr/local/bin:/usr/bin:/bin',
      HOME: '/tmp',
      TMPDIR: '/tmp',
      LANG: options.env['LANG'],
      TZ: options.env['TZ'],
    });
  }
  const { nodePath, platform, env } = options;
  // Its temporary files are in a folder of their own, and go with it where the grader could not remove them itself.
  const temporary = await mkdtemp(path.join(os.tmpdir(), 'ecom-lab-regrade-'));
  try {
    const command = platform === 'win32' ? [nodePath] : ['/bin/sh', '-c', STAND_IN, 'grade', nodePath];
    const own = { TMPDIR: temporary, TEMP: temporary, TMP: temporary, NODE_OPTIONS: undefined };
    return await runGrader(options, command, { ...env, ...own });
  } finally {
    // A program that is still running may continue writing: then something stays, and the report continues.
    await rm(temporary, { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined);
  }
}

async function runGrader(
  { isolation, mainFile, settings, platform, limitMs, signal }: ApartOptions,
  [file = '', ...before]: readonly string[],
  env: ApartOptions['env'],
): Promise<Graded> {
  signal.throwIfAborted();
  const key = randomBytes(32).toString('hex');
  const child = spawnBound({
    file,
    args: [...before, mainFile, 'grade'],
    cwd: '/',
    env,
    platform,
    hasInput: true,
  });
  const sandbox = isolation.kind === 'bubblewrap' ? { sandbox: isolation.place } : {};
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(JSON.stringify({ ...settings, ...sandbox, key } satisfies GradeSettings));
  child.stderr?.resume();
  const heard = listen(child, key);
  let isLate = false;
  const end = (): void => {
    if (child.pid !== undefined) endGroup(child.pid, platform);
    setTimeout(() => child.stdout?.destroy(), DRAIN_MS).unref();
    setTimeout(() => child.stderr?.destroy(), DRAIN_MS).unref();
  };
  const timer = setTimeout(() => {
    isLate = true;
    end();
  }, limitMs);
  signal.addEventListener('abort', end);
  // Nothing more will be said. The shell may have been stopped, and would then never be done.
  child.stdout?.once('close', end);
  await new Promise<void>((resolve) => {
    child.once('error', () => resolve());
    child.once('close', () => resolve());
  });
  clearTimeout(timer);
  signal.removeEventListener('abort', end);
  signal.throwIfAborted();
  const { grades, notes } = heard;
  return {
    end: notes !== undefined ? 'complete' : isLate ? 'late' : 'ended',
    grades,
    notes: notes ?? [],
  };
}

interface Heard {
  readonly grades: Map<string, Regrade>;
  /** Set by the last line. */
  notes: readonly string[] | undefined;
}

/** Takes the sealed lines from the process's output, in their order. What else is written there is passed over. */
function listen(child: ChildProcess, key: string): Heard {
  const heard: Heard = { grades: new Map(), notes: undefined };
  let rest = '';
  let number = 0;
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = (lines.pop() ?? '').slice(-LONGEST_LINE);
    for (const text of lines) {
      const line = parseGradeLine(text, number, key);
      if (line === undefined || heard.notes !== undefined) continue;
      number += 1;
      if (line.kind === 'grade') heard.grades.set(line.step, line.regraded);
      else heard.notes = line.notes;
    }
  });
  return heard;
}
