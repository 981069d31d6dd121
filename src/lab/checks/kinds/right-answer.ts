// The right answer to the question of a step, whichever kind of check asks it.
import type { CheckContext } from '../contract/context.ts';
import type { Blocked, Fail } from '../../model/verdict.ts';
import { findRightAnswer as findAnswer } from './answer/check.ts';
import type { AnswerSpec } from './answer/spec.ts';
import { findIncidentAnswer } from './incident/check.ts';
import type { IncidentSpec } from './incident/spec.ts';

/** The right answer at this moment, as a learner could type it; the verdict where it cannot be told yet. */
export function findRightAnswer(
  spec: AnswerSpec | IncidentSpec,
  context: CheckContext,
): Promise<{ readonly answer: string } | { readonly verdict: Fail | Blocked }> {
  return spec.kind === 'incident' ? findIncidentAnswer(spec, context) : findAnswer(spec, context);
}
