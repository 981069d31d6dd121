// Reads the four answers as people type them: an endpoint, a moment, a size, an alert. Pure.
import type { IncidentField } from './facts.ts';

export const FIELDS: readonly IncidentField[] = ['endpoint', 'since', 'badly', 'alert'];

const NAMES: Readonly<Record<IncidentField, RegExp>> = {
  endpoint: /^(?:which )?(?:endpoint|path)\s*[:=]\s*/i,
  since: /^(?:since(?: when)?|start(?:ed)?|began)\s*[:=]\s*/i,
  badly: /^(?:how )?(?:badly|bad|size|much)\s*[:=]\s*/i,
  alert: /^(?:which )?alerts?\s*[:=]\s*/i,
};

/** The answers by field: on lines or between semicolons, in order, or in any order with their names. */
export function splitAnswers(text: string): Partial<Record<IncidentField, string>> {
  const parts = text
    .split(/[\n;]/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
  const found: Partial<Record<IncidentField, string>> = {};
  const unnamed: string[] = [];
  for (const part of parts) {
    const field = FIELDS.find((name) => NAMES[name].test(part));
    if (field === undefined) unnamed.push(part);
    else found[field] = part.replace(NAMES[field], '').trim();
  }
  for (const field of FIELDS) {
    if (found[field] !== undefined) continue;
    const next = unnamed.shift();
    if (next !== undefined) found[field] = next;
  }
  return found;
}

const CLOCK = /(?:^|[^\d:])(\d{1,2}):(\d{2})(?::(\d{2}))?\s*(am|pm)?\s*(z|utc|gmt)?(?![\d:])/i;
const AGO = /^(?:about |since |~)?\s*(\d+(?:\.\d+)?)\s*(s|sec|seconds?|m|min|minutes?|h|hours?)\b/i;
const UNIT_MS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000 };

/** A moment, with all readings that it may have: of this computer's clock and of UTC. */
export function readMoment(text: string, nowMs: number): readonly number[] {
  const stamp = /^\s*@?(\d{10}|\d{13})(?:\.\d+)?\s*$/.exec(text)?.[1];
  if (stamp !== undefined) return [Number(stamp) * (stamp.length === 10 ? 1_000 : 1)];
  if (/\d{4}-\d{2}-\d{2}T.*(?:Z|[+-]\d{2}:?\d{2})\s*$/.test(text)) {
    const parsed = Date.parse(text.trim());
    return Number.isNaN(parsed) ? [] : [parsed];
  }
  const clock = CLOCK.exec(` ${text}`);
  if (clock !== null) {
    const [, hour = '', minute = '', second = '0', half, zone] = clock;
    let hours = Number(hour);
    if (half !== undefined) hours = (hours % 12) + (half.toLowerCase() === 'pm' ? 12 : 0);
    if (hours > 23 || Number(minute) > 59) return [];
    const local = new Date(nowMs).setHours(hours, Number(minute), Number(second), 0);
    const utc = new Date(nowMs).setUTCHours(hours, Number(minute), Number(second), 0);
    return [...new Set(zone === undefined ? [local, utc] : [utc])].map((at) => latest(at, nowMs));
  }
  const ago = AGO.exec(text.trim());
  if (ago === null) return [];
  return [nowMs - Number(ago[1]) * (UNIT_MS[(ago[2] ?? 'm').charAt(0).toLowerCase()] ?? 0)];
}

const DAY_MS = 86_400_000;

/** A time of day in the future is one of yesterday. */
const latest = (at: number, nowMs: number): number => (at > nowMs + 60_000 ? at - DAY_MS : at);

export interface Size {
  readonly value: number;
  readonly unit: 'percent' | 'seconds' | 'none';
}

/** `30 %`, `0.3`, `three of ten` (no), `800 ms`, `0.8 s`, `12`. */
export function readSize(text: string): Size | undefined {
  const ratio = /(\d+)\s*(?:\/|of|out of)\s*(\d+)/i.exec(text);
  if (ratio !== null && Number(ratio[2]) > 0)
    return { value: (100 * Number(ratio[1])) / Number(ratio[2]), unit: 'percent' };
  const found = /(\d+(?:[.,]\d+)?|[.,]\d+)\s*(%|percent|ms|milliseconds?|seconds?|s)?(?![a-z\d])/i.exec(text);
  if (found === null) return undefined;
  const value = Number((found[1] ?? '').replace(',', '.'));
  const unit = (found[2] ?? '').toLowerCase();
  if (unit === '%' || unit === 'percent') return { value, unit: 'percent' };
  if (unit.startsWith('m')) return { value: value / 1_000, unit: 'seconds' };
  return { value, unit: unit === '' ? 'none' : 'seconds' };
}
