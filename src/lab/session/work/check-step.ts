// Runs checks in order, up to the first that does not pass: one problem to fix at a time.
import type { CheckContext } from '../../checks/contract/context.ts';
import { LabError } from '../../model/errors.ts';
import type { CheckSpec } from '../../checks/index.ts';
import type { Blocked, Verdict } from '../../model/verdict.ts';
import type { CheckReport, StepReport } from '../contract/values.ts';

/** Judges checks of a step. Rejects only when the context's signal aborts, or for a bug of the lab. */
export async function checkStep(
  step: string,
  checks: readonly CheckSpec[],
  context: CheckContext,
): Promise<StepReport> {
  const reports: CheckReport[] = [];
  for (const spec of checks) {
    const verdict = await judge(spec, context);
    context.signal.throwIfAborted();
    reports.push({ kind: spec.kind, ...verdict });
    if (verdict.status !== 'pass') break;
  }
  return { step, status: statusOf(reports), checks: reports };
}

/** The outcome of all checks: `fail` where any check failed, else `blocked` where any was, else `pass`. */
export function statusOf(checks: readonly Pick<CheckReport, 'status'>[]): Verdict['status'] {
  const all = new Set(checks.map(({ status }) => status));
  if (all.has('fail')) return 'fail';
  return all.has('blocked') ? 'blocked' : 'pass';
}

/** What the user can fix, but the learner's work is not to blame for, blocks the check instead of failing it. */
async function judge(spec: CheckSpec, context: CheckContext): Promise<Verdict> {
  try {
    // Loaded with the first check: the first prompt must not wait for it.
    const { runCheck } = await import('../../checks/index.ts');
    return await runCheck(spec, context);
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    return blockedBy(error);
  }
}

/** What an error makes of a check. */
export const blockedBy = ({ code, fact }: LabError): Blocked => ({ status: 'blocked', code, fact });
