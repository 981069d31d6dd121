// Finds what the learner probably meant: the closest of a few known words. Used for hints and codes of failures only.

/** Number of single-character edits (insert, drop, replace, swap neighbors) between two short words. */
export function editDistance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, column) => column)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const isSame = a[i - 1] === b[j - 1];
      let best = Math.min(
        (rows[i - 1]?.[j] ?? 0) + 1,
        (row[j - 1] ?? 0) + 1,
        (rows[i - 1]?.[j - 1] ?? 0) + (isSame ? 0 : 1),
      );
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        best = Math.min(best, (rows[i - 2]?.[j - 2] ?? 0) + 1);
      }
      row.push(best);
    }
    rows.push(row);
  }
  return rows[a.length]?.[b.length] ?? 0;
}

/** Letters and digits only, in lower case: `Job-Name` and `job_name` are the same word then. */
export function plainWord(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]/g, '');
}

/** The words of a name in the singular; those that only say that something is counted are left out. */
function wordsOf(name: string): Set<string> {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .map((word) => word.replace(/s$/, ''));
  const counting = new Set(['', 'total', 'count', 'counter', 'number']);
  return new Set(words.filter((word) => !counting.has(word)));
}

/** Whether a name has all words of the other one: `requests_total` and `shop_http_requests` are like `http_requests_total`. */
export function isLikeName(name: string, other: string): boolean {
  const [shorter = new Set(), longer = new Set()] = [wordsOf(name), wordsOf(other)].toSorted(
    (a, b) => a.size - b.size,
  );
  return shorter.size > 0 && [...shorter].every((word) => longer.has(word));
}

/** The candidate that `word` is a slip of (another case, other separators, about one edit in four letters), if any. */
export function closestWord(word: string, candidates: Iterable<string>): string | undefined {
  const plain = plainWord(word.slice(0, 100));
  let best: { readonly word: string; readonly distance: number } | undefined;
  for (const candidate of candidates) {
    const other = plainWord(candidate);
    const distance = editDistance(plain, other);
    const limit = Math.min(3, Math.max(1, Math.floor(other.length / 4)));
    if (distance <= limit && distance < Math.min(other.length, best?.distance ?? Infinity)) {
      best = { word: candidate, distance };
    }
  }
  return best?.word;
}
