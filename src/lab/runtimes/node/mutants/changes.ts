// Every change that an operator makes somewhere in a program.
import type { Change } from '../../contract/mutants.ts';
import { CODE_OPERATORS } from './code-operators.ts';
import { nodesOf } from './syntax.ts';

/** The changes of a program; none where the file is none. */
export function changesOf(file: string, text: string): readonly Change[] {
  if (!/\.[cm]?[jt]s$/.test(file)) return [];
  const places = nodesOf(text, file) ?? [];
  return places
    .filter(({ above }) => !above.some(({ type }) => type === 'ImportDeclaration'))
    .flatMap((place) => CODE_OPERATORS.flatMap((operator) => operator(place, text, places)));
}
