// Durations as Prometheus writes them: `1h30m`, `5m`, `1y2w`. Pure; the units are fixed lengths, a year has 365 days.

const UNITS = [
  ['y', 365 * 24 * 3_600_000],
  ['w', 7 * 24 * 3_600_000],
  ['d', 24 * 3_600_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1_000],
  ['ms', 1],
] as const;

/** 2^63 nanoseconds, the longest that Go can hold. */
export const MAX_DURATION_MS = 9_223_372_036_854;

export type ParsedDuration =
  | { readonly status: 'parsed'; readonly ms: number }
  | { readonly status: 'rejected'; readonly message: string };

/** Milliseconds of a duration such as `1h30m`; the units come in order of size, each at most once. */
export function parseDuration(text: string): ParsedDuration {
  if (text === '') return { status: 'rejected', message: 'empty duration string' };
  if (text === '0') return { status: 'parsed', ms: 0 };
  const quoted = JSON.stringify(text);
  const parts = /^(?:\d+\D+)+$/.test(text) ? [...text.matchAll(/(\d+)(\D+)/g)] : [];
  let ms = 0;
  let last = -1;
  for (const [, count, name] of parts) {
    const rank = UNITS.findIndex(([unit]) => unit === name);
    if (rank < 0) {
      const unknown = JSON.stringify(name);
      return { status: 'rejected', message: `unknown unit ${unknown} in duration ${quoted}` };
    }
    if (rank <= last) return { status: 'rejected', message: `not a valid duration string: ${quoted}` };
    last = rank;
    ms += Number(count) * (UNITS[rank]?.[1] ?? 0);
  }
  if (last < 0) return { status: 'rejected', message: `not a valid duration string: ${quoted}` };
  return ms > MAX_DURATION_MS
    ? { status: 'rejected', message: 'duration out of range' }
    : { status: 'parsed', ms };
}

/** Milliseconds of a duration, undefined where the text is none. */
export function durationMs(text: string): number | undefined {
  const outcome = parseDuration(text);
  return outcome.status === 'parsed' ? outcome.ms : undefined;
}

/** As Prometheus prints it: `1h30m`, `1d12h`, `0s`. Years and weeks are used only where they are exact: `90d`, not `12w6d`. */
export function formatDuration(ms: number): string {
  if (ms === 0) return '0s';
  let rest = Math.abs(Math.trunc(ms));
  let text = ms < 0 ? '-' : '';
  for (const [unit, unitMs] of UNITS) {
    const isExactOnly = unit === 'y' || unit === 'w';
    if (isExactOnly && rest % unitMs !== 0) continue;
    const count = Math.floor(rest / unitMs);
    if (count > 0) text += `${count}${unit}`;
    rest -= count * unitMs;
  }
  return text;
}
