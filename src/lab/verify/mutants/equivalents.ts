// `equivalent-mutants.txt` next to a step: mutants that no check can distinguish from the solution, each with its reason.
import path from 'node:path';
import { readRegularText } from '../../../files/index.ts';
import { verifyError } from '../facts/errors.ts';
import type { Mutant } from '../../runtimes/contract/mutants.ts';
import { whereAbsent } from '../../../system/error-code.ts';

const EQUIVALENTS_FILE = 'equivalent-mutants.txt';

export interface Equivalent {
  readonly operator: string;
  /** As {@link Mutant.diff}. */
  readonly diff: readonly string[];
  readonly reason: string;
  /** 1-based, of the operator. */
  readonly line: number;
}

/**
 * Reads the file's blocks, which empty lines part: the operator, the lines that differ as the report prints them, and
 * a line `= why`. Lines that begin with `#` are comments.
 */
export function parseEquivalents(text: string, file: string): readonly Equivalent[] {
  const found: Equivalent[] = [];
  let block: { line: number; lines: string[] } | undefined;
  for (const [index, raw] of [...text.split(/\r?\n/), ''].entries()) {
    const line = raw.trim();
    if (line.startsWith('#')) continue;
    if (line !== '') {
      block ??= { line: index + 1, lines: [] };
      block.lines.push(line);
    } else if (block !== undefined) {
      found.push(parseBlock(block.lines, block.line, file));
      block = undefined;
    }
  }
  return found;
}

function parseBlock(lines: readonly string[], line: number, file: string): Equivalent {
  const [operator = '', ...rest] = lines;
  const diff = rest.filter((one) => /^[-+]( |$)/.test(one));
  const reason = rest
    .filter((one) => one.startsWith('='))
    .map((one) => one.slice(1).trim())
    .join(' ');
  if (!/^[a-z]+(-[a-z]+)*$/.test(operator) || diff.length === 0 || reason === '') {
    throw verifyError('equivalents-invalid', { file, line });
  }
  return { operator, diff, reason, line };
}

/** The entries of a folder's file; none if there is no file. */
export async function readEquivalents(dir: string): Promise<readonly Equivalent[]> {
  const file = path.join(dir, EQUIVALENTS_FILE);
  const text = await readRegularText(file).catch(whereAbsent(undefined));
  return text === undefined ? [] : parseEquivalents(text, file);
}

/** The entry that names a mutant. */
export const equivalentOf = (
  { operator, diff }: Pick<Mutant, 'operator' | 'diff'>,
  entries: readonly Equivalent[],
): Equivalent | undefined =>
  entries.find((entry) => entry.operator === operator && entry.diff.join('\n') === diff.join('\n'));
