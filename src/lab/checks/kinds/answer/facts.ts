// What only a check of the kind answer finds. `words/en/verdicts/` words it.
import type { AnswerFormat } from '../../facts/blocked.ts';
import { verdictsOf } from '../../facts/verdicts.ts';

/** An answer as it was typed, shortened. */
interface Typed {
  readonly answer: string;
}

/** `because`: what the course says about this answer. */
interface Wrong extends Typed {
  readonly because: string | undefined;
}

/** The parameters of each mistake. */
export interface AnswerFails {
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

/** What is right: the parameters of each. */
export interface AnswerPasses {
  'answer-right': { readonly answer: string };
  /** Both texts are the course's. */
  'choice-right': { readonly choice: string; readonly because: string };
}

export const verdicts = verdictsOf<AnswerPasses, AnswerFails>({
  'answer-too-long': 'answer-too-long',
  'answer-not-a-number': 'not-a-number',
  'number-wrong': 'wrong-answer',
  'series-not-named': 'not-labels',
  'series-not-highest': 'wrong-answer',
  'series-mixed-up': 'wrong-answer',
  'choice-not-offered': 'not-a-choice',
  'choice-wrong': 'wrong-answer',
});
export const { passed, failed } = verdicts;
