// Ends an app that takes memory without end before the learner's machine is short of it.
import type { FromHook } from '../../contract/protocol.ts';
import { realTime } from './globals/real-time.ts';

/** An app of the course takes a tenth of this. Not a flag of V8: any of those costs the start 20 ms and more. */
const maxBytes = 1024 ** 3;
const everyMs = 250;

/** Watches the app's memory as long as its event loop turns; one that never does is seen by the runner. */
export function limitMemory(tell: (message: FromHook) => void): void {
  const timer = realTime.setInterval(() => {
    if (process.memoryUsage.rss() < maxBytes) return;
    const summary = `The app took more than ${maxBytes / 1024 ** 2} MB of memory`;
    tell({ from: 'hook', kind: 'uncaught', error: { summary, stack: '' } });
    process.kill(process.pid, 'SIGKILL');
  }, everyMs);
  timer.unref();
}
