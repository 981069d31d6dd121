// What a language has to say: one entry for each fact, complete by the compiler.
import type { Fact } from '../../model/verdict.ts';

/** The words of a check that did not pass. `expected` and `observed` may have several lines. */
export interface FailWords {
  /** What is wrong, one sentence that names the endpoint, series, file or line. */
  readonly message: string;
  readonly expected?: string | undefined;
  readonly observed?: string | undefined;
  /** The smallest example of it, on lines that are not wrapped where they fit. */
  readonly example?: string | undefined;
  /** What the live Prometheus says to the same, for information. */
  readonly live?: string | undefined;
  /** What the work does, line by line: shown where it is right, too. */
  readonly result?: string | undefined;
  /** At most two sentences, in the imperative, that fit the mistake and do not give the solution away. */
  readonly hint?: string | undefined;
}

/** The words of a check that passed. */
export type PassWords = Pick<FailWords, 'live' | 'message' | 'observed' | 'result'>;

/** The words of an error, or of a check that could not be judged: what is wrong, and what to do. */
export type ErrorWords = Pick<FailWords, 'message' | 'hint'>;

/** An entry for each kind of fact. */
export type Entries<Facts, Words> = { readonly [K in keyof Facts]: (params: Facts[K]) => Words };

/** An entry for each fact of an area. */
export type FailEntries<Facts> = Entries<Facts, FailWords>;
export type PassEntries<Facts> = Entries<Facts, PassWords>;
export type BlockedEntries<Facts> = Entries<Facts, ErrorWords>;
export type ErrorEntries<Errors> = Entries<Errors, ErrorWords>;
/** One sentence each: notes, hints, and what is waited for. */
export type TextEntries<Facts> = Entries<Facts, string>;

/** The words of a fact that is a parameter of another one. */
export const wordsOf = <Facts, K extends keyof Facts, Words>(
  entries: Entries<Facts, Words>,
  fact: Facts[K] & { readonly kind: K },
): Words => entries[fact.kind](fact);

/** Words an error that another fact carries. */
export type SayError = (error: Fact) => ErrorWords;
