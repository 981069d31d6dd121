// label_replace and label_join: they change what rows are called, and no value.
import { type RE2JS, RE2JSSyntaxException } from 're2js';

import { METRIC_NAME, type Labels } from '../../model/samples.ts';
import { compileAnchored } from '../../model/matcher.ts';
import { expandReferences } from '../../model/regex-references.ts';
import type { Call } from '../ast/nodes.ts';
import { withoutParens } from '../ast/nodes.ts';
import { mergeDuplicates, type Block } from '../vectors/block.ts';
import { PromqlError } from '../ast/errors.ts';
import type { Evaluator } from '../vectors/evaluator.ts';
import type { Grid } from '../vectors/grid.ts';
import { isLabelName } from '../text/strings.ts';

function stringArgument(call: Call, index: number): string {
  const arg = call.args[index];
  const inner = arg === undefined ? undefined : withoutParens(arg);
  if (inner?.kind !== 'string')
    throw new Error(`${call.func.name} passed the check without a string as argument ${index + 1}`);
  return inner.value;
}

function checkLabelName(name: string, what: string, call: Call): void {
  if (!isLabelName(name)) {
    throw new PromqlError('execution', `invalid ${what} label name in ${call.func.name}(): ${name}`);
  }
}

function rename(
  evaluator: Evaluator,
  block: Block,
  destination: string,
  newValue: (labels: Labels) => string | undefined,
): Block {
  const { context } = evaluator;
  for (const [row, labels] of block.labels.entries()) {
    const value = newValue(labels);
    if (value === undefined) continue;
    const renamed = labels.with(destination, value);
    context.holdLabels(renamed);
    block.labels[row] = renamed;
    if (destination === METRIC_NAME) block.dropsName[row] = 0;
  }
  block.isUnique = false;
  return mergeDuplicates(context, block);
}

/** `label_replace(v, dst, replacement, src, regex)`. */
export function labelReplace(evaluator: Evaluator, call: Call, grid: Grid): Block {
  const [destination, replacement, source, pattern] = [1, 2, 3, 4].map((index) =>
    stringArgument(call, index),
  );
  if (
    destination === undefined ||
    replacement === undefined ||
    source === undefined ||
    pattern === undefined
  ) {
    throw new Error('label_replace passed the check without its arguments');
  }
  const regex = compile(pattern);
  checkLabelName(destination, 'destination', call);
  const block = evaluator.vector(call.args[0] ?? call, grid);
  const references = replacement.split('$').length - 1;
  const known = new Map<string, string | undefined>();
  return rename(evaluator, block, destination, (labels) => {
    const value = labels.get(source);
    if (known.has(value)) return known.get(value);
    // The engine looks at each character at least once, and the template may repeat them all.
    evaluator.context.work(value.length);
    evaluator.context.checkText(replacement.length + references * value.length);
    const match = regex.matcher(value);
    const result = match.matches() ? expandReferences(replacement, match, regex) : undefined;
    known.set(value, result);
    return result;
  });
}

function compile(pattern: string): RE2JS {
  try {
    return compileAnchored(pattern);
  } catch (error) {
    if (!(error instanceof RE2JSSyntaxException)) throw error;
    throw new PromqlError('execution', `invalid regular expression in label_replace(): ${pattern}`);
  }
}

/** `label_join(v, dst, separator, src…)`. */
export function labelJoin(evaluator: Evaluator, call: Call, grid: Grid): Block {
  const destination = stringArgument(call, 1);
  const separator = stringArgument(call, 2);
  const sources = call.args.slice(3).map((_, index) => stringArgument(call, index + 3));
  for (const source of sources) checkLabelName(source, 'source', call);
  checkLabelName(destination, 'destination', call);
  const block = evaluator.vector(call.args[0] ?? call, grid);
  return rename(evaluator, block, destination, (labels) => {
    const values = sources.map((source) => labels.get(source));
    const length = values.reduce((sum, value) => sum + separator.length + value.length, 0);
    evaluator.context.work(length);
    evaluator.context.checkText(length);
    return values.join(separator);
  });
}
