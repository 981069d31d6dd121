// lezer-promql's tree to our syntax tree: reads names, literals and arguments out of the tokens, and hands rows of
// operators to `bindChain`. Types are not checked here.
import type { SyntaxNode } from '@lezer/common';

import { aggregateProblem } from './aggregate-rule.ts';
import type { AggregateOp, BinaryOp, Expr } from '../ast/nodes.ts';
import { bindChain, type ChainItem } from './chain.ts';
import { findFunction } from './signatures.ts';
import { childrenOf, type Grammar } from './grammar.ts';
import type { Token } from './lexer.ts';
import { readMatching } from './matching-clause.ts';
import { readLength, readPositiveLength } from './length-clause.ts';
import { readNumber } from './read-number.ts';
import { applyAt, applyOffset, applyRange, applySubquery, type Length, RuleError } from './modifiers.ts';
import { readGroupingLabels, readSelector } from './selector-clause.ts';
import { unquote } from '../text/strings.ts';

const CHAIN_NODES = new Set([
  'BinaryExpr',
  'UnaryExpr',
  'OffsetExpr',
  'StepInvariantExpr',
  'MatrixSelector',
  'SubqueryExpr',
  'AnchoredExpr',
  'SmoothedExpr',
  'NumberDurationLiteral',
]);

const MAX_DEPTH = 500;

const NONE: Length = { ms: 0, expr: undefined };

/** Builds the syntax tree of a query; throws a {@link RuleError} where the text breaks a rule that the grammar leaves open. */
export function buildAst(grammar: Grammar): Expr {
  const top = childrenOf(grammar.root).find((node) => node.type.name !== 'LineComment');
  if (top === undefined) throw new Error('the grammar gave a tree without an expression');
  return new Builder(grammar).expression(top);
}

class Builder {
  readonly #grammar: Grammar;
  #depth = 0;

  constructor(grammar: Grammar) {
    this.#grammar = grammar;
  }

