// How much text a step may have: more than anybody reads, less than takes a Markdown parser a second.

/** What is too much in a step's text: offset and length in the text, a code and a sentence for the author. */
export interface BodyExcess {
  readonly offset: number;
  readonly length: number;
  readonly code: string;
  readonly message: string;
}

/** UTF-16 code units. */
const MAX_BODY_LENGTH = 8 * 1024;
/** A block is lines without an empty one between them. Emphasis and links cost the square of its length. */
const MAX_BLOCK_LENGTH = 2_000;
/** Each list or quotation inside another one is a call inside another one for whoever reads it. */
const MAX_MARKS = 10;

const BLOCK = /[^\n]+(?:\n[^\n]+)*/g;
const NESTED = new RegExp(String.raw`^(?:[ \t]*(?:>|(?:[*+-]|\d{1,9}[.)])[ \t])){${MAX_MARKS + 1}}`, 'm');

/** The first excess in a step's text, undefined where everything is in bounds. */
export function bodyExcess(body: string): BodyExcess | undefined {
  if (body.length > MAX_BODY_LENGTH) {
    const message = `The text of the step is longer than ${MAX_BODY_LENGTH / 1024} KB: make two steps of it.`;
    return { offset: 0, length: 1, code: 'text-too-long', message };
  }
  for (const { index, 0: block } of body.matchAll(BLOCK)) {
    if (block.length > MAX_BLOCK_LENGTH) {
      const message = `${block.length} characters without an empty line between them: at most ${MAX_BLOCK_LENGTH} can be read in one piece.`;
      return { offset: index, length: 1, code: 'paragraph-too-long', message };
    }
    const nested = NESTED.exec(block);
    if (nested !== null) {
      const message = `More than ${MAX_MARKS} lists or quotations inside one another: they could not be told apart.`;
      return { offset: index + nested.index, length: nested[0].length, code: 'nested-too-deep', message };
    }
  }
  return undefined;
}
