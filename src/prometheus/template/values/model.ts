// What a template computes with: the values of Go that the data and the functions of Prometheus can yield, with their types.

/** No value at all: Go's untyped nil, and what a missing field of a missing value is. */
export const NOTHING = { kind: 'nothing' } as const;

export type IntegerType =
  'int' | 'int64' | 'time.Duration' | 'time.Month' | 'time.Weekday' | 'uint' | 'uint8' | 'uint64';

export interface SliceValue {
  readonly kind: 'slice';
  readonly type: string;
  readonly items: readonly Value[];
}

export interface MapValue {
  readonly kind: 'map';
  readonly type: string;
  readonly entries: ReadonlyMap<string, Value>;
  /** What a key that is not there yields. */
  readonly missing: Value;
}

export interface StructValue {
  readonly kind: 'struct';
  readonly type: string;
  readonly fields: readonly (readonly [name: string, value: Value])[];
}

/** Nanoseconds since the Unix epoch, in UTC. */
export interface TimeValue {
  readonly kind: 'time';
  readonly ns: bigint;
}

export interface PointerValue {
  readonly kind: 'pointer';
  readonly type: string;
  /** Absent where the pointer is nil. */
  readonly target: Value | undefined;
}

/** What a slot of type `interface {}` holds: a field or an element that can be of any type. */
export interface InterfaceValue {
  readonly kind: 'interface';
  readonly value: Value;
}

export type Value =
  | typeof NOTHING
  | { readonly kind: 'bool'; readonly value: boolean }
  | { readonly kind: 'string'; readonly type: 'string' | 'template.HTML'; readonly value: string }
  | { readonly kind: 'integer'; readonly type: IntegerType; readonly value: bigint }
  | { readonly kind: 'float'; readonly value: number }
  | SliceValue
  | MapValue
  | StructValue
  | TimeValue
  | PointerValue
  | InterfaceValue;

export const text = (value: string): Value => ({ kind: 'string', type: 'string', value });
export const bool = (value: boolean): Value => ({ kind: 'bool', value });
export const float = (value: number): Value => ({ kind: 'float', value });
export const integer = (value: bigint | number, type: IntegerType = 'int'): Value => ({
  kind: 'integer',
  type,
  value: BigInt(value),
});
export const anything = (value: Value): Value => ({ kind: 'interface', value });
export const pointer = (type: string, target: Value | undefined): Value => ({
  kind: 'pointer',
  type,
  target,
});

export const SAMPLE = '*template.sample';
export const VECTOR = 'template.queryResult';

/** Whether integers of this type have no sign. */
export function isUnsigned(type: IntegerType): boolean {
  return type.startsWith('uint');
}

/** The name of a value's type, as Go prints it. */
export function typeName(value: Value): string {
  switch (value.kind) {
    case 'nothing':
      return '<nil>';
    case 'float':
      return 'float64';
    case 'bool':
      return 'bool';
    case 'time':
      return 'time.Time';
    case 'interface':
      return 'interface {}';
    case 'integer':
    case 'map':
    case 'pointer':
    case 'slice':
    case 'string':
    case 'struct':
    default:
      return value.type;
  }
}

/** The value inside of an interface; any other value as it is. */
export function concrete(value: Value): Value {
  return value.kind === 'interface' ? concrete(value.value) : value;
}

/** What pointers and interfaces lead to. `isNil` where that is a nil pointer, which is then the value, or an empty interface. */
export function indirect(value: Value): { readonly value: Value; readonly isNil: boolean } {
  let at = value;
  for (;;) {
    if (at.kind === 'pointer') {
      if (at.target === undefined) return { value: at, isNil: true };
      at = at.target;
    } else if (at.kind === 'interface') {
      if (at.value.kind === 'nothing') return { value: at, isNil: true };
      at = at.value;
    } else {
      return { value: at, isNil: false };
    }
  }
}

/** Whether `if` and `with` take a value as true: it is not the zero of its type, and not empty. */
export function isTrue(value: Value): boolean {
  switch (value.kind) {
    case 'nothing':
      return false;
    case 'interface':
      return isTrue(value.value);
    case 'bool':
      return value.value;
    case 'string':
      return value.value !== '';
    case 'integer':
      return value.value !== 0n;
    case 'float':
      return value.value !== 0;
    case 'slice':
      return value.items.length > 0;
    case 'map':
      return value.entries.size > 0;
    case 'pointer':
      return value.target !== undefined;
    case 'struct':
    case 'time':
    default:
      return true;
  }
}

const LONE = /\p{Surrogate}/u;

/** The bytes of a text in UTF-8. What is no UTF-8 in a literal is a lone surrogate here (U+DC80 to U+DCFF), and one byte. */
export function bytesOf(value: string): Buffer {
  if (!LONE.test(value)) return Buffer.from(value);
  return Buffer.concat(
    Array.from(value, (character) => {
      const code = character.codePointAt(0) ?? 0;
      return code >= 0xdc80 && code <= 0xdcff ? Buffer.of(code - 0xdc00) : Buffer.from(character);
    }),
  );
}
