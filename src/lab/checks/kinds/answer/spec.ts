// The keys of a check of the kind answer in a step's front matter.
import * as v from 'valibot';
import { defineSpec, type SpecFault } from '../../contract/definition.ts';
import type { AnswerNeed } from '../../facts/specs.ts';
import { describe, id, sentence, metricName, labelName } from '../../../model/schema/fields.ts';
import { verdicts } from './facts.ts';

const schema = v.strictObject({
  kind: v.literal('answer'),
  question: sentence,
  form: describe(
    v.picklist(['number', 'labels', 'choice']),
    'number: a count; labels: the label values of one series; choice: one of `choices`.',
  ),
  value: v.optional(describe(v.number(), 'form number: the fixed right answer.')),
  metric: v.optional(describe(metricName, 'form number: the live total of this metric, read from the app.')),
  port: v.optional(describe(v.string(), 'The port where the app exposes `metric`.')),
  query: v.optional(
    describe(
      v.string(),
      'form number: the value of this query. form labels: the series with the highest value in its result is right.',
    ),
  ),
  labels: v.optional(describe(v.array(labelName), 'form labels: the labels whose values are asked for.')),
  choices: v.optional(
    v.pipe(
      v.array(
        v.strictObject({
          id,
          text: sentence,
          because: describe(sentence, 'Why this choice is right, or why it is not.'),
        }),
      ),
      v.minLength(2),
    ),
  ),
  correct: v.optional(describe(id, 'form choice: the id of the right one.')),
  because: v.optional(
    describe(v.record(v.string(), sentence), 'A specific explanation for each wrong answer that needs one.'),
  ),
});

export type AnswerSpec = v.InferOutput<typeof schema>;

export const answer = defineSpec({
  schema,
  verdicts,
  passesWhen:
    "the learner's answer is correct: `form: number` with `value`, `metric` and `port`, or `query`; `form: labels` with `query` and `labels`; `form: choice` with `choices` and `correct`",
  needs: ({ query }) => (query === undefined ? [] : ['prometheus']),
  faults: answerFaults,
});

/** What is missing or contradicts itself in one answer check. */
function answerFaults(check: AnswerSpec): readonly SpecFault[] {
  switch (check.form) {
    case 'number':
      return numberFaults(check);
    case 'labels':
      return [
        ...(check.query === undefined ? [incomplete('labels', 'query')] : []),
        ...((check.labels ?? []).length === 0 ? [incomplete('labels', 'labels')] : []),
      ];
    case 'choice':
      return choiceFaults(check);
    default:
      return [];
  }
}

const incomplete = (form: 'number' | 'labels' | 'choice', needs: AnswerNeed): SpecFault => ({
  path: ['form'],
  fact: { kind: 'incomplete-answer', form, needs },
});

function numberFaults(check: AnswerSpec): readonly SpecFault[] {
  const ways = [check.value, check.metric, check.query].filter((way) => way !== undefined);
  if (ways.length !== 1) return [incomplete('number', 'one-of-three')];
  return check.metric !== undefined && check.port === undefined ? [incomplete('number', 'port')] : [];
}

function choiceFaults(check: AnswerSpec): readonly SpecFault[] {
  const faults: SpecFault[] = [];
  const ids = (check.choices ?? []).map((choice) => choice.id);
  if (ids.length === 0) faults.push(incomplete('choice', 'choices'));
  if (check.correct === undefined) faults.push(incomplete('choice', 'correct'));
  else if (ids.length > 0 && !ids.includes(check.correct)) {
    faults.push({ path: ['correct'], fact: { kind: 'unknown-choice', id: check.correct } });
  }
  for (const [index, one] of ids.entries()) {
    if (ids.indexOf(one) === index) continue;
    faults.push({ path: ['choices', index, 'id'], fact: { kind: 'duplicate-id/choice', id: one } });
  }
  return faults;
}
