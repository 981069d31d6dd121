// Starts a program that is not the learner's app, bound to the life of the runner: it cannot outlive it, from its first
// moment on, however the runner ends.
import { spawn, type ChildProcess } from 'node:child_process';

/**
 * Starts the guard, then becomes the program (same pid). The guard reads descriptor 3, a pipe that only the runner
 * holds: a line means that the program is gone and so may the guard; the pipe's end means that the runner is gone, and
 * kills the program and what it has started. On Windows none is needed: libuv puts its children in a job that ends with
 * the parent.
 */
const GUARDED = `(trap '' HUP INT TERM; read -r _ <&3 || kill -9 -$$) </dev/null >/dev/null 2>&1 & exec "$@" 3<&-`;

export interface SpawnBoundOptions {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** @default that of the runner */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  /** Whether its standard input is a pipe to write to. @default false: it is empty */
  readonly hasInput?: boolean;
}

/** Spawns the program with its output piped, as the leader of a new process group. */
export function spawnBound({ file, args, cwd, env, platform, hasInput }: SpawnBoundOptions): ChildProcess {
  const input = hasInput === true ? 'pipe' : 'ignore';
  const environment = env === undefined ? {} : { env: { ...env } };
  if (platform === 'win32') {
    return spawn(file, args, { cwd, stdio: [input, 'pipe', 'pipe'], windowsHide: true, ...environment });
  }
  const child = spawn('/bin/sh', ['-c', GUARDED, 'ecom-lab', file, ...args], {
    cwd,
    stdio: [input, 'pipe', 'pipe', 'pipe'],
    // A separate group: Ctrl-C in the terminal reaches the runner alone, which then ends the program in order.
    detached: true,
    ...environment,
  });
  child.once('exit', () => releaseGuard(child));
  return child;
}

/** Tells the guard that there is nothing left to guard. */
function releaseGuard(child: ChildProcess): void {
  const pipe = child.stdio[3];
  if (pipe === null || pipe === undefined || !('write' in pipe)) return;
  // The guard may have been killed with the group already.
  pipe.on('error', () => undefined);
  pipe.end('\n');
}
