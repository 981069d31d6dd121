// The methods of times and durations that templates call: `(now | toTime).Format "15:04"`.
import {
  argument,
  CallError,
  integerArgument,
  textArgument,
  type ParameterType,
  type Signature,
} from '../values/signature.ts';
import { bool, float, integer, text, type IntegerType, type Value } from '../values/model.ts';
import { calendarOf, floorDiv, monthName, weekdayName, type CalendarParts } from './calendar.ts';
import { formatDuration } from './duration.ts';
import { formatTime } from './layout.ts';

const MAX_INT = 2n ** 63n - 1n;

type Methods = Readonly<Record<string, Signature>>;

const method = (
  parameters: readonly ParameterType[],
  call: (args: readonly Value[]) => Value,
): Signature => ({
  parameters,
  call,
});

const time = (ns: bigint): Value => ({ kind: 'time', ns });
const duration = (ns: bigint): Value => integer(ns, 'time.Duration');

function timeArgument(args: readonly Value[]): bigint {
  const value = argument(args, 0);
  if (value.kind !== 'time') throw new Error(`a ${value.kind} where a time is asked for`);
  return value.ns;
}

/** The distance of two times, at most what a duration can hold. */
function distance(ns: bigint): bigint {
  if (ns > MAX_INT) return MAX_INT;
  return ns < -MAX_INT - 1n ? -MAX_INT - 1n : ns;
}

/** Halves are rounded away from zero. */
function roundTo(ns: bigint, unit: bigint): bigint {
  if (unit <= 0n) return ns;
  const magnitude = ns < 0n ? -ns : ns;
  const rounded = ((magnitude + unit / 2n + (unit % 2n)) / unit) * unit;
  return ns < 0n ? -rounded : rounded;
}

/** Nanoseconds between Go's year 1 and the epoch: its times are rounded from there. */
const ZERO_TIME = 62_135_596_800n * 1_000_000_000n;

function roundTime(ns: bigint, unit: bigint, isUp: boolean): bigint {
  if (unit <= 0n) return ns;
  const since = ns + ZERO_TIME;
  const rest = since - floorDiv(since, unit) * unit;
  return isUp && rest * 2n >= unit ? ns + unit - rest : ns - rest;
}

function addDate(ns: bigint, years: bigint, months: bigint, days: bigint): bigint {
  const at = calendarOf(ns);
  const date = Date.UTC(at.year + Number(years), at.month - 1 + Number(months), at.day + Number(days));
  if (Number.isNaN(date)) throw new CallError('the date is out of range');
  const day = 86_400_000_000_000n;
  return BigInt(date) * 1_000_000n + (ns - floorDiv(ns, day) * day);
}

const PARTS: readonly (readonly [name: string, part: keyof CalendarParts, type: IntegerType])[] = [
  ['Year', 'year', 'int'],
  ['Month', 'month', 'time.Month'],
  ['Day', 'day', 'int'],
  ['Hour', 'hour', 'int'],
  ['Minute', 'minute', 'int'],
  ['Second', 'second', 'int'],
  ['Nanosecond', 'nanosecond', 'int'],
  ['Weekday', 'weekday', 'time.Weekday'],
  ['YearDay', 'yearDay', 'int'],
];

function ofTime(ns: bigint): Methods {
  const parts = PARTS.map(([name, part, type]) => [
    name,
    method([], () => integer(calendarOf(ns)[part], type)),
  ]);
  return {
    ...Object.fromEntries(parts),
    Add: method(['time.Duration'], (args) => time(ns + integerArgument(args, 0))),
    AddDate: method(['int', 'int', 'int'], (args) =>
      time(addDate(ns, integerArgument(args, 0), integerArgument(args, 1), integerArgument(args, 2))),
    ),
    After: method(['time.Time'], (args) => bool(ns > timeArgument(args))),
    Before: method(['time.Time'], (args) => bool(ns < timeArgument(args))),
    Equal: method(['time.Time'], (args) => bool(ns === timeArgument(args))),
    Format: method(['string'], (args) => text(formatTime(ns, textArgument(args, 0)))),
    IsDST: method([], () => bool(false)),
    IsZero: method([], () => bool(ns === -ZERO_TIME)),
    Round: method(['time.Duration'], (args) => time(roundTime(ns, integerArgument(args, 0), true))),
    String: method([], () => text(formatTime(ns))),
    Sub: method(['time.Time'], (args) => duration(distance(ns - timeArgument(args)))),
    Truncate: method(['time.Duration'], (args) => time(roundTime(ns, integerArgument(args, 0), false))),
    UTC: method([], () => time(ns)),
    Unix: method([], () => integer(floorDiv(ns, 1_000_000_000n), 'int64')),
    UnixMicro: method([], () => integer(floorDiv(ns, 1_000n), 'int64')),
    UnixMilli: method([], () => integer(floorDiv(ns, 1_000_000n), 'int64')),
    UnixNano: method([], () => integer(ns, 'int64')),
  };
}

/** A duration in a unit, added up as Go does: whole ones and the rest. */
const inUnits = (ns: bigint, unit: bigint): number => Number(ns / unit) + Number(ns % unit) / Number(unit);

function ofDuration(ns: bigint): Methods {
  return {
    Abs: method([], () => duration(ns < 0n ? distance(-ns) : ns)),
    Hours: method([], () => float(inUnits(ns, 3_600_000_000_000n))),
    Microseconds: method([], () => integer(ns / 1_000n, 'int64')),
    Milliseconds: method([], () => integer(ns / 1_000_000n, 'int64')),
    Minutes: method([], () => float(inUnits(ns, 60_000_000_000n))),
    Nanoseconds: method([], () => integer(ns, 'int64')),
    Round: method(['time.Duration'], (args) => duration(distance(roundTo(ns, integerArgument(args, 0))))),
    Seconds: method([], () => float(inUnits(ns, 1_000_000_000n))),
    String: method([], () => text(formatDuration(ns))),
    Truncate: method(['time.Duration'], (args) => {
      const unit = integerArgument(args, 0);
      return duration(unit <= 0n ? ns : ns - (ns % unit));
    }),
  };
}

/** The methods of a value by name; none for values of other types. */
function methodsOf(value: Value): Methods {
  if (value.kind === 'time') return ofTime(value.ns);
  if (value.kind !== 'integer') return {};
  switch (value.type) {
    case 'time.Duration':
      return ofDuration(value.value);
    case 'time.Month':
      return { String: method([], () => text(monthName(value.value))) };
    case 'time.Weekday':
      return { String: method([], () => text(weekdayName(value.value))) };
    case 'int':
    case 'int64':
    case 'uint':
    case 'uint64':
    case 'uint8':
    default:
      return {};
  }
}

/** A method of a value; undefined where it has none of this name. */
export function findMethod(value: Value, name: string): Signature | undefined {
  const methods = methodsOf(value);
  return Object.hasOwn(methods, name) ? methods[name] : undefined;
}
