// Reads the label values of one series as people type them: `GET /cart`, `it is /cart, get`,
// `{path="/cart",method="GET"}`, a row of a table. Pure.

/** What was typed: values by label name where names were given, and all words outside of them. */
export interface TypedLabels {
  readonly named: Readonly<Record<string, readonly string[]>>;
  readonly loose: readonly string[];
}

/** Splits an answer into label values and words. */
export function parseLabels(text: string, labels: readonly string[]): TypedLabels {
  const named: Record<string, readonly string[]> = {};
  let rest = text;
  for (const label of labels) {
    const pair = new RegExp(
      `(?:^|[\\s{,;("'])${label}["']?\\s*[=:]\\s*("[^"]*"|'[^']*'|[^\\s,;{}()]+)`,
      'i',
    ).exec(rest);
    if (pair?.[1] === undefined) continue;
    named[label] = wordsOf(pair[1]);
    rest = `${rest.slice(0, pair.index)} ${rest.slice(pair.index + pair[0].length)}`;
  }
  return { named, loose: wordsOf(rest) };
}

/** The words of a label value or of an answer, in one spelling: case, slashes and punctuation do not count. */
export function wordsOf(text: string): readonly string[] {
  return text.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
}

/**
 * Whether what was typed names exactly this series, and no value of another one. `known` are the words of all values
 * there are: any other word is part of a sentence.
 */
export function namesSeries(
  typed: TypedLabels,
  labels: readonly string[],
  series: Readonly<Record<string, string>>,
  known: ReadonlySet<string>,
): boolean {
  if (typed.loose.includes('not')) return false;
  const valueOf = (label: string): readonly string[] => wordsOf(series[label] ?? '');
  const isNamed = (label: string): boolean => typed.named[label] !== undefined;
  if (labels.some((label) => isNamed(label) && !isSame(typed.named[label] ?? [], valueOf(label))))
    return false;
  const others = labels.filter((label) => !isNamed(label));
  const loose = typed.loose.filter((word) => known.has(word));
  if (others.length > 0) return isSame(loose, others.flatMap(valueOf));
  // Where each label has its value, what else was typed may repeat one of them, but not name another series.
  const own = new Set(labels.flatMap(valueOf));
  return loose.every((word) => own.has(word));
}

function isSame(some: readonly string[], others: readonly string[]): boolean {
  return JSON.stringify(some.toSorted()) === JSON.stringify(others.toSorted());
}
