// Any value under a verb of Go's fmt: maps, structures, pointers, and values with their own text.
import { formatDuration } from '../time/duration.ts';
import { formatTime } from '../time/layout.ts';
import { monthName, weekdayName } from '../time/calendar.ts';
import { concrete, indirect, isUnsigned, text, typeName, type Value } from '../values/model.ts';
import { pad, plainFlags, type Charge, type Flags } from './flags.ts';
import { formatBool, formatFloatVerb, formatInteger, formatText } from './scalars.ts';
import { unreachable } from '../../../unreachable.ts';

/** What Go's String method of a value returns; undefined where its type has none. */
function ownText(value: Value): string | undefined {
  if (value.kind === 'pointer') {
    const { target } = value;
    return target?.kind === 'time' || target?.kind === 'integer' ? ownText(target) : undefined;
  }
  if (value.kind === 'time') return formatTime(value.ns);
  if (value.kind !== 'integer') return undefined;
  switch (value.type) {
    case 'time.Duration':
      return formatDuration(value.value);
    case 'time.Month':
      return monthName(value.value);
    case 'time.Weekday':
      return weekdayName(value.value);
    case 'int':
    case 'int64':
    case 'uint':
    case 'uint64':
    case 'uint8':
    default:
      return undefined;
  }
}

const TEXT_VERBS: ReadonlySet<string> = new Set(['v', 's', 'x', 'X', 'q']);
/** Where Go prints an address there is none to print. */
const ADDRESS = 0xc0_00_01_00_00n;

/** One argument of a format. A verb that its type does not have is printed as Go does: `%!d(string=hi)`. */
export function formatArgument(value: Value, verb: string, flags: Flags): string {
  const inner = concrete(value);
  if (inner.kind === 'nothing') {
    return verb === 'v' ? pad('<nil>', flags) : verb === 'T' ? pad('<nil>', flags) : `%!${verb}(<nil>)`;
  }
  if (verb === 'T') return formatText(typeName(inner), 's', flags) ?? '';
  if (verb === 'p') return formatPointer(inner, verb, flags) ?? badVerb(inner, verb, flags);
  // Only Go's Errorf has this verb.
  if (verb === 'w') return badVerb(inner, verb, flags);
  return formatNested(inner, verb, flags, 0);
}

function badVerb(value: Value, verb: string, flags: Flags): string {
  return `%!${verb}(${typeName(value)}=${formatNested(value, 'v', flags, 0, true)})`;
}

function formatNested(value: Value, verb: string, flags: Flags, depth: number, isError = false): string {
  const own = isError || flags.sharpV || !TEXT_VERBS.has(verb) ? undefined : ownText(value);
  if (own !== undefined) return formatText(own, verb, flags) ?? '';
  return formatKind(value, verb, flags, depth) ?? badVerb(value, verb, flags);
}

function formatKind(value: Value, verb: string, flags: Flags, depth: number): string | undefined {
  const inside = (item: Value): string => formatNested(item, verb, flags, depth + 1);
  const separator = flags.sharpV ? ', ' : ' ';
  flags.charge(value.kind === 'string' ? value.value.length + 1 : 1);
  switch (value.kind) {
    case 'nothing':
      return verb === 'v' ? '<nil>' : `%!${verb}(<nil>)`;
    case 'interface':
      if (value.value.kind !== 'nothing') return inside(value.value);
      return flags.sharpV ? 'interface {}(nil)' : '<nil>';
    case 'bool':
      return formatBool(value.value, verb, flags);
    case 'integer':
      return formatInteger(value.value, isUnsigned(value.type), verb, flags);
    case 'float':
      return formatFloatVerb(value.value, verb, flags);
    case 'string':
      return formatText(value.value, verb, flags);
    case 'time':
      return verb === 'v' ? ownText(value) : undefined;
    case 'slice': {
      const items = value.items.map(inside).join(separator);
      return flags.sharpV ? `${value.type}{${items}}` : `[${items}]`;
    }
    case 'map': {
      const names = [...value.entries.keys()].toSorted();
      const entries = names.map((name) => {
        const key = inside({ kind: 'string', type: 'string', value: name });
        return `${key}:${inside(value.entries.get(name) ?? value.missing)}`;
      });
      return flags.sharpV ? `${value.type}{${entries.join(separator)}}` : `map[${entries.join(separator)}]`;
    }
    case 'struct': {
      const hasNames = flags.plusV || flags.sharpV;
      const fields = value.fields.map(([name, field]) => {
        const shown = field.kind === 'interface' && field.value.kind !== 'nothing' ? field.value : field;
        return `${hasNames ? `${name}:` : ''}${inside(shown)}`;
      });
      return `${flags.sharpV ? value.type : ''}{${fields.join(separator)}}`;
    }
    case 'pointer':
      if (depth === 0 && value.target !== undefined && value.target.kind !== 'integer')
        return `&${inside(value.target)}`;
      return formatPointer(value, verb, flags);
    default:
      return unreachable(value);
  }
}

/** The address of a pointer, a map or a list; undefined where there is none. */
function formatPointer(value: Value, verb: string, flags: Flags): string | undefined {
  if (value.kind !== 'pointer' && value.kind !== 'map' && value.kind !== 'slice') return undefined;
  const isNil = value.kind === 'pointer' && value.target === undefined;
  if (isNil && verb === 'v') return pad('<nil>', flags);
  const address = isNil ? 0n : ADDRESS;
  if (verb === 'v' || verb === 'p')
    return formatInteger(address, true, 'x', { ...flags, sharp: !flags.sharp });
  return /^[bodxX]$/.test(verb) ? formatInteger(address, true, verb, flags) : undefined;
}

/** What an action prints of a value: what its pointers lead to, and `<no value>` where there is none. */
export function printable(value: Value): Value {
  const inner = concrete(value);
  if (inner.kind === 'nothing') return text('<no value>');
  return inner.kind === 'pointer' ? indirect(inner).value : inner;
}

/** As Go's fmt.Sprint: a space between two operands of which neither is a text. */
export function print(values: readonly Value[], charge: Charge): string {
  let printed = '';
  let wasText = true;
  for (const [index, value] of values.entries()) {
    const inner = concrete(value);
    const isText = inner.kind === 'string';
    if (index > 0 && !isText && !wasText) printed += ' ';
    printed += formatArgument(inner, 'v', plainFlags(charge));
    wasText = isText;
  }
  return printed;
}

/** As Go's fmt.Sprintln: spaces between all operands, and a newline. */
export function printLine(values: readonly Value[], charge: Charge): string {
  return `${values.map((value) => formatArgument(value, 'v', plainFlags(charge))).join(' ')}\n`;
}
