// A language that only tests speak: each text of English in marks, and longer by 40 %. With it, what is printed without
// marks was not in the table of the language, and what breaks at the edge of the terminal would break in German.

const OPEN = '\u27e6';
const CLOSE = '\u27e7';
const LONGER = 0.4;
/** Filled with short pieces, because a longer text has more words. */
const FILLER = '~~~ ';

/** A text in marks. */
export const markText = (text: string): string => {
  if (text.trim() === '') return text;
  const [first = '', ...lines] = text.split('\n');
  const length = Math.ceil(first.length * LONGER);
  const more = FILLER.repeat(Math.ceil(length / FILLER.length))
    .slice(0, length)
    .trimEnd();
  // In the first line: the others are lists and tables.
  return `${OPEN}${[`${first} ${more}`, ...lines].join('\n')}${CLOSE}`;
};

/** The table of a language with every text in marks, those that its functions give included. */
export function markTable<T>(value: T): T {
  if (typeof value === 'string') return markText(value) as T;
  if (typeof value === 'function') {
    return ((...params: unknown[]): unknown => markTable(Reflect.apply(value, undefined, params))) as T;
  }
  if (Array.isArray(value)) return value.map((one: unknown) => markTable(one)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, markTable<unknown>(one)])) as T;
}

/** The text of a step in marks: its paragraphs, headings and list items, but not its code. */
export function markMarkdown(body: string): string {
  return body
    .split(/(^```[^\n]*\n[\s\S]*?^```$)/m)
    .map((part, index) =>
      index % 2 === 1
        ? part
        : part
            .split(/\n(?=\n|- |#)/)
            .map(markBlock)
            .join('\n'),
    )
    .join('');
}

function markBlock(block: string): string {
  const [, lead = '', text = '', end = ''] = /^(\s*(?:#+ |- )?)([\s\S]*?)(\s*)$/.exec(block) ?? [];
  return `${lead}${markText(text)}${end}`;
}

/** What is on a screen outside of all marks. */
export function unmarked(screen: string): string {
  let depth = 0;
  let left = '';
  for (const character of screen) {
    if (character === OPEN) depth += 1;
    else if (character === CLOSE) depth = Math.max(0, depth - 1);
    else if (depth === 0) left += character;
  }
  return left;
}
