// Reads times, durations and limits out of request parameters as Prometheus's web/api/v1 does, with its wording.
import { invalidParameter } from './api-error.ts';

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
  const ms = Date.parse(
    `${year}-${month}-${day}T${hour}:${minute}:${second}.${fraction.padEnd(3, '0').slice(0, 3)}${zone.toUpperCase()}`,
  );
  return Number.isNaN(ms) ? undefined : ms;
}

/** Parses float seconds or a Prometheus duration (`1h30m`) to milliseconds; undefined where it is neither. */
export function parseDuration(text: string): number | undefined {
  const seconds = parseNumber(text);
  if (seconds !== undefined) return Number.isFinite(seconds) ? Math.trunc(seconds * 1e6) / 1e3 : undefined;
  if (text === '0') return 0;
  const match = /^(?:(\d+)y)?(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?(?:(\d+)ms)?$/.exec(text);
  if (match === null || text === '') return undefined;
  return unitsMs.reduce((total, unit, index) => total + Number(match[index + 1] ?? 0) * unit, 0);
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
  const text = params.get(name) ?? '';
  const duration = parseDuration(text);
  if (duration === undefined) throw invalidParameter(name, `cannot parse ${quote(text)} to a valid duration`);
  return duration;
}

/** The `limit` parameter; 0 (and an absent one) stands for no limit. */
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

const unitsMs = [365 * 864e5, 7 * 864e5, 864e5, 36e5, 6e4, 1e3, 1];

function parseNumber(text: string): number | undefined {
  if (/^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(text)) return Number(text);
  return /^[+-]?(?:inf|infinity|nan)$/i.test(text) ? Number.NaN : undefined;
}

function clampTime(ms: number): number {
  return Math.min(Math.max(ms, MIN_TIME_MS), MAX_TIME_MS);
}

function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}
