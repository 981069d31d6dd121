// Where in the files of the workspace something was found.

/** A line of a file. */
export interface FileLine {
  /** Relative to the workspace. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

/** A line with what is written there. */
export interface SourceLine {
  readonly at: FileLine;
  readonly text: string;
}
