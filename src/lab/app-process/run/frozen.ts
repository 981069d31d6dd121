// Whether an app's event loop no longer turns. How long an answer takes proves nothing on a busy machine; what the
// app does with its processor time does.
import { endedWithin } from '../../children/ended-within.ts';
import { processorMs } from '../../children/processor-time.ts';
import { branchOff } from '../../model/deadline.ts';
import { readArrivals } from '../../model/event-loop.ts';
import { appError } from '../contract/errors.ts';
import type { AppLink } from '../spawn/link.ts';

/** So much processor time without a turn of the event loop is a loop without an end. */
const LOOP_MS = 4_000;
const LOOK_EVERY_MS = 500;
/** How long an app that uses no processor time is waited for. */
const SILENCE_MS = 45_000;

interface FrozenLimits {
  /** @default 4 s of processor time */
  readonly loopMs?: number;
  /** @default 45 s */
  readonly silenceMs?: number;
}

/**
 * Resolves with false as soon as the app answers, with true once it has computed for `loopMs` of processor time and has
 * not. Rejects with the signal's reason, with LabError `app-gone`, or with LabError `app-silent` where the app neither
 * answers nor computes.
 */
export async function isFrozen(
  { pid, link }: { readonly pid: number; readonly link: AppLink },
  signal: AbortSignal,
  { loopMs = LOOP_MS, silenceMs = SILENCE_MS }: FrozenLimits = {},
): Promise<boolean> {
  const branch = branchOff(signal);
  let isAnswered = false;
  const ask = async (): Promise<void> => {
    await link.order('ping', { signal: branch.signal });
    isAnswered = true;
  };
  const answered = ask();
  try {
    const startedAt = performance.now();
    let first: number | undefined;
    for (;;) {
      if (await endedWithin(answered, LOOK_EVERY_MS)) break;
      const used = await processorMs(pid);
      await readArrivals();
      if (isAnswered) break;
      first ??= used;
      if (used !== undefined && first !== undefined && used - first >= loopMs) return true;
      if (performance.now() - startedAt > silenceMs) throw appError('app-silent', { afterMs: silenceMs });
    }
    await answered;
    return false;
  } finally {
    branch.end();
    answered.catch(() => undefined);
  }
}
