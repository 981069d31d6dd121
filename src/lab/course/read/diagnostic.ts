// One fault of a course, at the place where its author can mend it, and how it reads in a terminal.
import path from 'node:path';
import { CONTROL_CHARACTERS } from './control-characters.ts';

export type Severity = 'error' | 'warning';

/** A fault in a course file. */
export interface Diagnostic {
  /** Absolute path. */
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /** 1-based, in UTF-16 code units. */
  readonly column: number;
  /** How many code units the fault covers on its line; at least 1. */
  readonly length: number;
  readonly severity: Severity;
  /** Stable, kebab-case: `unknown-scenario`, `duplicate-id`. */
  readonly code: string;
  /** One sentence. */
  readonly message: string;
  /** The text of the line, where the file could be read. */
  readonly lineText?: string;
}

const MAX_WIDTH = 160;

// A course file must not be able to write to the terminal of whoever lints it.
const plain = (text: string) => text.replaceAll(CONTROL_CHARACTERS, '\ufffd').replaceAll(/[\t\r\n]/g, ' ');

/**
 * A diagnostic as text: place, severity, sentence and code on the first line, then the source line with a squiggle.
 * Pure; paths are shown relative to `cwd` where that is shorter.
 */
export function formatDiagnostic(diagnostic: Diagnostic, cwd?: string): string {
  const { file, line, column, severity, code, message, lineText } = diagnostic;
  const relative = cwd === undefined ? file : path.relative(cwd, file);
  const shown = relative !== '' && relative.length < file.length ? relative : file;
  const head = `${plain(shown)}:${line}:${column}: ${severity}: ${plain(message)} [${code}]`;
  if (lineText === undefined || lineText.trim() === '') return head;
  // A very long line is cut around the fault, so that the squiggle stays below it.
  const start = column > MAX_WIDTH ? column - 41 : 0;
  const source = plain(lineText.slice(start, start + MAX_WIDTH));
  const gutter = `  ${line} | `;
  const offset = Math.max(0, column - 1 - start);
  const width = Math.max(1, Math.min(diagnostic.length, source.length - offset));
  return `${head}\n${gutter}${source}\n${' '.repeat(gutter.length - 2)}| ${' '.repeat(offset)}${'~'.repeat(width)}`;
}

/** Orders diagnostics by file, then by place. */
export function compareDiagnostics(a: Diagnostic, b: Diagnostic): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.line - b.line || a.column - b.column || (a.code < b.code ? -1 : a.code > b.code ? 1 : 0);
}
