// A mutant: a solution with one mechanical mistake in it. If the checks of the step still pass, they miss something.

/** One way in which a text is changed. */
export interface Change {
  /** `drop-statement`, `swap-values` … */
  readonly operator: string;
  /** Replaced parts, in any order, not overlapping. The first one says where the mutant is. */
  readonly edits: readonly Edit[];
}

export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export interface Mutant {
  readonly operator: string;
  /** Workspace file. */
  readonly file: string;
  /** 1-based, in the solution. */
  readonly line: number;
  /** The whole file. */
  readonly text: string;
  /** The lines that differ, each begun by `-` or `+`, without their indentation. */
  readonly diff: readonly string[];
}

/** The text with the edits made. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  return edits
    .toSorted((a, b) => b.start - a.start)
    .reduce((edited, { start, end, text: put }) => edited.slice(0, start) + put + edited.slice(end), text);
}
