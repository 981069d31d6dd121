// Values, operators and modifiers in a row to a tree, by Prometheus's precedence. The grammar's own tree leaves open
// what `-a[5m]`, `a + b offset 5m` and `-2^2` bind to, so the row is read again here.
import type { Binary, BinaryOp, Expr, Unary, VectorMatching } from '../ast/nodes.ts';

export type ChainItem =
  | { readonly kind: 'operand'; readonly expr: Expr }
  | { readonly kind: 'prefix'; readonly op: '+' | '-'; readonly start: number }
  | { readonly kind: 'postfix'; readonly apply: (expr: Expr) => Expr }
  | {
      readonly kind: 'infix';
      readonly op: BinaryOp;
      readonly returnsBool: boolean;
      readonly matching: VectorMatching;
    };

const POWER = 6;
const PRECEDENCE: Readonly<Record<BinaryOp, number>> = {
  or: 1,
  and: 2,
  unless: 2,
  '==': 3,
  '!=': 3,
  '<': 3,
  '<=': 3,
  '>': 3,
  '>=': 3,
  '+': 4,
  '-': 4,
  '*': 5,
  '/': 5,
  '%': 5,
  atan2: 5,
  '^': POWER,
};

function unary(op: '+' | '-', start: number, expr: Expr): Expr {
  const span = { start, end: expr.span.end };
  if (expr.kind === 'number') return { ...expr, span, value: op === '-' ? -expr.value : expr.value };
  return { kind: 'unary', span, op, expr } satisfies Unary;
}

/** The tree of a row. The row alternates as the grammar has already made sure. */
export function bindChain(items: readonly ChainItem[]): Expr {
  let index = 0;

  const value = (): Expr => {
    const prefixes: { op: '+' | '-'; start: number }[] = [];
    let item = items[index++];
    for (; item?.kind === 'prefix'; item = items[index++]) prefixes.push(item);
    if (item?.kind !== 'operand') throw new Error('a row of operators has no value where one must be');
    let expr = item.expr;
    for (let next = items[index]; next?.kind === 'postfix'; next = items[++index]) expr = next.apply(expr);
    if (prefixes.length === 0) return expr;
    // A sign binds like a multiplication: looser than a power, tighter than all else.
    expr = operators(expr, POWER);
    return prefixes.reduceRight((inner, { op, start }) => unary(op, start, inner), expr);
  };

  const operators = (first: Expr, minimum: number): Expr => {
    let lhs = first;
    for (let item = items[index]; item?.kind === 'infix'; item = items[index]) {
      const precedence = PRECEDENCE[item.op];
      if (precedence < minimum) break;
      index++;
      const rhs = operators(value(), item.op === '^' ? precedence : precedence + 1);
      lhs = {
        kind: 'binary',
        span: { start: lhs.span.start, end: rhs.span.end },
        op: item.op,
        lhs,
        rhs,
        returnsBool: item.returnsBool,
        matching: item.matching,
      } satisfies Binary;
    }
    return lhs;
  };

  return operators(value(), 0);
}
