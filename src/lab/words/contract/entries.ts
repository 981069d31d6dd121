// What a language has to say: one entry for each fact, complete by the compiler.

/** The words of a check that did not pass. `expected` and `observed` may have several lines. */
export interface FailWords {
  /** What is wrong, one sentence that names the endpoint, series, file or line. */
  readonly message: string;
  readonly expected?: string | undefined;
  readonly observed?: string | undefined;
  /** At most two sentences, in the imperative, that fit the mistake and do not give the solution away. */
  readonly hint?: string | undefined;
}

/** An entry for each fact of an area. */
export type FailEntries<Facts> = { readonly [K in keyof Facts]: (params: Facts[K]) => FailWords };
