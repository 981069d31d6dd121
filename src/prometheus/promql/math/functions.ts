// Functions of one sample that need no more than its value, and the calendar among them (all in UTC).

interface Civil {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly daysSinceEpoch: number;
  readonly secondOfDay: number;
}

const SECONDS_PER_DAY = 86_400;

/** Where Go's calendar starts, in seconds before 1970: beyond it, and 2^64 s later, it wraps around (package time). */
const GO_CALENDAR_START = 9_223_372_028_741_760_000n;
const GO_CALENDAR_START_DAYS = Number(GO_CALENDAR_START) / SECONDS_PER_DAY;

/** The whole seconds of a Unix time as days and seconds of a day, as Go makes them of a float64. */
function daysAndSeconds(unixSeconds: number): readonly [days: number, seconds: number] {
  if (Math.abs(unixSeconds) < Number.MAX_SAFE_INTEGER) {
    const seconds = Math.trunc(unixSeconds);
    const days = Math.floor(seconds / SECONDS_PER_DAY);
    return [days, seconds - days * SECONDS_PER_DAY];
  }
  // NaN, the infinities and what is too large are the least int64 on the machines that Prometheus mostly runs on.
  const isInt64 = unixSeconds >= -(2 ** 63) && unixSeconds < 2 ** 63;
  const seconds = BigInt.asUintN(64, BigInt(isInt64 ? unixSeconds : -(2 ** 63)) + GO_CALENDAR_START);
  const days = seconds / BigInt(SECONDS_PER_DAY);
  return [Number(days) - GO_CALENDAR_START_DAYS, Number(seconds % BigInt(SECONDS_PER_DAY))];
}

/** The date of a Unix time in the proleptic Gregorian calendar, also far outside of what Date can hold. */
function civilFrom(unixSeconds: number): Civil {
  const [daysSinceEpoch, secondOfDay] = daysAndSeconds(unixSeconds);
  // Years are counted from March, so that the leap day is a year's last; 400 years are an era of 146,097 days.
  const days = daysSinceEpoch + 719_468;
  const era = Math.floor(days / 146_097);
  const dayOfEra = days - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1_460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shifted = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1;
  const month = shifted < 10 ? shifted + 3 : shifted - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return { year, month, day, daysSinceEpoch, secondOfDay };
}

function isLeapYear(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function daysInMonth({ year, month }: Civil): number {
  return month === 2 && isLeapYear(year) ? 29 : (MONTH_DAYS[month - 1] ?? NaN);
}

function dayInYear({ year, month, day }: Civil): number {
  const before = MONTH_DAYS.slice(0, month - 1).reduce((sum, days) => sum + days, 0);
  return before + day + (month > 2 && isLeapYear(year) ? 1 : 0);
}

/** Functions of a Unix time; without an argument they take the time of the evaluation. */
export const DATE_FUNCTIONS: ReadonlyMap<string, (unixSeconds: number) => number> = new Map([
  ['days_in_month', (seconds) => daysInMonth(civilFrom(seconds))],
  ['day_of_month', (seconds) => civilFrom(seconds).day],
  // 1970-01-01 was a Thursday.
  ['day_of_week', (seconds) => (((civilFrom(seconds).daysSinceEpoch + 4) % 7) + 7) % 7],
  ['day_of_year', (seconds) => dayInYear(civilFrom(seconds))],
  ['hour', (seconds) => Math.floor(civilFrom(seconds).secondOfDay / 3_600)],
  ['minute', (seconds) => Math.floor((civilFrom(seconds).secondOfDay % 3_600) / 60)],
  ['month', (seconds) => civilFrom(seconds).month],
  ['year', (seconds) => civilFrom(seconds).year],
]);

/** Functions of a number. */
export const MATH_FUNCTIONS: ReadonlyMap<string, (value: number) => number> = new Map([
  ['abs', Math.abs],
  ['acos', Math.acos],
  ['acosh', Math.acosh],
  ['asin', Math.asin],
  ['asinh', Math.asinh],
  ['atan', Math.atan],
  ['atanh', Math.atanh],
  ['ceil', Math.ceil],
  ['cos', Math.cos],
  ['cosh', Math.cosh],
  ['deg', (value: number) => (value * 180) / Math.PI],
  ['exp', Math.exp],
  ['floor', Math.floor],
  ['ln', Math.log],
  ['log10', Math.log10],
  ['log2', Math.log2],
  ['rad', (value: number) => (value * Math.PI) / 180],
  ['sgn', (value: number) => (value < 0 ? -1 : value > 0 ? 1 : value)],
  ['sin', Math.sin],
  ['sinh', Math.sinh],
  ['sqrt', Math.sqrt],
  ['tan', Math.tan],
  ['tanh', Math.tanh],
]);
