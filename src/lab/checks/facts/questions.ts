// What is found about a learner's answer, as facts. `words/en/questions.ts` words them.

/** How an answer is written: a number, one value for each label, or one of the choices by its id. */
export type AnswerFormat =
  | { readonly form: 'number' }
  | { readonly form: 'labels'; readonly labels: readonly string[] }
  | { readonly form: 'choice'; readonly choices: readonly string[] };
