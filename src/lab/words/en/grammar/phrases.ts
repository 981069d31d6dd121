// The grammar of English that sentences need: lists and plurals, by Intl.
import type { PortHolder } from '../../../model/app-run.ts';

const list = new Intl.ListFormat('en', { type: 'conjunction' });
const plurals = new Intl.PluralRules('en');
const MAX_LISTED = 4;

/** `a`, `a and b`, `a, b, and c`; the first few and `5 others` where there are many. */
export function listed(items: readonly string[]): string {
  const others = items.length - MAX_LISTED;
  return list.format(others < 2 ? items : [...items.slice(0, MAX_LISTED), `${others} others`]);
}

/** The form of a word that fits the number: `plural(n, 'adds', 'add')`. */
export const plural = (count: number, one: string, other: string): string =>
  plurals.select(count) === 'one' ? one : other;

/** `1 request`, `3 requests`. */
export const counted = (count: number, one: string, other = `${one}s`): string =>
  `${count} ${plural(count, one, other)}`;

/** `+2`, `-1`, `+0`. */
export const signed = (value: number): string => (value < 0 ? String(value) : `+${value}`);

const choice = new Intl.ListFormat('en', { type: 'disjunction' });

/** `a`, `a or b`, `a, b, or c`. */
export const oneOf = (items: readonly string[]): string => choice.format(items);

/** `0.5 seconds`, `1 second`, `5 seconds`, `2 minutes`. */
export function duration(ms: number): string {
  return ms >= 120_000
    ? counted(Math.round(ms / 60_000), 'minute')
    : counted(Math.round(ms / 100) / 10, 'second');
}

/** `python3 (process 123)`, `another program`: who listens on a port. */
export const holderName = (holder: PortHolder | undefined): string =>
  holder === undefined ? 'another program' : `${holder.command ?? 'a program'} (process ${holder.pid})`;
