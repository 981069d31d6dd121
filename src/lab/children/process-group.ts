// Signals to a process and to all that it started. The one file of the lab that signals a process.
import { spawn } from 'node:child_process';
import { kill } from 'node:process';
import { hasCode } from '../../system/error-code.ts';

/** How long `taskkill` may take, in ms. */
const TASKKILL_LIMIT_MS = 3000;
/** `taskkill` found no such process. */
const NOT_FOUND = 128;

/** Sends SIGTERM to the process group that `pid` leads; on Windows, which has none, nothing: there it ends at once. */
export function askGroupToEnd(pid: number, platform: NodeJS.Platform): void {
  if (platform === 'win32') endTree(pid);
  else signalEach(-pid, 'SIGTERM');
}

/** Ends the process and all that it started, without asking. Nothing happens where they are gone. */
export function endGroup(pid: number, platform: NodeJS.Platform): void {
  if (platform === 'win32') endTree(pid);
  else signalEach(-pid, 'SIGKILL');
}

/**
 * Ends a process of Windows and those below it. Where `taskkill` is missing, refuses or takes too long, the process is
 * ended by itself: what a Node process has started goes with it then, except for what was started `detached`, because
 * libuv keeps it in a job that ends with its parent.
 */
function endTree(pid: number): void {
  const taskkill = spawn('taskkill', ['/PID', String(pid), '/T', '/F'], {
    stdio: 'ignore',
    windowsHide: true,
    timeout: TASKKILL_LIMIT_MS,
    killSignal: 'SIGKILL',
  });
  taskkill.once('error', () => signalEach(pid, 'SIGKILL'));
  taskkill.once('exit', (code) => {
    if (code !== 0 && code !== NOT_FOUND) signalEach(pid, 'SIGKILL');
  });
  taskkill.unref();
}

/** A negative number is a process group. */
function signalEach(pid: number, signal: 'SIGTERM' | 'SIGKILL'): void {
  try {
    kill(pid, signal);
  } catch (error) {
    // ESRCH: none is left. EPERM: macOS says so of a group whose last process is not yet waited for, and Windows of a
    // process that is ending.
    if (!hasCode(error, 'ESRCH', 'EPERM')) throw error;
  }
}
