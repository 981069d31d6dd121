// Runs a program to its end and gives what it printed. It ends with the signal, and with the runner.
import { createInterface } from 'node:readline';
import { END_LIMIT_MS } from './ended-within.ts';
import { endGroup } from './process-group.ts';
import { spawnBound, type SpawnBoundOptions } from './spawn-bound.ts';

export interface RunBoundOptions extends SpawnBoundOptions {
  readonly signal: AbortSignal;
  /** Called with each line that it prints, on either stream. */
  readonly onLine?: (line: string) => void;
}

export interface BoundEnd {
  /** 0 where all went well; null where a signal ended it, or it could not be started. */
  readonly code: number | null;
  /** Why the system did not start it. */
  readonly error?: NodeJS.ErrnoException;
  /** The last part of what it printed, bounded. */
  readonly stdout: string;
  readonly stderr: string;
}

/** More than anybody reads; a program that prints without end costs no more than this. */
const MAX_KEPT = 2 ** 20;
/** The exit codes of a shell for a program that is missing or not executable. */
const NOT_STARTED: Readonly<Record<number, string>> = { 126: 'EACCES', 127: 'ENOENT' };

/**
 * Resolves with the program's end; rejects with the signal's reason where that ended it, also where the system does not
 * end it.
 */
export async function runBound(options: RunBoundOptions): Promise<BoundEnd> {
  const { platform, signal, onLine } = options;
  signal.throwIfAborted();
  const child = spawnBound(options);
  const kept = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    const stream = child[name];
    stream?.setEncoding('utf8').on('data', (text: string) => {
      kept[name] = (kept[name] + text).slice(-MAX_KEPT);
    });
    if (onLine !== undefined && stream !== null) createInterface({ input: stream }).on('line', onLine);
  }
  const outcome = await new Promise<Pick<BoundEnd, 'code' | 'error'>>((resolve) => {
    child.once('error', (error) => resolve({ code: null, error }));
    child.once('close', (code) => resolve({ code }));
    let timer: NodeJS.Timeout | undefined;
    const closeOutput = (): void => {
      child.stdout?.destroy();
      child.stderr?.destroy();
    };
    // What it started in another session may hold its output open forever.
    child.once('exit', () => (timer = setTimeout(closeOutput, END_LIMIT_MS)));
    const end = (): void => {
      if (child.pid !== undefined) endGroup(child.pid, platform);
      closeOutput();
      setTimeout(() => resolve({ code: null }), END_LIMIT_MS).unref();
    };
    signal.addEventListener('abort', end, { once: true });
    child.once('close', () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
    });
  });
  signal.throwIfAborted();
  return { ...outcome, ...kept, ...notStarted(outcome.code, options) };
}

/** Through the guard it is the shell that says so. */
function notStarted(code: number | null, { file, platform }: RunBoundOptions): Pick<BoundEnd, 'error'> {
  const name = platform === 'win32' || code === null ? undefined : NOT_STARTED[code];
  if (name === undefined) return {};
  return { error: Object.assign(new Error(`${file} cannot be started (${name})`), { code: name }) };
}
