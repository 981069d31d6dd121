// The Markdown of a step as a tree of blocks.
import { Marked, type Token } from 'marked';
import { bodyExcess } from './body-limits.ts';

/** Strikethrough has no place in a step, and takes the square of a text's length to look for. */
const marked = new Marked({ tokenizer: { del: () => undefined } });

/** A block as the parser gives it. */
export type MarkdownBlock = Token;

/** The blocks of a text, undefined where it is beyond the limits of a step's body. */
export function parseMarkdown(text: string): readonly MarkdownBlock[] | undefined {
  return bodyExcess(text) === undefined ? marked.lexer(text) : undefined;
}
