// Every change that an operator makes somewhere in a query.
import { loadQuerySyntax, type QuerySyntax } from '../../prometheus/index.ts';
import { applyEdits, type Change } from '../../runtimes/contract/mutants.ts';
import { QUERY_OPERATORS } from './query-operators.ts';
import { placesOf } from './query-tree.ts';

/** The changes of a query that can still be read; none where it cannot be read itself. */
export async function queryChanges(text: string): Promise<readonly Change[]> {
  return changesIn(text, await loadQuerySyntax());
}

/** The same with a parser that is loaded. */
export function changesIn(text: string, syntax: QuerySyntax): readonly Change[] {
  const tree = syntax.parse(text);
  if (tree === undefined) return [];
  return placesOf(tree)
    .flatMap(({ node, above }) => QUERY_OPERATORS.flatMap((operator) => operator(node, above)))
    .map(({ operator, node, put }): Change => {
      const printed = syntax.print(put);
      // The node keeps its place: an operator that binds less needs its parentheses.
      const isBare = node !== tree && put.kind === 'binary' && node.kind !== 'binary';
      return { operator, edits: [{ ...node.span, text: isBare ? `(${printed})` : printed }] };
    })
    .filter(({ edits }) => syntax.parse(applyEdits(text, edits)) !== undefined);
}
