// One prometheus child process: its log lines, its end, and its bond to the runner, with which it dies in any case.
import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { ProcessEnd } from './managed-faults.ts';

/**
 * Starts the guard, then becomes Prometheus (same pid). The guard reads descriptor 3, a pipe that only the runner holds:
 * a line means that Prometheus is gone and so may the guard; the pipe's end means that the runner is gone, and kills
 * Prometheus. On Windows none is needed: libuv puts its children in a job that ends with the parent.
 */
const GUARDED = `(trap '' HUP INT TERM; read -r _ <&3 || kill -9 $$) </dev/null >/dev/null 2>&1 & exec "$@" 3<&-`;

const LINES_KEPT = 200;
/** A line longer than this is cut: a log line has no business being longer. */
const LONGEST_LINE = 4000;

export interface ProcessOptions {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly platform: NodeJS.Platform;
  readonly log: (line: string) => void;
}

export interface PrometheusProcess {
  readonly pid: number | undefined;
  /** Resolves when the process is gone and its last line was read; never rejects. */
  readonly exited: Promise<ProcessEnd>;
  /** How it ended, undefined while it runs. */
  end(): ProcessEnd | undefined;
  /** The last lines of its log, oldest first. */
  lines(): readonly string[];
  kill(signal: 'SIGTERM' | 'SIGKILL'): void;
}

/** Starts Prometheus, bound to the life of this process. */
export function startProcess(options: ProcessOptions): PrometheusProcess {
  const child = spawnBound(options);
  const lines: string[] = [];
  const readers = [child.stdout, child.stderr].map(async (stream) => {
    if (stream === null) return;
    for await (const line of createInterface({ input: stream, crlfDelay: Infinity })) {
      const short = line.slice(0, LONGEST_LINE);
      lines.push(short);
      if (lines.length > LINES_KEPT) lines.shift();
      options.log(short);
    }
  });
  let ended: ProcessEnd | undefined;
  const exited = new Promise<ProcessEnd>((resolve) => {
    const settle = async (end: ProcessEnd) => {
      await Promise.all(readers);
      ended ??= end;
      resolve(ended);
    };
    child.once('error', (error) => void settle({ code: null, signal: null, error }));
    child.once('exit', (code, signal) => {
      releaseGuard(child);
      void settle({ code, signal });
    });
  });
  return {
    pid: child.pid,
    exited,
    end: () => ended,
    lines: () => lines,
    kill: (signal) => void child.kill(signal),
  };
}

function spawnBound({ file, args, cwd, platform }: ProcessOptions): ChildProcess {
  if (platform === 'win32') {
    return spawn(file, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true });
  }
  return spawn('/bin/sh', ['-c', GUARDED, 'prometheus', file, ...args], {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    // A group of its own: Ctrl-C in the terminal reaches the runner alone, which then ends Prometheus in order.
    detached: true,
  });
}

/** Tells the guard that there is nothing left to guard. */
function releaseGuard(child: ChildProcess): void {
  const pipe = child.stdio[3];
  if (pipe === null || pipe === undefined || !('write' in pipe)) return;
  // The guard may be gone already, killed with the group by hand: then there is nobody to tell.
  pipe.on('error', () => undefined);
  pipe.end('\n');
}
