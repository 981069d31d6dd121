// How an error of a course reads in a terminal.
import path from 'node:path';
import { CONTROL_CHARACTERS } from '../course/index.ts';
import { cli, type WordedDiagnostic } from './index.ts';

const MAX_WIDTH = 160;

// A course file must not be able to write to the terminal of the person who lints it.
const plain = (text: string) => text.replaceAll(CONTROL_CHARACTERS, '\ufffd').replaceAll(/[\t\r\n]/g, ' ');

/**
 * A diagnostic as text: place, severity, sentence and code on the first line, then the source line with a squiggle.
 * Pure; paths are shown relative to `cwd` where that is shorter.
 */
export function formatDiagnostic(diagnostic: WordedDiagnostic, cwd?: string): string {
  const { file, line, column, code, message, lineText } = diagnostic;
  const label = cli.authors.severities[diagnostic.severity];
  const relative = cwd === undefined ? file : path.relative(cwd, file);
  const shown = relative !== '' && relative.length < file.length ? relative : file;
  const head = `${plain(shown)}:${line}:${column}: ${label}: ${plain(message)} [${code}]`;
  if (lineText === undefined || lineText.trim() === '') return head;
  // A very long line is cut around the fault, so that the squiggle stays below it.
  const start = column > MAX_WIDTH ? column - 41 : 0;
  const source = plain(lineText.slice(start, start + MAX_WIDTH));
  const gutter = `  ${line} | `;
  const offset = Math.max(0, column - 1 - start);
  const width = Math.max(1, Math.min(diagnostic.length, source.length - offset));
  return `${head}\n${gutter}${source}\n${' '.repeat(gutter.length - 2)}| ${' '.repeat(offset)}${'~'.repeat(width)}`;
}
