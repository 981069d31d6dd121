// Reads times, durations and limits out of request parameters as Prometheus's web/api/v1 does, with its wording.
import { MAX_DURATION_MS, parseDuration as parseUnits } from '../../../durations.ts';
import { invalidParameter } from './error.ts';

/** The earliest and latest time that a range without a start or an end reaches to. */
export const MIN_TIME_MS = -8.64e15;
export const MAX_TIME_MS = 8.64e15;

/** Parses a Unix time in seconds (with a fraction) or an RFC 3339 time to milliseconds; undefined where it is neither. */
export function parseTime(text: string): number | undefined {
  const seconds = parseNumber(text);
  if (seconds !== undefined) {
    // Go splits off the fraction and rounds it to the millisecond.
    const whole = Math.trunc(seconds);
    const ms = whole * 1000 + Math.round((seconds - whole) * 1000);
    return Number.isFinite(ms) ? clampTime(ms) : undefined;
  }
  const match = /^(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d):(\d\d)(?:[.,](\d+))?([Zz]|[+-]\d\d:\d\d)$/.exec(
    text,
  );
  if (match === null) return undefined;
  const [, year = '', month = '', day = '', hour = '', minute = '', second = '', fraction = '', zone = ''] =
    match;
  if (Number(day) < 1 || Number(day) > daysIn(Number(year), Number(month))) return undefined;
  // JavaScript knows a 24:00, RFC 3339 does not.
  if (Number(hour) > 23) return undefined;
  const ms = Date.parse(
    `${year}-${month}-${day}T${hour}:${minute}:${second}.${fraction.padEnd(3, '0').slice(0, 3)}${zone.toUpperCase()}`,
  );
  return Number.isNaN(ms) ? undefined : ms;
}

export type ParsedDuration =
  | { readonly status: 'parsed'; readonly ms: number }
  | { readonly status: 'rejected'; readonly message: string };

/** Parses float seconds or a Prometheus duration (`1h30m`) to milliseconds. */
export function parseDuration(text: string): ParsedDuration {
  const seconds = parseNumber(text);
  const refusal = `cannot parse ${quote(text)} to a valid duration`;
  if (seconds === undefined) {
    const outcome = parseUnits(text);
    return outcome.status === 'parsed' ? outcome : { status: 'rejected', message: refusal };
  }
  if (Number.isNaN(seconds)) return { status: 'rejected', message: refusal };
  if (Math.abs(seconds * 1e3) > MAX_DURATION_MS)
    return { status: 'rejected', message: `${refusal}. It overflows int64` };
  return { status: 'parsed', ms: Math.trunc(seconds * 1e6) / 1e3 };
}

/** A time parameter, or what to take where it is absent. */
export function timeParam(params: URLSearchParams, name: string, absent: number): number {
  const text = params.get(name) ?? '';
  if (text === '') return absent;
  const time = parseTime(text);
  if (time === undefined)
    throw invalidParameter(
      name,
      `invalid time value for '${name}': cannot parse ${quote(text)} to a valid timestamp`,
    );
  return time;
}

/** A time parameter that has to be given. */
export function requiredTimeParam(params: URLSearchParams, name: string): number {
  const text = params.get(name) ?? '';
  const time = parseTime(text);
  if (time === undefined) throw invalidParameter(name, `cannot parse ${quote(text)} to a valid timestamp`);
  return time;
}

/** A duration parameter in milliseconds; undefined where it is absent. */
export function durationParam(params: URLSearchParams, name: string): number | undefined {
  const text = params.get(name) ?? '';
  return text === '' ? undefined : requiredDurationParam(params, name);
}

/** A duration parameter that has to be given, in milliseconds. */
export function requiredDurationParam(params: URLSearchParams, name: string): number {
  const duration = parseDuration(params.get(name) ?? '');
  if (duration.status === 'rejected') throw invalidParameter(name, duration.message);
  return duration.ms;
}

/** The `limit` parameter; 0 (and an absent one) means no limit. */
export function limitParam(params: URLSearchParams): number {
  const text = params.get('limit') ?? '';
  if (text === '') return 0;
  if (!/^[+-]?\d+$/.test(text))
    throw invalidParameter('limit', `strconv.Atoi: parsing ${quote(text)}: invalid syntax`);
  const limit = Number(text);
  if (limit < 0) throw invalidParameter('limit', 'limit must be non-negative');
  return limit;
}

/** A string as Go's %q prints it, near enough for error texts. */
export function quote(text: string): string {
  return JSON.stringify(text);
}

function parseNumber(text: string): number | undefined {
  if (/^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/.test(text)) return Number(text);
  return /^[+-]?(?:inf|infinity|nan)$/i.test(text) ? Number.NaN : undefined;
}

function clampTime(ms: number): number {
  return Math.min(Math.max(ms, MIN_TIME_MS), MAX_TIME_MS);
}

function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}
