// Reads the label values of one series as people type them: `GET /cart`, `/cart, get`, `{path="/cart",method="GET"}`. Pure.
import { bareAnswer } from './number-answer.ts';

/** What was typed: values by label name where names were given, else values in any order. */
export interface TypedLabels {
  readonly named: Readonly<Record<string, string>>;
  readonly loose: readonly string[];
}

const fillers = new Set([
  'and',
  'with',
  'the',
  'on',
  'to',
  'at',
  'is',
  'of',
  'path',
  'method',
  'endpoint',
  'route',
]);

/** Splits an answer into label values. */
export function parseLabels(text: string, labels: readonly string[]): TypedLabels {
  const bare = bareAnswer(text);
  const named: Record<string, string> = {};
  for (const label of labels) {
    const pair = new RegExp(`(?:^|[\\s{,;(])${label}\\s*[=:]\\s*("[^"]*"|'[^']*'|[^\\s,;{}()]+)`, 'i').exec(
      bare,
    );
    if (pair?.[1] !== undefined) named[label] = plainLabel(pair[1]);
  }
  if (Object.keys(named).length > 0) return { named, loose: [] };
  const isFiller = (word: string): boolean => fillers.has(word) || labels.includes(word);
  const loose = bare
    .split(/[\s,;:{}()|&+"'`]+|->|=>/)
    // `GET/cart` and `/cart/GET` are two values each, as are the parts around any other slash.
    .flatMap((part) => part.split('/'))
    .map(plainLabel)
    .filter((word) => word !== '' && !isFiller(word));
  // A row copied from a table of results ends with the value.
  const isRow = loose.length > labels.length && /^\d+(?:\.\d+)?$/.test(loose.at(-1) ?? '');
  return { named, loose: isRow ? loose.slice(0, -1) : loose };
}

/** One spelling for all that count as the same: no quotes, no outer slashes, lower case. */
export function plainLabel(value: string): string {
  return value
    .replace(/^["'`]+|["'`]+$/g, '')
    .replace(/^\/+|\/+$/g, '')
    .toLowerCase();
}

/** Whether what was typed names exactly this series. */
export function namesSeries(
  typed: TypedLabels,
  labels: readonly string[],
  series: Readonly<Record<string, string>>,
): boolean {
  const wanted = labels.map((label) => plainLabel(series[label] ?? ''));
  if (Object.keys(typed.named).length > 0) {
    return labels.every((label, index) => typed.named[label] === wanted[index]);
  }
  // A value with a slash inside is typed as several words.
  const words = wanted.flatMap((value) => value.split('/')).filter((word) => word !== '');
  return sorted(words) === sorted(typed.loose);
}

function sorted(words: readonly string[]): string {
  return JSON.stringify(words.toSorted());
}
