// What a check can say. The three outcomes are kept apart so that an error of the lab is never a mistake of the learner.

/** What was found, as data: its kind and the parameters of that kind. `words/` makes sentences of it. */
export interface Fact {
  readonly kind: string;
}

/** Any fact of an area: `Facts` names each kind and its parameters. */
export type FactOf<Facts> = { [K in keyof Facts]: { readonly kind: K } & Facts[K] }[keyof Facts];

/** The work does what the step asks for. */
export interface Pass {
  readonly status: 'pass';
  readonly fact: Fact;
}

/** The work was judged and falls short. */
export interface Fail {
  readonly status: 'fail';
  /** Stable, kebab-case, names the mistake: `counted-twice`, `target-has-scheme`. */
  readonly code: string;
  readonly fact: Fact;
}

/** The work could not be judged, for a reason that is not the learner's. */
export interface Blocked {
  readonly status: 'blocked';
  readonly code: string;
  readonly fact: Fact;
}

export type Verdict = Pass | Fail | Blocked;
