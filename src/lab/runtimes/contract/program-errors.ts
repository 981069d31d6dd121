// Errors of the learner's program that a runtime knows by their text, as facts: those of the client, of the language and
// its libraries, and of the compiler. A runtime finds those that its language has.
// `words/en/verdicts/program-errors.ts` says what they mean and what to do.

/** Errors of prom-client and @prometheus-io/client, with their parameters. */
export interface ClientErrors {
  'metric-defined-twice': { readonly name: string };
  /** `new Counter('name', 'help')` */
  'metric-from-arguments': object;
  'help-left-out': object;
  'name-left-out': object;
  'name-not-allowed': { readonly of: 'metric' | 'label' };
  /** `name`: of the class. */
  'new-left-out': { readonly name: string };
  'label-values-as-list': object;
  'label-not-declared': { readonly label: string };
  'label-values-uneven': object;
  /** `value`: as the client prints it. */
  'amount-not-a-number': { readonly value: string };
  'counter-decreased': object;
  'label-names-not-a-list': object;
  'metric-method-unknown': { readonly metric: string; readonly method: string };
  /** A method of the register is called without its `this`. */
  'register-detached': object;
  /** A method of a metric is called without its `this`. */
  'metric-detached': object;
}

/** Errors of Node and Express that beginners meet. */
export interface RuntimeErrors {
  'name-not-defined': { readonly name: string };
  'not-a-class': { readonly name: string };
  'not-exported-by-package': { readonly name: string };
  /** A wildcard or a parameter of a path has no name, as Express 5 demands. */
  'path-pattern-unnamed': object;
  /** The result of a handler is given in place of the handler. */
  'handler-called': object;
}

/** What makes a file unreadable, in the words of the bundler or by the look of the line. */
export interface SyntaxErrors {
  'constant-assigned': { readonly name: string };
  'await-outside-async': object;
  'declared-twice': { readonly name: string };
  'string-not-closed': object;
  'file-ends-early': object;
  'import-without-from': object;
  'typographic-quotes': object;
  /** `codePoint`: `U+00AD`, where it is known. */
  'invisible-character': { readonly codePoint: string | undefined };
  'lookalike-character': { readonly character: string };
  'reserved-word': { readonly word: string };
  'return-outside-function': object;
  'not-exported-by-file': { readonly file: string; readonly name: string };
  'merge-marker': object;
  'html-entities': object;
  'arrow-misspelled': object;
  'comment-misspelled': object;
}
