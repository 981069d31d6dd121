// Reads a number as people type it. Pure.

const smallWords = `zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen
  fifteen sixteen seventeen eighteen nineteen twenty`.split(/\s+/);
const words = new Map(smallWords.map((word, value) => [word, value]));
for (const [index, tens] of ['thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'].entries()) {
  words.set(tens, (index + 3) * 10);
}
words.set('none', 0);
words.set('one hundred', 100);
words.set('a hundred', 100);
words.set('hundred', 100);

/** Takes off what belongs to the sentence and not to the answer: space, quotes, a final full stop. */
export function bareAnswer(text: string): string {
  return text
    .trim()
    .replace(/^["'`“”‘’]+|["'`“”‘’]+[.!]?$/g, '')
    .trim()
    .replace(/[.!]$/, '')
    .trim();
}

/** A line of a metrics page or of a query's result, as it is pasted: a name with `_` or labels, then the value. */
const SERIES = /^(?:[a-z:]+_[\w:]*(?:\{[^}]*\})?|[a-z_:][\w:]*\{[^}]*\})\s+(\S+)$/;
/** `100 requests`: the thing that is counted, and nothing that would make another number of it. */
const COUNTED = /^(.*\d)\s+(?!hundred|thousand|million|billion|percent|dozen)[a-z]{2,}$/;

/**
 * `100`, `100.0`, `1e2`, `1,000`, `1 000`, `= 100`, `twelve`, `100 requests`, a pasted `http_requests_total 100`;
 * undefined for anything else, `about 100` too.
 */
export function parseNumber(text: string): number | undefined {
  const answer = bareAnswer(text).toLowerCase().replace(/^=\s*/, '');
  const bare = SERIES.exec(answer)?.[1] ?? COUNTED.exec(answer)?.[1] ?? answer;
  const word = words.get(bare.replaceAll('-', ' '));
  if (word !== undefined) return word;
  const grouped = /^[+-]?\d{1,3}(?:([,_'’ \u00A0\u202F])\d{3})(?:\1\d{3})*(?:\.\d+)?$/.test(bare);
  const plain = grouped ? bare.replace(/[,_'’ \u00A0\u202F]/g, '') : bare;
  if (!/^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/.test(plain)) return undefined;
  const value = Number(plain);
  return Number.isFinite(value) ? value : undefined;
}
