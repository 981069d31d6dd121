// One error of a course, at the place where its author can fix it.
import type { DiagnosticFact } from '../facts/diagnostics.ts';

export type Severity = 'error' | 'warning';

/** An error in a course file. */
export interface Diagnostic {
  /** Absolute path. */
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /** 1-based, in UTF-16 code units. */
  readonly column: number;
  /** How many code units the error covers on its line; at least 1. */
  readonly length: number;
  readonly severity: Severity;
  /** Stable, kebab-case: `unknown-scenario`, `duplicate-id`. */
  readonly code: string;
  readonly fact: DiagnosticFact;
  /** The text of the line, where the file could be read. */
  readonly lineText?: string;
}

/** Orders diagnostics by file, then by place. */
export function compareDiagnostics(a: Diagnostic, b: Diagnostic): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.line - b.line || a.column - b.column || (a.code < b.code ? -1 : a.code > b.code ? 1 : 0);
}
