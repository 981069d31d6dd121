// What is left out of a file of rule tests: a test, or something that it expects.
import { isScalar, isSeq, parseDocument, visit } from 'yaml';
import type { Change } from '../../runtimes/contract/mutants.ts';
import { dropItem } from './yaml-edits.ts';

const LISTS: ReadonlySet<string> = new Set(['tests', 'alert_rule_test', 'promql_expr_test', 'exp_alerts']);

/** Every item of these lists left out. */
export function testChanges(text: string): readonly Change[] {
  const changes: Change[] = [];
  visit(parseDocument(text), {
    Pair(_, { key, value }) {
      if (isScalar(key) && LISTS.has(String(key.value)) && isSeq(value) && value.flow !== true)
        for (const item of value.items) changes.push(...dropItem('drop-item', item, text));
    },
  });
  return changes;
}
