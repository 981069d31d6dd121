// How much text a step may have: more than anybody reads, less than takes a Markdown parser a second.

/** What can be too much. */
export interface BodyFacts {
  'text-too-long': { readonly maxKilobytes: number };
  'paragraph-too-long': { readonly characters: number; readonly max: number };
  'nested-too-deep': { readonly max: number };
}

/** What is too much in a step's text: offset and length in the text, and the fact. */
interface BodyExcess {
  readonly offset: number;
  readonly length: number;
  readonly fact: { readonly [K in keyof BodyFacts]: BodyFacts[K] & { readonly kind: K } }[keyof BodyFacts];
}

/** UTF-16 code units. */
const MAX_BODY_LENGTH = 8 * 1024;
/** A block is lines without an empty one between them. Emphasis and links cost the square of its length. */
const MAX_BLOCK_LENGTH = 2_000;
/** Each list or quotation inside another one is a nested call for its reader. */
const MAX_MARKS = 10;

const BLOCK = /[^\n]+(?:\n[^\n]+)*/g;
const NESTED = new RegExp(String.raw`^(?:[ \t]*(?:>|(?:[*+-]|\d{1,9}[.)])[ \t])){${MAX_MARKS + 1}}`, 'm');

/** The first excess in a step's text, undefined where everything is in bounds. */
export function bodyExcess(body: string): BodyExcess | undefined {
  if (body.length > MAX_BODY_LENGTH) {
    const fact = { kind: 'text-too-long', maxKilobytes: MAX_BODY_LENGTH / 1024 } as const;
    return { offset: 0, length: 1, fact };
  }
  for (const { index, 0: block } of body.matchAll(BLOCK)) {
    if (block.length > MAX_BLOCK_LENGTH) {
      const fact = {
        kind: 'paragraph-too-long',
        characters: block.length,
        max: MAX_BLOCK_LENGTH,
      } as const;
      return { offset: index, length: 1, fact };
    }
    const nested = NESTED.exec(block);
    if (nested !== null) {
      const fact = { kind: 'nested-too-deep', max: MAX_MARKS } as const;
      return { offset: index + nested.index, length: nested[0].length, fact };
    }
  }
  return undefined;
}
