// index, slice and len.
import { decode } from '../../promql/text/strings.ts';
import { argument, CallError, type Signature } from '../values/signature.ts';
import { bytesOf, concrete, indirect, integer, typeName, type Value } from '../values/model.ts';

/** A position in something of this length; it may be just behind the end. */
function position(index: Value, length: number): number {
  if (index.kind === 'nothing') throw new CallError('cannot index slice/array with nil');
  if (index.kind !== 'integer') throw new CallError(`cannot index slice/array with type ${typeName(index)}`);
  if (index.value < 0n || index.value > BigInt(length))
    throw new CallError(`index out of range: ${index.value}`);
  return Number(index.value);
}

function outOfRange(): never {
  throw new CallError('reflect: slice index out of range');
}

function elementOf(container: Value, index: Value): Value {
  switch (container.kind) {
    case 'slice':
      return container.items[position(index, container.items.length)] ?? outOfRange();
    case 'string': {
      const bytes = bytesOf(container.value);
      const byte = bytes[position(index, bytes.length)];
      if (byte === undefined) throw new CallError('reflect: string index out of range');
      return integer(byte, 'uint8');
    }
    case 'map': {
      if (index.kind === 'nothing') throw new CallError('value is nil; should be of type string');
      if (typeName(index) !== 'string' || index.kind !== 'string')
        throw new CallError(`value has type ${typeName(index)}; should be string`);
      return container.entries.get(index.value) ?? container.missing;
    }
    case 'bool':
    case 'float':
    case 'integer':
    case 'interface':
    case 'nothing':
    case 'pointer':
    case 'struct':
    case 'time':
    default:
      throw new CallError(`can't index item of type ${typeName(container)}`);
  }
}

function indexInto(args: readonly Value[]): Value {
  let item = concrete(argument(args, 0));
  if (item.kind === 'nothing') throw new CallError('index of untyped nil');
  for (const index of args.slice(1)) {
    const { value, isNil } = indirect(item);
    if (isNil) throw new CallError('index of nil pointer');
    item = elementOf(value, concrete(index));
  }
  return item;
}

function sliceOf(args: readonly Value[]): Value {
  const item = concrete(argument(args, 0));
  const indexes = args.slice(1);
  if (item.kind === 'nothing') throw new CallError('slice of untyped nil');
  if (indexes.length > 3) throw new CallError(`too many slice indexes: ${indexes.length}`);
  if (item.kind === 'string' && indexes.length === 3) throw new CallError('cannot 3-index slice a string');
  if (item.kind !== 'string' && item.kind !== 'slice')
    throw new CallError(`can't slice item of type ${typeName(item)}`);
  const bytes = item.kind === 'string' ? bytesOf(item.value) : undefined;
  const length = item.kind === 'string' ? (bytes?.length ?? 0) : item.items.length;
  const [from = 0, to = length, most = length] = indexes.map((index) => position(index, length));
  if (from > to) throw new CallError(`invalid slice index: ${from} > ${to}`);
  if (to > most) throw new CallError(`invalid slice index: ${to} > ${most}`);
  if (item.kind === 'slice') return { ...item, items: item.items.slice(from, to) };
  return { ...item, value: bytes === undefined ? '' : decode(bytes.subarray(from, to)) };
}

function lengthOf(args: readonly Value[]): Value {
  const { value, isNil } = indirect(argument(args, 0));
  if (isNil) throw new CallError('len of nil pointer');
  switch (value.kind) {
    case 'slice':
      return integer(value.items.length);
    case 'map':
      return integer(value.entries.size);
    case 'string':
      return integer(bytesOf(value.value).length);
    case 'nothing':
      throw new CallError('reflect: call of reflect.Value.Type on zero Value');
    case 'bool':
    case 'float':
    case 'integer':
    case 'interface':
    case 'pointer':
    case 'struct':
    case 'time':
    default:
      throw new CallError(`len of type ${typeName(value)}`);
  }
}

export const CONTAINERS: Readonly<Record<string, Signature>> = {
  index: { parameters: ['reflect.Value'], variadic: 'reflect.Value', call: indexInto },
  slice: { parameters: ['reflect.Value'], variadic: 'reflect.Value', call: sliceOf },
  len: { parameters: ['reflect.Value'], call: lengthOf },
};
