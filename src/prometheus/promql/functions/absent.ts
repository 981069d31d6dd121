// The labels of what is absent: those that the selector asks for by name and exact value.
import { METRIC_NAME, Labels } from '../../model/samples.ts';
import { withoutParens, type Expr } from '../ast/nodes.ts';

/** The labels that `absent(expr)` answers with; a label that is asked for twice is left out. */
export function absentLabels(expr: Expr): Labels {
  const inner = withoutParens(expr);
  const matchers =
    inner.kind === 'vectorSelector'
      ? inner.matchers
      : inner.kind === 'matrixSelector'
        ? inner.selector.matchers
        : [];
  const labels = new Map<string, string>();
  const seen = new Set<string>();
  for (const { name, op, value } of matchers) {
    if (name === METRIC_NAME) continue;
    if (op === '=' && !seen.has(name)) {
      labels.set(name, value);
      seen.add(name);
    } else {
      labels.delete(name);
    }
  }
  return Labels.from(labels);
}
