// One request to a running app. Its time starts again as long as the app may still answer: how fast the machine is
// decides nothing.
import { LabError } from '../../model/errors.ts';
import { checkError } from '../facts/errors.ts';
import { sendRequest, type RequestOptions, type RequestOutcome } from './http-request.ts';
import { CHAINED_TIMERS, judgeFrozen, order, passTime, type WatchedApp } from './running.ts';

/**
 * Sends the request. A `timeout` means that the app is frozen, or at rest without an answer, so that none will come.
 * Rejects with LabError `answer-awaited`, which blocks the check, where the app is still busy after all that time.
 */
export async function askApp(
  app: WatchedApp,
  request: Omit<RequestOptions, 'signal' | 'mayStillCome'>,
): Promise<RequestOutcome> {
  const mayStillCome = (isSent: boolean): Promise<boolean> => mayAnswer(app, isSent);
  const outcome = await sendRequest({ ...request, signal: app.signal, mayStillCome });
  if (outcome.kind !== 'timeout' || !outcome.mayStillCome) return outcome;
  const { method, path } = request;
  throw checkError('answer-awaited', { request: `${method} ${path}`, afterMs: outcome.afterMs });
}

/**
 * Whether an app that has not answered in time may do so later: the request is not with it yet, it is held by the lab,
 * or it is not at rest, also when time has passed for its timers.
 */
async function mayAnswer(app: WatchedApp, isSent: boolean): Promise<boolean> {
  if ((await judgeFrozen(app)) !== undefined) return false;
  if (!isSent) return true;
  try {
    const rest = await order(app, (signal) => app.run.whenQuiet(signal));
    if (rest.held > 0 || !rest.hasTimers) return rest.held > 0;
    return (await passTime(app, CHAINED_TIMERS)).rest.held > 0;
  } catch (error) {
    if (error instanceof LabError && error.code === 'app-not-at-rest') return true;
    throw error;
  }
}
