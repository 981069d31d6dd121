// Signals to a process and to all that it started. The one file of the lab that signals a process.
import { spawn } from 'node:child_process';
import { kill } from 'node:process';

/** Sends SIGTERM to the process group that `pid` leads; on Windows, which has none, nothing: there it ends at once. */
export function askGroupToEnd(pid: number, platform: NodeJS.Platform): void {
  if (platform === 'win32') endGroup(pid, platform);
  else signalGroup(pid, 'SIGTERM');
}

/** Ends the process and all that it started, without asking. Nothing happens where they are gone. */
export function endGroup(pid: number, platform: NodeJS.Platform): void {
  if (platform !== 'win32') {
    signalGroup(pid, 'SIGKILL');
    return;
  }
  const taskkill = spawn('taskkill', ['/PID', String(pid), '/T', '/F'], {
    stdio: 'ignore',
    windowsHide: true,
  });
  taskkill.on('error', () => kill(pid));
  taskkill.unref();
}

function signalGroup(pid: number, signal: 'SIGTERM' | 'SIGKILL'): void {
  try {
    kill(-pid, signal);
  } catch (error) {
    // ESRCH: nobody is left. EPERM: macOS says so of a group whose last process is not yet waited for.
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code !== 'ESRCH' && code !== 'EPERM') throw error;
  }
}
