import { describe, expect, test } from 'vitest';
import { crashHint, syntaxHint } from '../../../src/lab/checks/app/error-hints.ts';

describe('a hint for an error that beginners meet', () => {
  test.each([
    ['Cannot assign to "counter" because it is a constant', '`counter`'],
    ['"await" can only be used inside an "async" function', '`async`'],
    ['The symbol "metrics" has already been declared', '`metrics`'],
    ['Expected ";" but found "\\u00ad"', 'U+00AD'],
    ['Unexpected "\\x00"', 'U+0000'],
    ['Expected ";" but found "；"', '； only looks like'],
    ['No matching export in "store.ts" for import "shop"', '`shop`'],
    ['Unterminated string literal', 'not closed'],
    ['Unexpected "‘"', 'word processor'],
    [String.raw`Expected identifier but found "\u200b"`, 'cannot be seen'],
    ['Unexpected end of file', '`{`'],
    ['Expected "from" but found "form"', 'import { name }'],
    ['Expected identifier but found "class"', '`class`'],
    ['Top-level return cannot be used inside an ECMAScript module', '`}`'],
  ])('where a file cannot be read: %s', (message, word) => {
    expect(syntaxHint(message, '')).toContain(word);
  });

  test.each([
    ['<<<<<<< HEAD', 'merge'],
    ['api.get(path, (req) =&gt; {', '`>`'],
    ['api.get(path, (req) -> {', '`=>`'],
    ['# the app', '`//`'],
    ['--> the app', '`//`'],
  ])('where the line says it better than the message: %s', (line, word) => {
    expect(syntaxHint('Unexpected ">"', line)).toContain(word);
  });

  test.each([
    ['ReferenceError: Counter is not defined', '`Counter`'],
    ['TypeError: Counter is not a constructor', 'braces'],
    [
      "SyntaxError: The requested module 'prom-client' does not provide an export named 'counter'",
      '`counter`',
    ],
    ["SyntaxError: Named export 'counter' not found. The requested module", '`counter`'],
    [
      'TypeError: Missing parameter name at index 2: /*; visit https://git.new/pathToRegexpError',
      '`/{*rest}`',
    ],
    ['TypeError: app.use() requires a middleware function', 'parentheses'],
  ])('where the app crashes: %s', (error, word) => {
    expect(crashHint(error)).toContain(word);
  });

  test('is not made up for others', () => {
    expect([syntaxHint('Expected ";" but found "x"', 'let a x'), crashHint('Error: boom')]).toEqual([
      undefined,
      undefined,
    ]);
  });
});
