// Calls functions and methods: counts and checks the arguments, and says which function returned an error.
import type { Node, NumberNode, OperandNode } from '../syntax/nodes.ts';
import { printNode } from '../syntax/print-node.ts';
import { CallError, type ParameterType, type Signature } from '../values/signature.ts';
import {
  bool,
  integer,
  isTrue,
  NOTHING,
  pointer,
  text,
  typeName,
  VECTOR,
  type Value,
} from '../values/model.ts';
import type { ExecutionState } from './state.ts';

/** What evaluates the arguments. */
export interface ArgumentSource {
  readonly state: ExecutionState;
  valueOf(node: OperandNode): Value;
}

export interface Callee {
  readonly signature: Signature;
  readonly name: string;
  /** Where the errors that it returns are. */
  readonly node: Node;
}

/** Calls with the operands of a command and, last, the value of the command before it. */
export function call(
  source: ArgumentSource,
  { signature, name, node }: Callee,
  operands: readonly OperandNode[],
  final: Value | undefined,
): Value {
  const { state } = source;
  const { parameters, variadic } = signature;
  const given = operands.length + (final === undefined ? 0 : 1);
  if (variadic !== undefined && given < parameters.length) {
    const least = parameters.length;
    state.fail(`wrong number of args for ${name}: want at least ${least} got ${operands.length}`);
  }
  if (variadic === undefined && given !== parameters.length)
    state.fail(`wrong number of args for ${name}: want ${parameters.length} got ${given}`);
  const typeAt = (index: number): ParameterType => parameters[index] ?? variadic ?? 'interface {}';
  if (name === 'and' || name === 'or') {
    for (const operand of operands) {
      const value = evaluateArgument(source, operand, typeAt(0));
      if (isTrue(value) === (name === 'or')) return value;
      if (operand === operands.at(-1) && final === undefined) return value;
    }
  }
  const args =
    name === 'and' || name === 'or'
      ? []
      : operands.map((operand, index) => evaluateArgument(source, operand, typeAt(index)));
  if (final !== undefined) args.push(checkType(state, final, typeAt(given - 1)));
  try {
    // What a function makes of its texts is about as long as they are.
    for (const arg of args) if (arg.kind === 'string') state.context.budget.text(arg.value.length);
    return signature.call(args, state.context);
  } catch (error) {
    if (!(error instanceof CallError)) throw error;
    state.at(node);
    return state.fail(`error calling ${name}: ${error.message}`, error.cause);
  }
}

function canBeNil(type: ParameterType): boolean {
  return (
    type === 'interface {}' || type === 'reflect.Value' || type === '*template.sample' || type === VECTOR
  );
}

/** Nil of a type that has one. */
function nilOf(type: ParameterType): Value {
  if (type === '*template.sample') return pointer(type, undefined);
  return type === VECTOR ? { kind: 'slice', type: VECTOR, items: [] } : NOTHING;
}

/** A value as an argument of a type: as it is, or what it points to. */
function checkType(state: ExecutionState, given: Value, type: ParameterType): Value {
  if (given.kind === 'nothing')
    return canBeNil(type) ? nilOf(type) : state.fail(`invalid value; expected ${type}`);
  if (type === 'interface {}' || type === 'reflect.Value' || typeName(given) === type) return given;
  const value = given.kind === 'interface' && given.value.kind !== 'nothing' ? given.value : given;
  if (typeName(value) === type) return value;
  if (value.kind === 'pointer' && value.type === `*${type}`)
    return value.target ?? state.fail(`dereference of nil pointer of type ${type}`);
  return state.fail(`wrong type for value; expected ${type}; got ${typeName(value)}`);
}

function evaluateArgument(source: ArgumentSource, node: OperandNode, type: ParameterType): Value {
  const { state } = source;
  state.at(node);
  switch (node.kind) {
    case 'nil':
      return canBeNil(type) ? nilOf(type) : state.fail(`cannot assign nil to ${type}`);
    case 'bool':
    case 'number':
    case 'string':
      break;
    case 'chain':
    case 'dot':
    case 'field':
    case 'identifier':
    case 'pipe':
    case 'variable':
    default:
      return checkType(state, source.valueOf(node), type);
  }
  switch (type) {
    case 'interface {}':
    case 'reflect.Value':
      return source.valueOf(node);
    case 'bool':
      return node.kind === 'bool' ? bool(node.value) : expected(state, 'bool', node);
    case 'string':
      return node.kind === 'string' ? text(node.value) : expected(state, 'string', node);
    case 'int':
    case 'int64':
    case 'time.Duration':
      return isInteger(node) ? integer(node.int, type) : expected(state, 'integer', node);
    case '*template.sample':
    case 'template.queryResult':
    case 'time.Time':
    default:
      return state.fail(`can't handle ${printNode(node)} for arg of type ${type}`);
  }
}

function isInteger(node: OperandNode): node is NumberNode & { readonly int: bigint } {
  return node.kind === 'number' && node.int !== undefined;
}

function expected(state: ExecutionState, what: string, node: OperandNode): never {
  return state.fail(`expected ${what}; found ${printNode(node)}`);
}
