// What to try next where a program cannot be read, or crashes at its start: the bundler's and Node's own error texts
// -> one sentence of help, for the errors that beginners meet. The one place that knows their wording. Pure.

type Hint = readonly [pattern: RegExp, hint: string | ((match: RegExpExecArray) => string)];

const syntaxHints: readonly Hint[] = [
  [
    /^Cannot assign to "(.*)" because it is a constant/,
    ([, name]) =>
      `\`${name}\` cannot be given another value, also not by \`++\` or \`+=\`. A metric is changed by calling one of its methods.`,
  ],
  [
    /^"await" can only be used inside an "async" function/,
    'Write `async` in front of the function that waits.',
  ],
  [
    /^The symbol "(.*)" has already been declared/,
    ([, name]) => `Two things are called \`${name}\`: give the second one another name, or take it out.`,
  ],
  [
    /^Unterminated (?:string|template) literal/,
    'A text is not closed: see that it ends with the quote that it begins with, on this line or, for a backtick, further up.',
  ],
  [
    /^Unexpected end of file/,
    'Something is still open at the end of the file: look for a `{` or `(` that is not closed. The indentation shows where.',
  ],
  [/^Expected "from" but found/, "An import is written `import { name } from 'package';`."],
  [/"[‘’“”]/, 'These quotes are made by a word processor. In a program write \' or ".'],
  [
    /\\u(?:200[b-d]|2060|feff)|[\u200b-\u200d\u2060\ufeff]/i,
    'The line has a character that cannot be seen, as copied text may have. Delete the line and type it again.',
  ],
  [
    /(?:^Unexpected|but found) "\\[ux]([0-9a-f]{2,6})"/,
    ([, code = '']) =>
      `An invisible character stands there, U+${code.toUpperCase().padStart(4, '0')}. It came with something that was copied: delete that part of the line and type it again.`,
  ],
  [
    /(?:^Unexpected|but found) "([^\p{ASCII}])/u,
    ([, character]) =>
      `${character} only looks like a character of TypeScript. A word processor or another keyboard writes it: delete it and type it again.`,
  ],
  [
    /^Expected identifier but found "(\w+)"/,
    ([, word]) => `\`${word}\` is a word of the language: choose another name.`,
  ],
  [
    /^Top-level return/,
    'Outside of a function nothing can be returned: remove the line, or look for a `}` above it that closes a function too early.',
  ],
  [
    /^No matching export in "(.*)" for import "(.*)"/,
    ([, file, name]) => `\`${file}\` does not export \`${name}\`: compare the names letter by letter.`,
  ],
];

/** What the line shows, where the bundler's words do not lead to it. */
const lineHints: readonly Hint[] = [
  [
    /^(?:<{7}|={7}|>{7})/,
    'That is the mark of a merge that was not finished. Keep one of the two versions, and remove the lines with `<<<<<<<`, `=======` and `>>>>>>>`.',
  ],
  [
    /=&gt;|&amp;&amp;|&lt;|&quot;/,
    'The line was copied from the source of a web page: `&gt;` has to be `>`.',
  ],
  [/\)\s*(?:->|=\s+>)/, 'The arrow of a function is `=>`.'],
  [/^\s*(?:#|-->?)\s/, 'A comment begins with `//`.'],
];

const crashHints: readonly Hint[] = [
  [
    /ReferenceError: (\S+) is not defined/,
    ([, name]) =>
      `Nothing is called \`${name}\` there. Is it imported or defined above? Capital letters count.`,
  ],
  [
    /TypeError: (\S+) is not a constructor/,
    ([, name]) =>
      `\`${name}\` is no class there. Look at its import: a name in braces is one part of the package, a name without braces is all of it. Capital letters count.`,
  ],
  [
    /does not provide an export named '(.*)'|Named export '(.*)' not found/,
    ([, name, other]) =>
      `The package has nothing called \`${name ?? other}\` to import: compare the name letter by letter, capital letters count.`,
  ],
  [
    /TypeError: Missing parameter name at index \d+|PathError|git\.new\/pathToRegexpError/,
    'Express 5 wants a name for each wildcard and each parameter of a path: `/{*rest}` takes every path, and `*` alone none. use() without a path takes every request.',
  ],
  [
    /TypeError: (?:app|router|Router)\.use\(\) requires a middleware function|TypeError: argument handler (?:must be|is required)/,
    'A handler is given by its name, without parentheses: with parentheses it is called at once, and only what it returns is given.',
  ],
];

function hintFor(hints: readonly Hint[], text: string): string | undefined {
  for (const [pattern, hint] of hints) {
    const match = pattern.exec(text);
    if (match !== null) return typeof hint === 'string' ? hint : hint(match);
  }
  return undefined;
}

/** What helps against what the bundler says of a line; undefined for what is a slip of the pen. */
export function syntaxHint(message: string, lineText: string): string | undefined {
  return hintFor(lineHints, lineText) ?? hintFor(syntaxHints, message);
}

/** What helps against an error that ended the app at its start, where that is known. */
export function crashHint(error: string): string | undefined {
  return hintFor(crashHints, error);
}
