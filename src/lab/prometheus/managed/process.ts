// One prometheus child process, which cannot outlive the runner: its log lines and its end.
import { createInterface } from 'node:readline';
import { spawnBound } from '../../children/spawn-bound.ts';
import type { ProcessEnd } from './faults.ts';

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
