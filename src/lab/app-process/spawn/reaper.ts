// The runner's side of the reaper: says which apps must not outlive the runner.
import { spawn, type ChildProcess } from 'node:child_process';
import { END_LIMIT_MS, endedWithin } from '../../children/ended-within.ts';
import type { Command } from '../../runtimes/contract/runtime.ts';

let reaper: ChildProcess | undefined;

/**
 * From now on the process group that `pid` leads ends with the runner, also when the runner is killed outright and
 * the app is too busy to notice. Call the returned function when the group is gone. One reaper serves all apps.
 */
export function guardGroup(pid: number, command: Command): () => void {
  const guard = reaper ?? startReaper(command);
  guard.stdin?.write(`+${pid}\n`);
  return () => {
    guard.stdin?.write(`-${pid}\n`);
  };
}

/** Ends the reaper; what it still guards goes with it. */
export async function stopReaper(): Promise<void> {
  const ending = reaper;
  reaper = undefined;
  if (ending === undefined || ending.exitCode !== null || ending.signalCode !== null) return;
  const gone = new Promise((resolve) => ending.once('exit', resolve));
  ending.ref();
  ending.stdin?.end();
  if (!(await endedWithin(gone, END_LIMIT_MS))) ending.kill('SIGKILL');
}

function startReaper({ file, args }: Command): ChildProcess {
  // In a session of its own: whatever ends the runner's process group must not end it too.
  const started = spawn(file, args, {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
    windowsHide: true,
    env: {},
  });
  reaper = started;
  const forget = (): void => {
    if (reaper === started) reaper = undefined;
  };
  started.once('exit', forget);
  // Without a reaper the apps still end with the runner by the hook's own watch, unless they are busy forever.
  started.once('error', forget);
  started.stdin?.on('error', forget);
  started.unref();
  if (started.stdin !== null && 'unref' in started.stdin && typeof started.stdin.unref === 'function')
    started.stdin.unref();
  return started;
}
