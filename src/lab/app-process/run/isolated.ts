// The learner's app once more, for one check: on free ports, counters at zero, the store without delay.
import type { AppStart } from '../../model/app-run.ts';
import { startApp } from './start.ts';
import type { IsolatedRunOptions } from '../contract/options.ts';

/**
 * Starts the app in a process of its own that disturbs no other run: each port that it asks for becomes a free one.
 * Whoever starts it stops it. An app that does not come up is an outcome, and leaves nothing behind.
 */
export function startIsolatedRun(options: IsolatedRunOptions): Promise<AppStart> {
  return startApp({ ...options, ports: 'free', storeDelayMs: 0, graceMs: 0 });
}
