// What is found about a learner's answer.
import type { AnswerFormat } from '../../checks/facts/questions.ts';
import { listed, oneOf } from './phrases.ts';

/** How to write the answer. */
export function howToAnswer(format: AnswerFormat): string {
  if (format.form === 'number') return 'Answer with a number, like 42.';
  if (format.form === 'labels')
    return `Answer with the values of ${listed(format.labels)}, separated by a space.`;
  return `Answer with ${oneOf(format.choices)}, or with its number in the list.`;
}
