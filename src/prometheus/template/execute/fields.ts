// Fields, map entries and methods of a value: what comes after a dot.
import type { Node, OperandNode } from '../syntax/nodes.ts';
import { findMethod } from '../time/methods.ts';
import { indirect, NOTHING, typeName, type Value } from '../values/model.ts';
import { call, type ArgumentSource } from './call.ts';

/** The field of a value; a method is called with the arguments. */
export function fieldOf(
  source: ArgumentSource,
  receiver: Value,
  name: string,
  node: Node,
  operands: readonly OperandNode[],
  final: Value | undefined,
): Value {
  const { state } = source;
  if (receiver.kind === 'nothing') return NOTHING;
  const type = typeName(receiver);
  const { value, isNil } = indirect(receiver);
  if (isNil && value.kind === 'interface') return state.fail(`nil pointer evaluating ${type}.${name}`);
  const signature = findMethod(value, name);
  if (signature !== undefined) return call(source, { signature, name, node }, operands, final);
  const hasArguments = operands.length > 0 || final !== undefined;
  if (value.kind === 'struct') {
    const field = value.fields.find(([known]) => known === name);
    if (field !== undefined) {
      return hasArguments ? state.fail(`${name} has arguments but cannot be invoked as function`) : field[1];
    }
  }
  if (value.kind === 'map') {
    if (hasArguments) state.fail(`${name} is not a method but has arguments`);
    return value.entries.get(name) ?? value.missing;
  }
  if (isNil && ['Labels', 'Value'].includes(name)) state.fail(`nil pointer evaluating ${type}.${name}`);
  return state.fail(`can't evaluate field ${name} in type ${type}`);
}
