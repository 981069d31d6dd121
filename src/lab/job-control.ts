// Suspends and resumes with the job control of a shell: Ctrl-Z, `fg`, `kill -STOP`, `kill -CONT`.
import { setTimeout as wait } from 'node:timers/promises';
import type { JobControl } from './ui/prompts.ts';

/** How long the system may take to stop all threads. */
const STOP_LIMIT_MS = 50;

/** The job control of a process. Windows has none: there nothing stops. */
export function createJobControl(process: NodeJS.Process): JobControl {
  return {
    async suspend() {
      if (process.platform === 'win32') return;
      // The whole group, as the terminal itself does it: what started the lab (npx) has to stop with it, or the shell
      // does not get the terminal back. Where the group has no shell, the system ignores the signal.
      process.kill(0, 'SIGTSTP');
      await wait(STOP_LIMIT_MS);
    },
    onResume(listener) {
      process.on('SIGCONT', listener);
      return () => process.off('SIGCONT', listener);
    },
  };
}
