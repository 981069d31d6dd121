import { describe, expect, test } from 'vitest';
import {
  cutTo,
  formatTable,
  proseColumns,
  tableWidth,
  wrap,
  wrapLine,
} from '../../../src/lab/ui/render/layout.ts';

const table = (columns: number): string => formatTable(['name', 'value'], [['abcd', '1']], columns);

describe('layout', () => {
  test.each([
    [undefined, 79],
    [40, 39],
    [300, 88],
    [5, 10],
    [20, 19],
  ])('a terminal of %s columns shows prose in %s', (terminal, columns) => {
    expect(proseColumns(terminal)).toBe(columns);
  });

  test('later lines align below the first', () => {
    expect(wrap('one two three', 10, '   ', ' - ')).toBe(' - one two\n   three');
  });

  test.each([
    ['https://example.org/docs/page#part', '(https://example.org/docs/page#part),'],
    ['/home/ada/shops/ecom-lab', '/home/ada/shops/ecom-lab'],
    ['C:\\Users\\Ada\\ecom-lab', 'C:\\Users\\Ada\\ecom-lab'],
    ['a colored path', '\u001b[36m/home/ada/ecom-lab\u001b[39m'],
  ])('the terminal continues %s, which stays in one piece', (_name, address) => {
    expect(wrap(`read ${address} and write`, 12, '  ')).toBe(`  read\n  ${address}\n  and write`);
  });

  test.each([
    ['antidisestablishment', 'antidisest\n  ablishment'],
    ['metric{path="/a/b/c"}', 'metric{pat\n  h="/a/b/c"\n  }'],
  ])('the word %s is broken, also next to an address', (word, broken) => {
    expect(wrap(word, 12, '  ')).toBe(`  ${broken}`);
    expect(wrap(`http://example.org ${word}`, 12, '  ')).toBe(`  http://example.org\n  ${broken}`);
  });

  test.each([
    ['a line that fits keeps its spaces', '  a    b', '>>  a    b'],
    ['the rest stands further to the right', '  one two three four', '>>  one two three\n..      four'],
    ['a comma ends a line', 'rate{a="1",b="2"} 3', '>>rate{a="1",\n..    b="2"} 3'],
    ['a text in quotes is in one piece', 'a --answer "GET /cart"', '>>a --answer\n..    "GET /cart"'],
    [
      'a long piece is broken',
      'a_very_long_name_of_a_metric',
      '>>a_very_long\n..    _name_of_a_\n..    metric',
    ],
    ['a long address is not', 'at http://example.org 1', '>>at\n..    http://example.org\n..    1'],
    ['an empty line stays empty', '', '>>'],
  ])('of a line of code: %s', (_name, line, wrapped) => {
    expect(wrapLine(line, 17, '..', '>>')).toBe(wrapped);
  });

  test('a table aligns its columns', () => {
    expect(
      formatTable(
        ['a', 'value'],
        [
          ['long one', '1'],
          ['b', '22'],
        ],
        40,
      ),
    ).toBe('a         value\n--------  -----\nlong one  1\nb         22');
  });

  test('a table that does not fit becomes one block per row', () => {
    expect(
      formatTable(
        ['series', 'value'],
        [
          ['a long series', '1'],
          ['b', '2'],
        ],
        18,
      ),
    ).toBe('series: a long\n  series\nvalue: 1\n\nseries: b\nvalue: 2');
  });

  test('a block leaves out empty cells', () => {
    expect(formatTable(['step', 'mistakes', 'answers'], [['one', '', '3']], 12)).toBe(
      'step: one\nanswers: 3',
    );
  });

  test.each([
    ['Ada', 9, 'Ada'],
    ['Ada Lovelace', 12, 'Ada Lovelace'],
    ['Ada Lovelace', 11, 'Ada ...lace'],
    ['山田太郎山田太郎', 11, '山田...太郎'],
    ['👩‍🚀👩‍🚀👩‍🚀👩‍🚀', 7, '👩‍🚀...👩‍🚀'],
  ])('%j in %i columns is %j', (text, columns, cut) => {
    expect(cutTo(text, columns)).toBe(cut);
  });

  test('the width of a table is that of its widest lines', () => {
    const [head, rows] = [
      ['a', 'value'],
      [
        ['long one', '1'],
        ['店', '22'],
      ],
    ] as const;
    const lines = formatTable(head, rows, 80).split('\n');
    expect(tableWidth(head, rows)).toBe(Math.max(...lines.map((line) => line.length)));
  });

  test('a table may use all columns but not one more', () => {
    expect(table(11)).toContain('name  value');
    expect(table(10)).not.toContain('name  value');
  });

  test('wide characters count as two columns', () => {
    expect(formatTable(['名', 'v'], [['店', '1']], 40)).toBe('名  v\n--  -\n店  1');
  });
});
