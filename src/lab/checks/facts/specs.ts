// What an author has to change in a check, although its schema allows it. `words/en/course/` words these facts.

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
  'package-name': { readonly name: string };
}
