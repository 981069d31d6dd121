// What an author has to change in a check, although its schema allows it. `words/en/course/` words these facts.

import type { CheckErrors } from './errors.ts';

/** What an answer of a form lacks. */
export type AnswerNeed = 'query' | 'labels' | 'one-of-three' | 'port' | 'choices' | 'correct';

/** The parameters of each. A kind is the code of the finding, or the code, a slash and a variant. */
export interface SpecFacts {
  'incomplete-answer': { readonly form: 'number' | 'labels' | 'choice'; readonly needs: AnswerNeed };
  'unknown-choice': { readonly id: string };
  'duplicate-id/choice': { readonly id: string };
  'duplicate-id/incident': { readonly id: string };
  'duplicate-id/world': { readonly id: string };
  /** The least value is greater than the greatest. */
  'empty-range': object;
  /** An incident that ends as it begins, or before. */
  'empty-span': object;
  'package-name': { readonly name: string };
}

/** Why a check is blocked by what its author has written for it to read. */
export type DataErrors = Pick<
  CheckErrors,
  'bad-check/load' | 'bad-check/load-too-long' | 'bad-check/query' | 'bad-check/reference'
>;

/** What only reading the series and queries of a check shows: that by which it is blocked, and what is doubtful. */
export interface DataFacts extends DataErrors {
  'empty-load': { readonly name: string };
  /** A query reads a metric of which no load has a series. */
  'unknown-series': { readonly metric: string; readonly known: readonly string[] };
  /** `length`: how long the load is. */
  'outside-load': { readonly name: string; readonly length: string };
}
