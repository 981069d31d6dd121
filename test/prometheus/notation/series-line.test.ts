// Series in promqltest's notation. Expectations are the facts of Prometheus's grammar for them.
import { describe, expect, test } from 'vitest';

import { parseMetric, parseSeriesLine, parseValues } from '../../../src/prometheus/notation/index.ts';

const values = (text: string): unknown => parseValues(` ${text}`);

describe('the values of a series', () => {
  test.each([
    ['1 2.5 -3', [1, 2.5, -3]],
    ['', []],
    ['1  2 ', [1, 2]],
    ['_ 1 _', ['gap', 1, 'gap']],
    ['_x3 1', ['gap', 'gap', 'gap', 1]],
    ['_x0', []],
    ['1x4', [1, 1, 1, 1, 1]],
    ['-1x1', [-1, -1]],
    ['0+10x3', [0, 10, 20, 30]],
    ['10-5x2', [10, 5, 0]],
    ['-2+4x2', [-2, 2, 6]],
    ['1e2+.5x1', [100, 100.5]],
    ['stale 1 stale', ['stale', 1, 'stale']],
    ['NaN nan Inf -Inf +inf', [NaN, NaN, Infinity, -Infinity, Infinity]],
    ['1e3 1_000 010 0.5', [1000, 1000, 8, 0.5]],
    // Hexadecimal numbers would be ambiguous.
    ['0x3', [0, 0, 0, 0]],
  ])('%j are %j', (text, expected) => {
    expect(values(text)).toEqual(expected);
  });

  test.each([
    ['1+Infx', 'unexpected identifier "Infx" in series values'],
    ['stalex2', 'unexpected identifier "stalex2" in series values, expected number or "stale"'],
    ['one', 'unexpected identifier "one" in series values, expected number or "stale"'],
    ['1+2', 'unexpected end of input in series values'],
    ['1+-2x3', 'unexpected <op:-> in series values'],
    ['--1', 'unexpected <op:-> in series values'],
    ['1 x3', 'unexpected "x" in series values'],
    ['1x', 'unexpected end of input in series values'],
    ['1x1.5', 'invalid repetition in series values: strconv.ParseUint: parsing "1.5": invalid syntax'],
    ['1x99999999999999999999', 'strconv.ParseUint: parsing "99999999999999999999": value out of range'],
    ['_5', 'unexpected number "5" in series values'],
    ['5m', 'bad number syntax: "5"'],
    ['1.2.3', 'bad number syntax'],
    ['1 # two', "unexpected character in series sequence: '#'"],
    ['{{schema:0}}', 'native histograms are not supported by the embedded server'],
  ])('%j are refused', (text, message) => {
    expect(() => values(text)).toThrow(message);
  });

  test('are limited in number, however they are written', () => {
    expect(() => values('1x10000000')).toThrow('series has more than 10,000,000 values');
    expect(() => values('_x9999999 1x1')).toThrow('series has more than 10,000,000 values');
  });
});

describe('a line', () => {
  test.each([
    ['up 1', { __name__: 'up' }],
    ['up{} 1', { __name__: 'up' }],
    ['{} 1', {}],
    ['sum{by="a",} 1', { __name__: 'sum', by: 'a' }],
    [`{"http.requests", 'a b'="c", d=\`}\`} 1`, { __name__: 'http.requests', 'a b': 'c', d: '}' }],
    ['job:up:sum{ a = "\\"" } 1', { __name__: 'job:up:sum', a: '"' }],
    ['and 1', { __name__: 'and' }],
  ])('%s has its labels', (text, labels) => {
    const line = parseSeriesLine(text);
    expect(line.labels.toObject()).toEqual(labels);
    expect(line.points).toEqual([1]);
  });

  test.each([
    ['up{a="1" 1', "1:10: parse error: unexpected character inside braces: '1'"],
    ['up{a="1"', '1:9: parse error: unexpected end of input inside braces'],
    ['up{a=1} 1', '1:6: parse error: unexpected'],
    ['up{a!="1"} 1', '1:5: parse error: unexpected <op:!=> in label set, expected "="'],
    ['up{a="1" b="2"} 1', '1:10: parse error: unexpected identifier "b" in label set, expected "," or "}"'],
    ['up{,} 1', '1:4: parse error: unexpected "," in label set, expected identifier or "}"'],
    ['up{a="1",a="2"} 1', 'label name "a" is not unique'],
    ['up {a="1"} 1', "1:4: parse error: unexpected character in series sequence: '{'"],
    ['up{a="1"}1', '1:10: parse error: unexpected number "1" in series values'],
    ['1 2', '1:1: parse error: unexpected number "1" in series values'],
  ])('%s is refused', (text, message) => {
    expect(() => parseSeriesLine(text)).toThrow(message);
  });

  test('has a metric alone where only that is wanted', () => {
    expect(parseMetric('up{job="shop"}').toObject()).toEqual({ __name__: 'up', job: 'shop' });
    expect(parseMetric('').size).toBe(0);
    expect(() => parseMetric('up 1')).toThrow('unexpected number "1"');
    expect(() => parseMetric('up + 1')).toThrow('unexpected <op:+>');
  });
});
