// What the YAML parser finds, in the words of somebody who writes a course and not a parser.
import type { YAMLError } from 'yaml';

/** Code of the parser, what its message begins with, and the sentence for an author. */
const WORDS: readonly (readonly [YAMLError['code'], begins: string, sentence: string])[] = [
  ['TAB_AS_INDENT', '', 'A tab cannot indent YAML: use spaces.'],
  ['BLOCK_AS_IMPLICIT_KEY', 'Nested mappings', 'A text with a colon and a space in it must stand in quotes.'],
  [
    'MULTILINE_IMPLICIT_KEY',
    '',
    'A key with a colon and a space behind it is missing here, or the line is indented wrongly.',
  ],
  ['MISSING_CHAR', 'Implicit map keys', 'A key with a colon and a space behind it is missing here.'],
  ['MISSING_CHAR', 'Missing closing', 'A quote is opened above and never closed.'],
  ['UNEXPECTED_TOKEN', 'Unexpected block-seq-ind', 'A list begins on the line below its key.'],
  [
    'UNEXPECTED_TOKEN',
    'Unexpected scalar at node end',
    'The value has ended before this: a text that only begins with a quote, `[` or `*` must stand in quotes as a whole.',
  ],
  [
    'BAD_INDENT',
    'All mapping items',
    'The keys of a map begin in the same column: this line is indented too much or too little.',
  ],
  ['BAD_INDENT', 'Flow sequence', 'The list in brackets is not closed by `]`.'],
  ['BAD_INDENT', 'Flow map', 'The map in braces is not closed by `}`.'],
  ['BAD_SCALAR_START', '', 'A text that begins with this character must stand in quotes.'],
  ['MULTIPLE_DOCS', '', 'A second YAML document begins here, and nothing in it would be read.'],
];

/** The sentence for a fault that the parser found. */
export function yamlSentence({ code, message }: Pick<YAMLError, 'code' | 'message'>): string {
  const known = WORDS.find(([ofCode, begins]) => ofCode === code && message.startsWith(begins));
  return known?.[2] ?? `${message.replace(/\.$/, '')}.`;
}
