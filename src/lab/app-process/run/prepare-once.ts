// Reads the learner's program once for all that start it: the isolated run of a check, and the live app.
import type { PrepareOptions, Runtime } from '../../runtimes/contract/runtime.ts';
import type { Prepared } from '../contract/options.ts';

/** The program as it is at the first call. */
export function prepareOnce(runtime: Pick<Runtime, 'prepare'>, options: PrepareOptions): Prepared {
  let outcome: ReturnType<Prepared> | undefined;
  return () => (outcome ??= runtime.prepare(options));
}
