// The grammar of English that sentences need: lists and plurals, by Intl.

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