  expression(node: SyntaxNode): Expr {
    if (++this.#depth > MAX_DEPTH) {
      throw new RuleError(
        this.#grammar.first(node).start,
        `expression is nested more than ${MAX_DEPTH} levels deep`,
      );
    }
    const expr = CHAIN_NODES.has(node.type.name) ? bindChain(this.#chain(node)) : this.#single(node);
    this.#depth--;
    return expr;
  }

  #single(node: SyntaxNode): Expr {
    const first = this.#grammar.first(node);
    const span = { start: first.start, end: this.#grammar.last(node).end };
    switch (node.type.name) {
      case 'StringLiteral':
        return { kind: 'string', span, value: unquote(first.text) };
      case 'VectorSelector':
        return readSelector(this.#grammar, node);
      case 'ParenExpr': {
        const [inner] = childrenOf(node);
        if (inner === undefined) throw new Error('empty parentheses passed the grammar');
        return { kind: 'paren', span, expr: this.expression(inner) };
      }
      case 'FunctionCall':
        return this.#call(node, first);
      case 'AggregateExpr':
        return this.#aggregate(node, first);
      default:
        throw new Error(`the grammar has a node that is not known here: ${node.type.name}`);
    }
  }

  #arguments(body: SyntaxNode | null): Expr[] {
    return body === null ? [] : childrenOf(body).map((child) => this.expression(child));
  }

  #call(node: SyntaxNode, name: Token): Expr {
    const args = this.#arguments(node.getChild('FunctionCallBody'));
    const found = findFunction(name.text);
    if (found.status === 'refused') throw new RuleError(name.start, found.message);
    const span = { start: name.start, end: this.#grammar.last(node).end };
    return { kind: 'call', span, func: found.func, args };
  }

  #aggregate(node: SyntaxNode, name: Token): Expr {
    const op = name.text.toLowerCase();
    const modifier = node.getChild('AggregateModifier');
    const labels = modifier?.getChild('GroupingLabels') ?? null;
    const grouping = labels === null ? [] : readGroupingLabels(this.#grammar, labels);
    const args = this.#arguments(node.getChild('FunctionCallBody'));
    const problem = aggregateProblem(op, args.length);
    if (problem !== undefined) throw new RuleError(name.start, problem);
    const expr = args.at(-1);
    if (expr === undefined) throw new Error('an aggregation without arguments passed its rule');
    return {
      kind: 'aggregate',
      span: { start: name.start, end: this.#grammar.last(node).end },
      op: op as AggregateOp,
      expr,
      param: args.length > 1 ? args[0] : undefined,
      grouping,
      isWithout: modifier?.getChild('Without') != null,
    };
  }

  /** The row of values, operators and modifiers below a node, in the order of the text. */
  #chain(top: SyntaxNode): ChainItem[] {
    const items: ChainItem[] = [];
    const pending: (SyntaxNode | ChainItem)[] = [top];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      if ('kind' in next) items.push(next);
      else if (CHAIN_NODES.has(next.type.name)) pending.push(...this.#link(next).toReversed());
      else items.push({ kind: 'operand', expr: this.expression(next) });
    }
    return items;
  }

  /** One node of a row as its parts. */
  #link(node: SyntaxNode): (SyntaxNode | ChainItem)[] {
    const [head, ...rest] = childrenOf(node).filter((child) => child.type.name !== 'LineComment');
    if (node.type.name === 'NumberDurationLiteral') return this.#signedNumber(node);
    if (head === undefined) throw new Error(`the grammar gave an empty ${node.type.name}`);
    switch (node.type.name) {
      case 'UnaryExpr':
        return [this.#sign(this.#grammar.first(node)), ...rest];
      case 'BinaryExpr':
        return this.#infix(head, rest);
      case 'AnchoredExpr':
      case 'SmoothedExpr':
        throw new RuleError(
          this.#grammar.first(node).start,
          `${this.#grammar.last(node).text.toLowerCase()} modifier is experimental and not enabled`,
        );
      case 'OffsetExpr':
        return [head, this.#offset(node, rest)];
      case 'StepInvariantExpr':
        return [head, this.#at(node, rest)];
      default:
        return [head, this.#brackets(node, rest)];
    }
  }

  #sign(token: Token): ChainItem {
    return { kind: 'prefix', op: token.text === '-' ? '-' : '+', start: token.start };
  }

  #signedNumber(node: SyntaxNode): ChainItem[] {
    const [first, last] = [this.#grammar.first(node), this.#grammar.last(node)];
    const operand: ChainItem = { kind: 'operand', expr: readNumber(last) };
    return first === last ? [operand] : [this.#sign(first), operand];
  }

  #infix(lhs: SyntaxNode, rest: readonly SyntaxNode[]): (SyntaxNode | ChainItem)[] {
    const [operator, ...modifiers] = rest;
    const rhs = modifiers.pop();
    if (operator === undefined || rhs === undefined)
      throw new Error('a binary expression passed the grammar with a side missing');
    if (modifiers.some((modifier) => modifier.type.name === 'FillModifier')) {
      throw new RuleError(
        this.#grammar.first(lhs).start,
        'binop fill modifiers are experimental and not enabled',
      );
    }
    const op = this.#grammar.first(operator).text.toLowerCase() as BinaryOp;
    return [lhs, { kind: 'infix', op, ...readMatching(this.#grammar, modifiers) }, rhs];
  }

  #offset(node: SyntaxNode, rest: readonly SyntaxNode[]): ChainItem {
    const duration = rest.at(-1);
    const offset = duration === undefined ? NONE : readLength(this.#grammar, duration);
    const end = this.#grammar.last(node).end;
    return { kind: 'postfix', apply: (expr) => applyOffset(expr, offset, end) };
  }

  #at(node: SyntaxNode, rest: readonly SyntaxNode[]): ChainItem {
    const moment = rest.at(-1);
    if (moment === undefined) throw new Error('an @ without a time passed the grammar');
    const end = this.#grammar.last(node).end;
    if (moment.type.name === 'AtModifierPreprocessors') {
      const kind = this.#grammar.first(moment).text.toLowerCase() === 'start' ? 'start' : 'end';
      return { kind: 'postfix', apply: (expr) => applyAt(expr, { kind }, end) };
    }
    const number = readNumber(this.#grammar.last(moment)).value;
    const seconds = this.#grammar.first(moment).text === '-' ? -number : number;
    return {
      kind: 'postfix',
      apply: (expr) => {
        if (!Number.isFinite(seconds) || Math.abs(seconds) >= 2 ** 63) {
          const shown = Number.isNaN(seconds)
            ? 'NaN'
            : seconds === Infinity
              ? '+Inf'
              : seconds === -Infinity
                ? '-Inf'
                : seconds.toFixed(6);
          throw new RuleError(expr.span.start, `timestamp out of bounds for @ modifier: ${shown}`);
        }
        return applyAt(expr, { kind: 'time', timeMs: Math.round(seconds * 1000) }, end);
      },
    };
  }

  #brackets(node: SyntaxNode, rest: readonly SyntaxNode[]): ChainItem {
    const [range, step] = rest;
    if (range === undefined) throw new Error('brackets without a range passed the grammar');
    const length = readPositiveLength(this.#grammar, range);
    const span = { start: this.#grammar.before(range)?.start ?? 0, end: this.#grammar.last(node).end };
    if (node.type.name === 'MatrixSelector')
      return { kind: 'postfix', apply: (expr) => applyRange(expr, length, span) };
    const every = step === undefined ? NONE : readPositiveLength(this.#grammar, step);
    return { kind: 'postfix', apply: (expr) => applySubquery(expr, length, every, span) };
  }
}
