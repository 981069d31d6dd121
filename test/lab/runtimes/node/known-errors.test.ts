import { describe, expect, test } from 'vitest';
import { findClientError } from '../../../../src/lab/runtimes/node/explain/client-errors.ts';
import { findRuntimeError, findSyntaxError } from '../../../../src/lab/runtimes/node/explain/known-errors.ts';

describe('an error that beginners meet is known', () => {
  test.each([
    ['Cannot assign to "counter" because it is a constant', { kind: 'constant-assigned', name: 'counter' }],
    ['"await" can only be used inside an "async" function', { kind: 'await-outside-async' }],
    ['The symbol "metrics" has already been declared', { kind: 'declared-twice', name: 'metrics' }],
    ['Expected ";" but found "\\u00ad"', { kind: 'invisible-character', codePoint: 'U+00AD' }],
    ['Unexpected "\\x00"', { kind: 'invisible-character', codePoint: 'U+0000' }],
    ['Expected ";" but found "；"', { kind: 'lookalike-character', character: '；' }],
    [
      'No matching export in "store.ts" for import "shop"',
      { kind: 'not-exported-by-file', file: 'store.ts', name: 'shop' },
    ],
    ['Unterminated string literal', { kind: 'string-not-closed' }],
    ['Unexpected "‘"', { kind: 'typographic-quotes' }],
    [
      String.raw`Expected identifier but found "\u200b"`,
      { kind: 'invisible-character', codePoint: undefined },
    ],
    ['Unexpected end of file', { kind: 'file-ends-early' }],
    ['Expected "from" but found "form"', { kind: 'import-without-from' }],
    ['Expected identifier but found "class"', { kind: 'reserved-word', word: 'class' }],
    ['Top-level return cannot be used inside an ECMAScript module', { kind: 'return-outside-function' }],
  ])('where a file cannot be read: %s', (message, fact) => {
    expect(findSyntaxError(message, '')).toEqual(fact);
  });

  test.each([
    ['<<<<<<< HEAD', 'merge-marker'],
    ['api.get(path, (req) =&gt; {', 'html-entities'],
    ['api.get(path, (req) -> {', 'arrow-misspelled'],
    ['# the app', 'comment-misspelled'],
    ['--> the app', 'comment-misspelled'],
  ])('where the line says it better than the message: %s', (line, kind) => {
    expect(findSyntaxError('Unexpected ">"', line)).toEqual({ kind });
  });

  test.each([
    ['ReferenceError: Counter is not defined', { kind: 'name-not-defined', name: 'Counter' }],
    ['TypeError: Counter is not a constructor', { kind: 'not-a-class', name: 'Counter' }],
    [
      "SyntaxError: The requested module 'prom-client' does not provide an export named 'counter'",
      { kind: 'not-exported-by-package', name: 'counter' },
    ],
    [
      "SyntaxError: Named export 'counter' not found. The requested module",
      { kind: 'not-exported-by-package', name: 'counter' },
    ],
    [
      'TypeError: Missing parameter name at index 2: /*; visit https://git.new/pathToRegexpError',
      { kind: 'path-pattern-unnamed' },
    ],
    ['TypeError: app.use() requires a middleware function', { kind: 'handler-called' }],
  ])('where the app crashes: %s', (error, fact) => {
    expect(findRuntimeError(error)).toEqual(fact);
  });

  const client = '/home/me/node_modules/prom-client/lib';

  test.each([
    ['A metric with the name m has already been registered.', { kind: 'metric-defined-twice', name: 'm' }],
    ['Error: Invalid metric name', { kind: 'name-not-allowed', of: 'metric' }],
    ['Error: At least one label name is invalid', { kind: 'name-not-allowed', of: 'label' }],
    ['Added label "0" is not included in initial labelset: []', { kind: 'label-values-as-list' }],
    ['Added label "x" is not included in initial labelset: []', { kind: 'label-not-declared', label: 'x' }],
    [
      'TypeError: Value is not a valid number: /products',
      { kind: 'amount-not-a-number', value: '/products' },
    ],
    ['Error: It is not possible to decrease a counter', { kind: 'counter-decreased' }],
    [
      `TypeError: Cannot read properties of undefined (reading 'sortedLabelNames')\n    at ${client}/counter.js:1:1`,
      { kind: 'metric-detached' },
    ],
    [
      `TypeError: Cannot read properties of undefined (reading 'contentType')\n    at ${client}/registry.js:1:1`,
      { kind: 'register-detached' },
    ],
    [
      'TypeError: requests.increment is not a function',
      { kind: 'metric-method-unknown', metric: 'requests', method: 'increment' },
    ],
  ])('where the client throws: %s', (text, fact) => {
    expect(findClientError(text)).toEqual(fact);
  });

  test('and no other error is taken for one', () => {
    expect([
      findSyntaxError('Expected ";" but found "x"', 'let a x'),
      findRuntimeError('Error: boom'),
      findClientError('TypeError: x is not a function'),
    ]).toEqual([undefined, undefined, undefined]);
  });
});
