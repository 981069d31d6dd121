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
    /^No matching export in "(.*)" for import "(.*)"/,
    ([, file, name]) => `\`${file}\` does not export \`${name}\`: compare the names letter by letter.`,
  ],
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

/** What helps against what the bundler says of a file; undefined for what is a slip of the pen. */
export function syntaxHint(message: string): string | undefined {
  return hintFor(syntaxHints, message);
}

/** What helps against an error that ended the app at its start, where that is known. */
export function crashHint(error: string): string | undefined {
  return hintFor(crashHints, error);
}
