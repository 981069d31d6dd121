// The parts of a time in UTC, and the names of months and days.

const NS_PER_SECOND = 1_000_000_000n;
const NS_PER_DAY = 86_400n * NS_PER_SECOND;

export const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;

export const WEEKDAYS = [
  'Sunday',
  'Monday',
  'Tuesday',
  'Wednesday',
  'Thursday',
  'Friday',
  'Saturday',
] as const;

export interface CalendarParts {
  readonly year: number;
  /** 1 is January. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly nanosecond: number;
  /** 0 is Sunday. */
  readonly weekday: number;
  /** 1 is the first of January. */
  readonly yearDay: number;
}

/** Division towards minus infinity. */
export function floorDiv(value: bigint, divisor: bigint): bigint {
  const quotient = value / divisor;
  return value % divisor < 0n ? quotient - 1n : quotient;
}

/** The calendar of a time in nanoseconds since the epoch. */
export function calendarOf(ns: bigint): CalendarParts {
  const date = new Date(Number(floorDiv(ns, 1_000_000n)));
  const year = date.getUTCFullYear();
  const newYear = BigInt(Date.UTC(year, 0, 1)) * 1_000_000n;
  return {
    year,
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    nanosecond: Number(ns - floorDiv(ns, NS_PER_SECOND) * NS_PER_SECOND),
    weekday: date.getUTCDay(),
    yearDay: Number(floorDiv(ns - newYear, NS_PER_DAY)) + 1,
  };
}

/** `January`; `%!Month(13)` of a number that is no month. */
export function monthName(month: bigint): string {
  return MONTHS[Number(month) - 1] ?? `%!Month(${month})`;
}

/** `Sunday` is 0. */
export function weekdayName(day: bigint): string {
  return WEEKDAYS[Number(day)] ?? `%!Weekday(${day})`;
}
