// What can be found about a learner's answer: facts, and the code of each. `words/en/verdicts/questions.ts` words them.
import type { FailCode } from './codes.ts';

/** How an answer is written: a number, one value for each label, or one of the choices by its id. */
export type AnswerFormat =
  | { readonly form: 'number' }
  | { readonly form: 'labels'; readonly labels: readonly string[] }
  | { readonly form: 'choice'; readonly choices: readonly string[] };

/** An answer as it was typed, shortened. */
interface Typed {
  readonly answer: string;
}

/** `because`: what the course says about this answer. */
interface Wrong extends Typed {
  readonly because: string | undefined;
}

/** The parameters of each mistake. */
export interface QuestionFacts {
  'answer-too-long': Typed & { readonly maxLength: number; readonly format: AnswerFormat };
  'answer-not-a-number': Typed;
  /** `isFixed`: the right one is the same at any time. */
  'number-wrong': Wrong & { readonly isFixed: boolean };
  'series-not-named': Typed & { readonly labels: readonly string[] };
  'series-not-highest': Wrong;
  /** There are these values, but not in one series. */
  'series-mixed-up': Wrong;
  'choice-not-offered': Typed & { readonly choices: readonly string[] };
  /** Both texts are the course's. */
  'choice-wrong': { readonly choice: string; readonly because: string };
}

export const questionFactCodes = {
  'answer-too-long': 'answer-too-long',
  'answer-not-a-number': 'not-a-number',
  'number-wrong': 'wrong-answer',
  'series-not-named': 'not-labels',
  'series-not-highest': 'wrong-answer',
  'series-mixed-up': 'wrong-answer',
  'choice-not-offered': 'not-a-choice',
  'choice-wrong': 'wrong-answer',
} as const satisfies Record<keyof QuestionFacts, FailCode>;
