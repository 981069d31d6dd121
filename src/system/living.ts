// Which processes live.
import { kill, pid } from 'node:process';
import { hasCode } from './error-code.ts';

/** The pid of this process. */
export const ownPid: number = pid;

/** Whether a process has this pid now, this user's or another's. */
export function isAlive(other: number): boolean {
  try {
    kill(other, 0);
    return true;
  } catch (error) {
    // EPERM: it lives and belongs to another user.
    return hasCode(error, 'EPERM');
  }
}
