// Numbers for people, as Prometheus words them. Facts: template.go, and helpers/templates of prometheus/common.
import { formatFloat } from '../format/float.ts';
import { parseFloat64 } from '../format/parse-float.ts';
import { quote } from '../../promql/text/strings.ts';
import { formatTime } from '../time/layout.ts';
import { CallError } from '../values/signature.ts';
import { concrete, typeName, type Value } from '../values/model.ts';

const NS_PER_SECOND = 1e9;
const MAX_INT64 = 2 ** 63;

/** A number, or a text that is one. @throws {CallError} in Go's words */
export function toNumber(value: Value): number {
  const given = concrete(value);
  if (given.kind === 'float') return given.value;
  if (given.kind === 'integer') {
    if (given.type === 'time.Duration') return secondsOf(given.value);
    if (['int', 'int64', 'uint', 'uint64'].includes(given.type)) return Number(given.value);
  }
  if (given.kind === 'string' && given.type === 'string') {
    const parsed = parseFloat64(given.value);
    if (parsed.status === 'ok') return parsed.value;
    const problem = parsed.status === 'range' ? 'value out of range' : 'invalid syntax';
    throw new CallError(`strconv.ParseFloat: parsing ${quote(given.value)}: ${problem}`);
  }
  throw new CallError(`can't convert ${typeName(given)} to float`);
}

/** The seconds of a duration, added up as Go does: whole ones and the rest. */
export function secondsOf(ns: bigint): number {
  return Number(ns / 1_000_000_000n) + Number(ns % 1_000_000_000n) / NS_PER_SECOND;
}

const significant = (value: number): string => formatFloat(value, 'g', 4);
const LARGE = ['k', 'M', 'G', 'T', 'P', 'E', 'Z', 'Y'];
const LARGE_1024 = ['ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei', 'Zi', 'Yi'];
const SMALL = ['m', 'u', 'n', 'p', 'f', 'a', 'z', 'y'];

/** Divides while the number is too large, up to the last prefix. */
function scaleDown(value: number, base: number, prefixes: readonly string[]): string {
  let rest = value;
  let prefix = '';
  for (const next of prefixes) {
    if (Math.abs(rest) < base) break;
    prefix = next;
    rest /= base;
  }
  return significant(rest) + prefix;
}

/** Multiplies while the number is below one. */
function scaleUp(value: number): string {
  let rest = value;
  let prefix = '';
  for (const next of SMALL) {
    if (Math.abs(rest) >= 1) break;
    prefix = next;
    rest *= 1_000;
  }
  return significant(rest) + prefix;
}

/** `1.235M`, `120m`. */
export function humanize(value: number): string {
  if (value === 0 || !Number.isFinite(value)) return significant(value);
  return Math.abs(value) >= 1 ? scaleDown(value, 1_000, LARGE) : scaleUp(value);
}

/** `1Mi`; numbers below one have no prefix. */
export function humanize1024(value: number): string {
  if (Math.abs(value) <= 1 || !Number.isFinite(value)) return significant(value);
  return scaleDown(value, 1_024, LARGE_1024);
}

/** `12.35%` of 0.1235. */
export function humanizePercentage(value: number): string {
  return `${significant(value * 100)}%`;
}

/** Seconds as `1d 2h 3m 4s`, `1.235s`, `120ms`. */
export function humanizeDuration(seconds: number): string {
  if (!Number.isFinite(seconds)) return significant(seconds);
  if (seconds === 0) return `${significant(seconds)}s`;
  if (Math.abs(seconds) < 1) return `${scaleUp(seconds)}s`;
  const sign = seconds < 0 ? '-' : '';
  const magnitude = Math.abs(seconds);
  const whole = toInt64(magnitude);
  const parts = [
    `${whole / 86_400n}d`,
    `${(whole / 3_600n) % 24n}h`,
    `${(whole / 60n) % 60n}m`,
    `${whole % 60n}s`,
  ];
  const first = parts.findIndex((part) => Number.parseInt(part, 10) !== 0);
  return first < 0 || first === 3 ? `${sign}${significant(magnitude)}s` : sign + parts.slice(first).join(' ');
}

/** Without decimals; what is too large becomes the least integer, as on the machines that Prometheus runs on. */
export function toInt64(value: number): bigint {
  return value >= MAX_INT64 || value < -MAX_INT64 || Number.isNaN(value)
    ? -(2n ** 63n)
    : BigInt(Math.trunc(value));
}

/** Nanoseconds since the epoch, in whole milliseconds, of seconds since then. @throws {CallError} */
export function timestampNs(seconds: number): bigint {
  if (!Number.isFinite(seconds)) throw new CallError('value is NaN or Inf');
  const ns = seconds * NS_PER_SECOND;
  if (ns > MAX_INT64 || ns < -MAX_INT64) {
    const shown = formatFloat(seconds, 'g');
    throw new CallError(`${shown} cannot be represented as a nanoseconds timestamp since it overflows int64`);
  }
  const whole = toInt64(ns);
  return (whole / 1_000_000n) * 1_000_000n;
}

/** A time in UTC of seconds since the epoch. @throws {CallError} */
export function humanizeTimestamp(seconds: number): string {
  return Number.isFinite(seconds) ? formatTime(timestampNs(seconds)) : significant(seconds);
}
