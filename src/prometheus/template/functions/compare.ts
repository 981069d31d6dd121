// eq, ne, lt, le, gt and ge, with Go's rules for what can be compared.
import { plainFlags, type Charge } from '../format/flags.ts';
import { formatArgument } from '../format/value.ts';
import { argument, CallError, type Signature } from '../values/signature.ts';
import { bool, bytesOf, concrete, isUnsigned, typeName, type Value } from '../values/model.ts';

const BAD_TYPE = 'invalid type for comparison';
const BAD_PAIR = 'incompatible types for comparison';

type BasicKind = 'bool' | 'float' | 'int' | 'string' | 'uint';

function basicKind(value: Value): BasicKind | undefined {
  switch (value.kind) {
    case 'bool':
    case 'float':
    case 'string':
      return value.kind;
    case 'integer':
      return isUnsigned(value.type) ? 'uint' : 'int';
    case 'interface':
    case 'map':
    case 'nothing':
    case 'pointer':
    case 'slice':
    case 'struct':
    case 'time':
    default:
      return undefined;
  }
}

function isNil(value: Value): boolean {
  return value.kind === 'nothing' || (value.kind === 'pointer' && value.target === undefined);
}

function shown(value: Value, verb: string, charge: Charge): string {
  return formatArgument(value, verb, plainFlags(charge));
}

/** Two values of no basic kind. */
function areSame(left: Value, right: Value, charge: Charge): boolean {
  if (left.kind !== right.kind && left.kind !== 'nothing' && right.kind !== 'nothing') {
    throw new CallError(
      `non-comparable types ${shown(left, 's', charge)}: ${typeName(left)}, ${typeName(right)}: ${shown(right, 'v', charge)}`,
    );
  }
  if (isNil(left) || isNil(right)) return isNil(left) === isNil(right);
  if (right.kind === 'map' || right.kind === 'slice' || right.kind === 'struct')
    throw new CallError(`non-comparable type ${shown(right, 's', charge)}: ${typeName(right)}`);
  if (left.kind === 'time' && right.kind === 'time') return left.ns === right.ns;
  if (left.kind === 'pointer' && right.kind === 'pointer') return left.target === right.target;
  return false;
}

function areEqual(left: Value, right: Value, charge: Charge): boolean {
  const kind = basicKind(left);
  const otherKind = basicKind(right);
  if (left.kind === 'integer' && right.kind === 'integer') return left.value === right.value;
  if (kind !== otherKind) {
    if (left.kind !== 'nothing' && right.kind !== 'nothing') throw new CallError(BAD_PAIR);
    return false;
  }
  if (kind === undefined) return areSame(left, right, charge);
  return 'value' in left && 'value' in right && left.value === right.value;
}

function isEqualToOne(args: readonly Value[], charge: Charge): boolean {
  const [first, ...others] = args.map(concrete);
  if (first === undefined || others.length === 0) throw new CallError('missing argument for comparison');
  return others.some((other) => areEqual(first, other, charge));
}

/** Whether a text comes first in the order of its UTF-8 bytes, which is that of its characters. */
function isTextBefore(left: string, right: string): boolean {
  return Buffer.compare(bytesOf(left), bytesOf(right)) < 0;
}

function isLess(args: readonly Value[]): boolean {
  const left = concrete(argument(args, 0));
  const right = concrete(argument(args, 1));
  if (basicKind(left) === undefined || basicKind(right) === undefined) throw new CallError(BAD_TYPE);
  if (left.kind === 'integer' && right.kind === 'integer') return left.value < right.value;
  if (left.kind === 'float' && right.kind === 'float') return left.value < right.value;
  if (left.kind === 'string' && right.kind === 'string') return isTextBefore(left.value, right.value);
  throw new CallError(left.kind === right.kind ? BAD_TYPE : BAD_PAIR);
}

function comparison(compare: (args: readonly Value[], charge: Charge) => boolean): Signature {
  return {
    parameters: ['reflect.Value', 'reflect.Value'],
    call: (args, { budget }) => bool(compare(args, (length) => budget.text(length))),
  };
}

const isLessOrEqual = (args: readonly Value[], charge: Charge): boolean =>
  isLess(args) || isEqualToOne(args, charge);

export const COMPARISONS: Readonly<Record<string, Signature>> = {
  eq: {
    parameters: ['reflect.Value'],
    variadic: 'reflect.Value',
    call: (args, { budget }) => bool(isEqualToOne(args, (length) => budget.text(length))),
  },
  ne: comparison((args, charge) => !isEqualToOne(args, charge)),
  lt: comparison(isLess),
  le: comparison(isLessOrEqual),
  gt: comparison((args, charge) => !isLessOrEqual(args, charge)),
  ge: comparison((args) => !isLess(args)),
};
