// What an author has written for a check to read, besides its keys: series, and queries over them.

/** Keys and indexes from the check to a value of it. */
export type SpecPath = readonly (string | number)[];

/** Series in `load` notation. */
export interface AuthorLoad {
  readonly path: SpecPath;
  /** What its series are the past of: a world, a timeline or an incident. */
  readonly name: string;
  readonly load: string;
  /** When queries are asked, in Prometheus's notation. @default at the last sample */
  readonly at?: string | undefined;
  /** Moments that have to lie within it, from its beginning or back from its end. */
  readonly moments?: readonly AuthorMoment[];
}

export interface AuthorMoment {
  readonly path: SpecPath;
  readonly span: string;
}

export interface AuthorQuery {
  readonly path: SpecPath;
  readonly query: string;
  /** The labels that its rows are compared by; undefined where it has to give one number. */
  readonly by?: readonly string[];
  /** The load that it is asked of, by its index. @default each of them */
  readonly of?: number;
}

export interface AuthorData {
  readonly loads: readonly AuthorLoad[];
  readonly queries?: readonly AuthorQuery[];
}
