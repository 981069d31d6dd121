// Tells errors that beginners meet by their text: the bundler's, where a file cannot be read, and those of Node and
// Express. The one place that knows their wording. Pure.
import type { RuntimeErrors, SyntaxErrors } from '../../contract/program-errors.ts';
import type { FactOf } from '../../../model/verdict.ts';

/** A pattern of an error's text, and the fact that it gives. */
export type Known<Errors> = readonly [pattern: RegExp, factOf: (match: RegExpExecArray) => FactOf<Errors>];

/** The fact of the first pattern that the text has; undefined if it has none. */
export function findKnown<Errors>(known: readonly Known<Errors>[], text: string): FactOf<Errors> | undefined {
  for (const [pattern, factOf] of known) {
    const match = pattern.exec(text);
    if (match !== null) return factOf(match);
  }
  return undefined;
}

const syntaxErrors: readonly Known<SyntaxErrors>[] = [
  [
    /^Cannot assign to "(.*)" because it is a constant/,
    ([, name = '']) => ({ kind: 'constant-assigned', name }),
  ],
  [/^"await" can only be used inside an "async" function/, () => ({ kind: 'await-outside-async' })],
  [/^The symbol "(.*)" has already been declared/, ([, name = '']) => ({ kind: 'declared-twice', name })],
  [/^Unterminated (?:string|template) literal/, () => ({ kind: 'string-not-closed' })],
  [/^Unexpected end of file/, () => ({ kind: 'file-ends-early' })],
  [/^Expected "from" but found/, () => ({ kind: 'import-without-from' })],
  [/"[‘’“”]/, () => ({ kind: 'typographic-quotes' })],
  [
    /\\u(?:200[b-d]|2060|feff)|[\u200b-\u200d\u2060\ufeff]/i,
    () => ({ kind: 'invisible-character', codePoint: undefined }),
  ],
  [
    /(?:^Unexpected|but found) "\\[ux]([0-9a-f]{2,6})"/,
    ([, code = '']) => ({
      kind: 'invisible-character',
      codePoint: `U+${code.toUpperCase().padStart(4, '0')}`,
    }),
  ],
  [
    /(?:^Unexpected|but found) "([^\p{ASCII}])/u,
    ([, character = '']) => ({ kind: 'lookalike-character', character }),
  ],
  [/^Expected identifier but found "(\w+)"/, ([, word = '']) => ({ kind: 'reserved-word', word })],
  [/^Top-level return/, () => ({ kind: 'return-outside-function' })],
  [
    /^No matching export in "(.*)" for import "(.*)"/,
    ([, file = '', name = '']) => ({ kind: 'not-exported-by-file', file, name }),
  ],
];

/** What the line shows, where the bundler's words do not lead to it. */
const lineErrors: readonly Known<SyntaxErrors>[] = [
  [/^(?:<{7}|={7}|>{7})/, () => ({ kind: 'merge-marker' })],
  [/=&gt;|&amp;&amp;|&lt;|&quot;/, () => ({ kind: 'html-entities' })],
  [/\)\s*(?:->|=\s+>)/, () => ({ kind: 'arrow-misspelled' })],
  [/^\s*(?:#|-->?)\s/, () => ({ kind: 'comment-misspelled' })],
];

const runtimeErrors: readonly Known<RuntimeErrors>[] = [
  [/ReferenceError: (\S+) is not defined/, ([, name = '']) => ({ kind: 'name-not-defined', name })],
  [/TypeError: (\S+) is not a constructor/, ([, name = '']) => ({ kind: 'not-a-class', name })],
  [
    /does not provide an export named '(.*)'|Named export '(.*)' not found/,
    ([, name, other = '']) => ({ kind: 'not-exported-by-package', name: name ?? other }),
  ],
  [
    /TypeError: Missing parameter name at index \d+|PathError|git\.new\/pathToRegexpError/,
    () => ({ kind: 'path-pattern-unnamed' }),
  ],
  [
    /TypeError: (?:app|router|Router)\.use\(\) requires a middleware function|TypeError: argument handler (?:must be|is required)/,
    () => ({ kind: 'handler-called' }),
  ],
];

/** What makes a line unreadable, by what the bundler says of it; undefined for what is a slip of the pen. */
export function findSyntaxError(message: string, lineText: string): FactOf<SyntaxErrors> | undefined {
  return findKnown(lineErrors, lineText) ?? findKnown(syntaxErrors, message);
}

/** The known error of Node or Express in `text`; undefined if there is none. */
export const findRuntimeError = (text: string): FactOf<RuntimeErrors> | undefined =>
  findKnown(runtimeErrors, text);
