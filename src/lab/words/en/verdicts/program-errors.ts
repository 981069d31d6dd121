// What errors of the learner's program mean, and what to do about them.
import type { ClientErrors, RuntimeErrors, SyntaxErrors } from '../../../runtimes/contract/program-errors.ts';
import type { FactOf } from '../../../model/verdict.ts';
import { wordsOf, type Entries, type TextEntries } from '../../contract/entries.ts';

interface ClientErrorWords {
  /** A sentence without its period, so that a place can follow. */
  readonly what: string;
  readonly hint: string;
}

const clientErrors = {
  'metric-defined-twice': ({ name }) => ({
    what: `The metric ${name} is created more than once`,
    hint: 'Create each metric once, at the top of the file. Code that runs repeatedly only uses it.',
  }),
  'metric-from-arguments': () => ({
    what: 'A metric is created from separate arguments instead of one object',
    hint: 'Pass the constructor one object with the properties `name` and `help`.',
  }),
  'help-left-out': () => ({
    what: 'A metric has no help text',
    hint: 'Give every metric a help text, which prom-client requires: one sentence for people who read it later.',
  }),
  'name-left-out': () => ({
    what: 'A metric has no name',
    hint: 'Give the metric the name that the step asks for.',
  }),
  'name-not-allowed': ({ of }) => ({
    what: `A ${of} name has a character that is not allowed`,
    hint: 'Use only letters, digits, and underscores, and do not start with a digit.',
  }),
  'new-left-out': ({ name }) => ({
    what: `${name} is called without \`new\``,
    hint: 'A metric is an object of a class: write `new` in front of the class.',
  }),
  'label-values-as-list': () => ({
    what: 'The label values are passed as an array',
    hint: 'Pass `inc()` an object that names the label of each value: `inc({ path: …, method: … })`. Values without names belong in `labels()`, one after the other.',
  }),
  'label-not-declared': ({ label }) => ({
    what: `The label ${label} is used but not declared`,
    hint: 'Use the name that the label has in `labelNames`, where the metric is created, or add the name there.',
  }),
  'label-values-uneven': () => ({
    what: '`labels()` gets more or fewer values than the metric has labels',
    hint: 'Pass `labels()` one value for each name in `labelNames`, in the same order.',
  }),
  'amount-not-a-number': ({ value }) => ({
    what: `A metric gets ${value} where it needs a number`,
    hint: 'Pass the labels first, as one object, and then the amount, as a number. Without an amount, the metric goes up by 1.',
  }),
  'counter-decreased': () => ({
    what: 'A counter gets a negative amount',
    hint: 'A counter only goes up: call `inc()` without an amount to add 1.',
  }),
  'label-names-not-a-list': () => ({
    what: '`labelNames` is not an array',
    hint: 'Make `labelNames` an array, even for a single name.',
  }),
  'metric-method-unknown': ({ metric, method }) => ({
    what: `${metric} has no method ${method}()`,
    hint: 'Raise a counter with `inc()`. Raise a gauge with `inc()`, and lower it with `dec()`.',
  }),
  'register-detached': () => ({
    what: 'A method of the register is called without the register',
    hint: 'A method that is passed by its name alone loses its register. Call it as `register.metrics()`.',
  }),
  'metric-detached': () => ({
    what: 'A method of a metric is called without the metric',
    hint: 'A method that is passed by its name alone loses its metric. Pass a function that calls it.',
  }),
} satisfies Entries<ClientErrors, ClientErrorWords>;

const runtimeHints = {
  'name-not-defined': ({ name }) =>
    `Nothing there is named \`${name}\`. Check that it is imported or defined above, with the same capital letters.`,
  'not-a-class': ({ name }) =>
    `\`${name}\` is not a class there: check the capital letters and the import. A name in braces is one part of the package; a name without braces is all of it.`,
  'not-exported-by-package': ({ name }) =>
    `The package has nothing named \`${name}\` to import. Compare the name letter by letter, including the capital letters.`,
  'path-pattern-unnamed': () =>
    'Name each wildcard and each parameter of a path, as Express 5 requires: `/{*rest}` instead of `*`. To match every request, call `use()` without a path.',
  'handler-called': () =>
    'Pass a handler by its name, without parentheses. With parentheses it is called immediately, and only its result is passed.',
} satisfies TextEntries<RuntimeErrors>;

const syntaxHints = {
  'constant-assigned': ({ name }) =>
    `\`${name}\` is a constant and cannot get another value, not even with \`++\` or \`+=\`. To change a metric, call one of its methods.`,
  'await-outside-async': () => 'Write `async` in front of the function that contains the `await`.',
  'declared-twice': ({ name }) => `Two things are named \`${name}\`. Rename or remove the second one.`,
  'string-not-closed': () =>
    'End each string with the quote that it starts with. A string in backticks may start on an earlier line.',
  'file-ends-early': () =>
    'Something is still open at the end of the file: look for a `{` or `(` that is not closed. The indentation shows where.',
  'import-without-from': () => "Write an import as `import { name } from 'package';`.",
  'typographic-quotes': () => 'These quotes come from a word processor. In a program, write \' or ".',
  'invisible-character': ({ codePoint }) =>
    `The line contains an invisible character${codePoint === undefined ? '' : `, ${codePoint}`}, probably from copied text. Delete that part of the line and type it again.`,
  'lookalike-character': ({ character }) =>
    `${character} only looks like a character of TypeScript: it comes from a word processor or another keyboard layout. Delete it and type it again.`,
  'reserved-word': ({ word }) => `\`${word}\` is a reserved word of the language. Choose another name.`,
  'return-outside-function': () =>
    '`return` works only inside a function. Remove the line, or look for a `}` above it that closes a function too early.',
  'not-exported-by-file': ({ file, name }) =>
    `\`${file}\` does not export \`${name}\`. Compare the names letter by letter.`,
  'merge-marker': () =>
    'This marks a merge that was not finished. Keep one of the two versions, and remove the lines with `<<<<<<<`, `=======`, and `>>>>>>>`.',
  'html-entities': () =>
    'The line was copied from the source of a web page. Replace `&gt;` with `>`, `&amp;` with `&`, and so on.',
  'arrow-misspelled': () => 'Write the arrow of a function as `=>`.',
  'comment-misspelled': () => 'Start a comment with `//`.',
} satisfies TextEntries<SyntaxErrors>;

export const clientErrorWords = (error: FactOf<ClientErrors>): ClientErrorWords =>
  wordsOf(clientErrors, error);
export const runtimeHint = (error: FactOf<RuntimeErrors>): string => wordsOf(runtimeHints, error);
export const syntaxHint = (error: FactOf<SyntaxErrors>): string => wordsOf(syntaxHints, error);
