// What is found about a learner's answer.
import type { AnswerFormat } from '../../../checks/facts/blocked.ts';
import type { AnswerFails } from '../../../checks/kinds/answer/facts.ts';
import type { FailEntries } from '../../contract/entries.ts';
import { listed, oneOf } from '../grammar/phrases.ts';

/** How to write the answer. */
export function howToAnswer(format: AnswerFormat): string {
  if (format.form === 'number') return 'Answer with a number, like 42.';
  if (format.form === 'labels')
    return `Answer with the values of ${listed(format.labels)}, separated by a space.`;
  if (format.form === 'incident')
    return 'Answer with the endpoint, the start, the size and the alert, separated by semicolons.';
  return `Answer with ${oneOf(format.choices)}, or with its number in the list.`;
}

const wrong = (answer: string, hint: string) => ({
  message: `${answer} is not correct.`,
  observed: answer,
  hint,
});

export const questions = {
  'answer-too-long': ({ answer, maxLength, format }) => ({
    message: `The answer is too long: it has more than ${maxLength} characters.`,
    observed: answer,
    hint: howToAnswer(format),
  }),
  'answer-not-a-number': ({ answer }) => ({
    message: `${JSON.stringify(answer)} is not a number.`,
    observed: answer,
    hint: howToAnswer({ form: 'number' }),
  }),
  'number-wrong': ({ answer, because, isFixed }) =>
    wrong(
      answer,
      because ?? (isFixed ? 'Count again.' : 'Read the value again: it may have changed since you looked.'),
    ),
  'series-not-named': ({ answer, labels }) => ({
    message: `${JSON.stringify(answer)} does not name the ${listed(labels)} of one series.`,
    expected: `values of ${listed(labels)}`,
    observed: answer,
    hint: howToAnswer({ form: 'labels', labels }),
  }),
  'series-not-highest': ({ answer, because }) =>
    wrong(answer, because ?? 'Look at all series: others have higher values.'),
  'series-mixed-up': ({ answer, because }) =>
    wrong(answer, because ?? 'Take all values from the same line: there is no such series.'),
  'choice-not-offered': ({ answer, choices }) => ({
    message: `${JSON.stringify(answer)} is not one of the choices.`,
    expected: oneOf(choices),
    observed: answer,
    hint: howToAnswer({ form: 'choice', choices }),
  }),
  'choice-wrong': ({ choice, because }) => wrong(choice, because),
} satisfies FailEntries<AnswerFails>;
