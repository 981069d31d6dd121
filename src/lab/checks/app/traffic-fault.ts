// Whether what a question is about was produced at all.
import type { CheckContext } from '../contract/context.ts';
import type { Blocked, Fail } from '../../model/verdict.ts';
import { verdictOfStartFailure } from './start-failures.ts';

/**
 * The verdict where the live app has not had the step's traffic because it does not start; undefined where it has, or
 * where the step is about none. Rejects with a LabError where the traffic failed.
 */
export async function findTrafficFault(context: CheckContext): Promise<Fail | Blocked | undefined> {
  const app = await context.appWithTraffic();
  return app?.status === 'failed'
    ? verdictOfStartFailure(app.failure, 'live', context.runtime.output)
    : undefined;
}
