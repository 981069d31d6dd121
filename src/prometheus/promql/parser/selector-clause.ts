// Selectors and label lists: names, matchers, groupings, out of the grammar's tree.
import type { SyntaxNode } from '@lezer/common';

import { METRIC_NAME, type Matcher } from '../../model/samples.ts';
import { compileMatcher } from '../../model/matcher.ts';
import type { VectorSelector } from '../ast/nodes.ts';
import { childrenOf, type Grammar } from './grammar.ts';
import type { Token } from './lexer.ts';
import { RuleError } from './modifiers.ts';
import { unquote } from '../text/strings.ts';

function textOf(token: Token): string {
  return token.kind === 'string' ? unquote(token.text) : token.text;
}

function readMatcher(grammar: Grammar, node: SyntaxNode): Matcher {
  const name = grammar.first(node);
  // A string alone is the metric's name: {"my.metric"}.
  if (node.type.name === 'QuotedLabelName') return { name: METRIC_NAME, op: '=', value: textOf(name) };
  const operator = node.getChild('MatchOp');
  if (operator === null) throw new Error('a matcher passed the grammar without an operator');
  const op = grammar.first(operator).text as Matcher['op'];
  const matcher: Matcher = { name: textOf(name), op, value: textOf(grammar.last(node)) };
  try {
    compileMatcher(matcher);
  } catch (error) {
    throw new RuleError(name.start, error instanceof Error ? error.message : String(error));
  }
  return matcher;
}

/** `name{matchers}` in any of its forms. */
export function readSelector(grammar: Grammar, node: SyntaxNode): VectorSelector {
  const name = node.getChild('Identifier') === null ? '' : grammar.first(node).text;
  const braces = node.getChild('LabelMatchers');
  const matchers = braces === null ? [] : childrenOf(braces).map((child) => readMatcher(grammar, child));
  if (name !== '') matchers.push({ name: METRIC_NAME, op: '=', value: name });
  const span = { start: grammar.first(node).start, end: grammar.last(node).end };
  return { kind: 'vectorSelector', span, name, matchers, offsetMs: 0, offsetExpr: undefined, at: undefined };
}

/** The labels in `by (…)`, `on (…)` and their like. */
export function readGroupingLabels(grammar: Grammar, node: SyntaxNode): string[] {
  return childrenOf(node).map((child) => textOf(grammar.first(child)));
}
