// Which processes live. With process-group.ts the one place of the lab that turns to the system with a pid.
import { kill, pid } from 'node:process';

/** The pid of this process. */
export const ownPid: number = pid;

/** Whether a process has this pid now, be it this user's or somebody else's. */
export function isAlive(other: number): boolean {
  try {
    kill(other, 0);
    return true;
  } catch (error) {
    // EPERM: it lives and belongs to somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
