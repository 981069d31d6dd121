import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import { fillAddresses } from '../../../src/lab/ui/render/blocks.ts';
import { renderMarkdown } from '../../../src/lab/ui/render/markdown.ts';
import { createStyle } from '../../../src/lab/ui/render/style.ts';

const plain = createStyle(false);
const colour = createStyle(true);

describe('a step as terminal text', () => {
  test('is shown as written if it is nested endlessly', () => {
    const text = '> '.repeat(5_000);
    expect(renderMarkdown(text, plain, 80)).toBe(text);
  });

  test('wraps prose at the width', () => {
    expect(renderMarkdown('one two three four five six', plain, 16)).toBe('one two three\nfour five six');
  });

  test('keeps short code in a sentence on one line, with spaces that can be copied', () => {
    const text = renderMarkdown('- alert on `up == 0` and on `sum by (path) (rate(x[5m]))`', colour, 16);
    expect(stripVTControlCharacters(text)).toBe(
      ['- alert on', '  up == 0 and on', '  sum by (path)', '  (rate(x[5m]))'].join('\n'),
    );
  });

  test('keeps code lines whole for those who copy them, and continues output with an indent', () => {
    const line = 'up{job="api", instance="a"} 1';
    const block = (lang: string): string => `\`\`\`${lang}\n${line}\n  x\n\`\`\``;
    expect(renderMarkdown(block('promql'), plain, 20)).toBe(`  ${line}\n    x`);
    expect(renderMarkdown(block('text'), plain, 20)).toBe(
      '  up{job="api",\n      instance="a"}\n      1\n    x',
    );
  });

  test.each([
    [9, '    a + b'],
    [8, '  a + b'],
    [3, '  a + b'],
  ])('in %i columns, the margin of code is as wide as there is room for', (columns, shown) => {
    expect(renderMarkdown('```ts\na + b\n```', plain, columns)).toBe(shown);
  });

  test('keeps backticks without color, and colors the word with it', () => {
    expect(renderMarkdown('run `npm test`', plain, 80)).toBe('run `npm test`');
    expect(renderMarkdown('run `npm test`', colour, 80)).toBe(`run ${colour.code('npm test')}`);
  });

  test('numbers and indents lists, and shows where a link goes', () => {
    const text = renderMarkdown('1. first\n2. second\n\n- a [page](https://example.org)', plain, 80);
    expect(text).toBe('1. first\n2. second\n\n- a page (https://example.org)');
  });

  test('sets a table in columns, or row by row where it does not fit', () => {
    const table =
      '| | series | after 300 requests |\n| --- | --- | --- |\n| `req.path` | one each | **290** |\n| pattern | few | 60 |';
    expect(renderMarkdown(table, plain, 80)).toBe(
      [
        '            series    after 300 requests',
        '----------  --------  ------------------',
        '`req.path`  one each  290',
        'pattern     few       60',
      ].join('\n'),
    );
    expect(renderMarkdown(table, plain, 30)).toBe(
      [
        '`req.path`\nseries: one each\nafter 300 requests: 290',
        'pattern\nseries: few\nafter 300 requests: 60',
      ].join('\n\n'),
    );
  });

  test('lets no escape sequence and no control character through', () => {
    const text = renderMarkdown('a\u0007b\u001b[2Jc\u009b31md\u202ee', plain, 80);
    expect(text).toBe('abcde');
  });

  test('prints characters that HTML escapes as they were written', () => {
    expect(renderMarkdown('`a < b && c > "d"`', plain, 80)).toBe('`a < b && c > "d"`');
  });
});

test('a port may have any name that the schema accepts, and only addresses are looked up', () => {
  const addresses = { 'my-port_2': 'localhost:1', API: 'localhost:2' };
  expect(fillAddresses('{{my-port_2}} {{API}} {{constructor}}', addresses)).toBe(
    'localhost:1 localhost:2 {{constructor}}',
  );
});

test('live addresses replace their names, and an unknown name stays', () => {
  expect(
    fillAddresses('{{api}} and {{ metrics }} and {{nope}}', {
      api: 'localhost:3000',
      metrics: 'localhost:8001',
    }),
  ).toBe('localhost:3000 and localhost:8001 and {{nope}}');
});
