// Reads a number as people type it. Pure.

const smallWords = `zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen
  fifteen sixteen seventeen eighteen nineteen twenty`.split(/\s+/);
const words = new Map(smallWords.map((word, value) => [word, value]));
for (const [index, tens] of ['thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'].entries()) {
  words.set(tens, (index + 3) * 10);
}
for (const [tens, value] of [...words].filter(([, number]) => number >= 20)) {
  for (const [index, unit] of smallWords.slice(1, 10).entries())
    words.set(`${tens} ${unit}`, value + index + 1);
}
words.set('none', 0);
words.set('one hundred', 100);
words.set('a hundred', 100);
words.set('hundred', 100);

/** Takes off what belongs to the sentence but not to the answer: space, quotes, a final period. */
export function bareAnswer(text: string): string {
  return text
    .trim()
    .replace(/^["'`“”‘’]+|["'`“”‘’]+[.!]?$/g, '')
    .trim()
    .replace(/[.!]$/, '')
    .trim();
}

/** A line of a metrics page or of a query's result, as it is pasted: a name with `_` or labels, then the value. */
const SERIES =
  /^(?:[a-z:]+_[\w:]*(?:\{[^}]*\})?|(?:[a-z_:][\w:]*)?\{[^}]*\})(?:\s*=>?\s*|\s+)(\S+)(?:\s+(?:@.*|\d{10,}))?$/;
/** The beginning of a sentence that answers. */
const LEAD =
  /^(?:i (?:think|guess|count(?:ed)?|see)|the answer|answer|the (?:total|value)|total|value|it|it's|that|there|is|are|were|was|has|the api has|we have|[:=])(?=[\s:=])\s*[:=]?\s*/;
/** What may follow: a remark in parentheses, after a colon or a comma, without a number in it. */
const REMARK = /(?:[(:;–—]|,\s)\D*$/;
/** `100 requests`, `four of them`: a number may have two words, and what is counted a few more. */
const MOST_WORDS = 6;
/** Words that would make another number of it, or none. */
const OTHER = new Set(
  'hundred thousand million billion percent dozen or so and more less not about half point plus minus'.split(
    ' ',
  ),
);

/**
 * `100`, `100.0`, `1e2`, `1,000`, `1 000`, `= 100`, `twelve`, `100 requests`, `there are four.`, a pasted
 * `http_requests_total 100`; undefined for anything else, `about 100` too.
 */
export function parseNumber(text: string): number | undefined {
  const shown = text
    .split('\n')
    .filter((line) => !/^\s*#\s/.test(line))
    .join('\n');
  const answer = bareAnswer(shown)
    .toLowerCase()
    .replace(/^[=([*#\s]+|[)\]*?;:,\s]+$/g, '');
  const series = SERIES.exec(answer)?.[1];
  return readNumber(series ?? answer) ?? (series === undefined ? readSentence(answer) : undefined);
}

function readSentence(answer: string): number | undefined {
  let rest = answer;
  for (let lead = LEAD.exec(rest); lead !== null; lead = LEAD.exec(rest)) rest = rest.slice(lead[0].length);
  rest = rest.replace(/\s+@\s*\[?[\d.]+\]?$/, '');
  const remark = REMARK.exec(rest)?.[0] ?? '';
  rest = rest.slice(0, rest.length - remark.length).trim();
  const also = numberIn(remark);
  const parts = rest.split(/\s+/);
  if (parts.length > MOST_WORDS) return undefined;
  for (let count = parts.length; count > 0; count--) {
    const number = readNumber(parts.slice(0, count).join(' '));
    const things = parts.slice(count);
    if (number === undefined) continue;
    if (also !== undefined && also !== number) return undefined;
    return things.every((word) => /^[a-z]{2,}$/.test(word) && !OTHER.has(word) && !words.has(word))
      ? number
      : undefined;
  }
  return undefined;
}

/** The number that is all of a remark: in `four, or five` two answers stand for none. */
function numberIn(remark: string): number | undefined {
  const said = remark.replace(/^\W+|\W+$/g, '').replace(/^(?:(?:or|and|maybe|perhaps)\s+)+/, '');
  return words.get(said.replaceAll('-', ' '));
}

function readNumber(bare: string): number | undefined {
  const word = words.get(bare.replaceAll('-', ' '));
  if (word !== undefined) return word;
  const grouped = /^[+-]?\d{1,3}(?:([,_'’ \u00A0\u202F])\d{3})(?:\1\d{3})*(?:\.\d+)?$/.test(bare);
  const plain = grouped ? bare.replace(/[,_'’ \u00A0\u202F]/g, '') : bare;
  if (!/^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/.test(plain)) return undefined;
  const value = Number(plain);
  return Number.isFinite(value) ? value : undefined;
}
