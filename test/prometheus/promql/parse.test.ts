// Queries to trees: what is refused, with which words and where, and what a query that is taken means.
import { describe, expect, test } from 'vitest';

import {
  formatPromql,
  parsePromql,
  promqlToJson,
  PromqlError,
  selectorMatchers,
} from '../../../src/prometheus/promql/index.ts';

function refusal(text: string): PromqlError {
  try {
    parsePromql(text);
  } catch (error) {
    if (error instanceof PromqlError) return error;
    throw error;
  }
  throw new Error(`${text} was taken`);
}

describe('a query that Prometheus rejects is rejected with the same error', () => {
  test.each([
    ['', 'unknown position: parse error: no expression found in input'],
    [
      'rate(x)',
      '1:6: parse error: expected type range vector in call to function "rate", got instant vector',
    ],
    ['x[5m] + 1', '1:1: parse error: binary expression must contain only scalar and instant vector types'],
    ['foo(a)', '1:1: parse error: unknown function with name "foo"'],
    ['1 +', '1:4: parse error: unexpected end of input'],
    [
      'sum by (a b) (c)',
      '1:11: parse error: unexpected identifier "b" in grouping opts, expected "," or ")"',
    ],
    ['sum foo', '1:5: parse error: unexpected identifier "foo"'],
    ['sum by (a) foo', '1:12: parse error: unexpected identifier "foo" in aggregation'],
    ['sum(abs(a b))', '1:11: parse error: unexpected identifier "b" in aggregation'],
    ['a + sum by (x) ((a b))', '1:20: parse error: unexpected identifier "b" in aggregation'],
    ['abs(sum(a) b)', '1:12: parse error: unexpected identifier "b"'],
    ['sum by foo', '1:8: parse error: unexpected identifier "foo" in grouping opts, expected "("'],
    ['by(a)', '1:3: parse error: unexpected "("'],
    ['sum(without (a))', '1:13: parse error: unexpected "(" in aggregation'],
    ['abs(on (a) b)', '1:5: parse error: unexpected <on>'],
    ['topk(2, by a', '1:12: parse error: unexpected identifier "a" in aggregation'],
    ['a + - group_left b', '1:7: parse error: unexpected <group_left>'],
    ['abs(offset 0 1)', '1:12: parse error: unexpected number "0"'],
    [
      'a offset b',
      '1:10: parse error: unexpected identifier "b" in offset, expected number, duration, step(), or range()',
    ],
    ['a[5m/0s]', '1:5: parse error: division by zero'],
    ['a offset (5m % 0)', '1:14: parse error: modulo by zero'],
    ['a[5m - 6m]', '1:3: parse error: duration must be greater than 0'],
    ['a[1m:5m - 6m]', '1:6: parse error: duration must be greater than 0'],
    ['a[max(1, 2)]', "1:3: parse error: unexpected character in duration expression: 'm'"],
    ['a[step():1m:1m]', "1:12: parse error: unexpected colon ':'"],
    ['a offset (1m + 1m) offset 5m', '1:1: parse error: offset may not be set multiple times'],
    ['or b', '1:4: parse error: unexpected identifier "b"'],
    ['a end', '1:3: parse error: unexpected "end"'],
    ['max( ) up', '1:1: parse error: no arguments for aggregate expression provided'],
    [
      '1 + sum (a, b) (c)',
      '1:5: parse error: wrong number of arguments for aggregate expression provided, expected 1, got 2',
    ],
    [
      'topk by (a) (abs(b)) c',
      '1:1: parse error: wrong number of arguments for aggregate expression provided, expected 2, got 1',
    ],
    [
      'sum(a, b) by (c d)',
      '1:17: parse error: unexpected identifier "d" in grouping opts, expected "," or ")"',
    ],
    [
      'a + on(b) group_left group_right c',
      '1:22: parse error: unexpected <group_right> in grouping opts, expected "("',
    ],
    ['abs(a,)', '1:6: parse error: trailing commas not allowed in function call args'],
    ['topk(a, , b)', '1:7: parse error: trailing commas not allowed in function call args'],
    ['a @ start', '1:10: parse error: unexpected end of input in @, expected timestamp'],
    ['a @ end(1)', '1:9: parse error: unexpected number "1" in @, expected timestamp'],
    ['atan2', '1:1: parse error: unexpected <op:atan2>'],
    ['abs(atan2)', '1:5: parse error: unexpected <op:atan2>'],
    ['a or atan2', '1:6: parse error: unexpected <op:atan2>'],
    ['abs()', '1:1: parse error: expected 1 argument(s) in call to "abs", got 0'],
    ['round(a,1,2)', '1:1: parse error: expected at most 2 argument(s) in call to "round", got 3'],
    ['label_join(a)', '1:1: parse error: expected at least 3 argument(s) in call to "label_join", got 1'],
    ['rate(foo[5m]', '1:13: parse error: unclosed left parenthesis'],
    ['foo{a=}', '1:7: parse error: unexpected "}" in label matching, expected string'],
    ['foo{a="b"', '1:10: parse error: unexpected end of input inside braces'],
    ['foo bar', '1:5: parse error: unexpected identifier "bar"'],
    ['{}', '1:1: parse error: vector selector must contain at least one non-empty matcher'],
    ['{a=~".*"}', '1:1: parse error: vector selector must contain at least one non-empty matcher'],
    ['foo{__name__="x"}', '1:1: parse error: metric name must not be set twice: "foo" or "x"'],
    ['foo{a=~"("}', '1:5: parse error: error parsing regexp: missing closing ): `^(?s:()$`'],
    ['foo{a=~"[b"}', '1:5: parse error: error parsing regexp: missing closing ]: `[b)$`'],
    ['1e', '1:1: parse error: bad number or duration syntax: "1e"'],
    ['100..4', '1:1: parse error: bad number or duration syntax: "100.."'],
    ['0deadbeef', '1:1: parse error: bad number or duration syntax: "0de"'],
    ['1abc', '1:1: parse error: bad number or duration syntax: "1"'],
    ['1_e', '1:1: parse error: bad number or duration syntax: "1_e"'],
    ['0x1.', '1:1: parse error: bad number or duration syntax: "0x1."'],
    ['foo[5m1]', '1:5: parse error: bad number or duration syntax: "5m1"'],
    ['foo[5mm]', '1:5: parse error: bad number or duration syntax: "5mm"'],
    ['foo[5y1hs]', '1:5: parse error: unknown unit "hs" in duration "5y1hs"'],
    ['foo[5.5m]', '1:5: parse error: unknown unit "." in duration "5.5m"'],
    ['foo[5m1h]', '1:5: parse error: not a valid duration string: "5m1h"'],
    ['foo["5m"]', `1:5: parse error: unexpected character in duration expression: '"'`],
    ['foo[[', "1:5: parse error: unexpected character in duration expression: '['"],
    ['foo[', '1:5: parse error: unexpected end of input in duration expression'],
    ['foo[5m', '1:7: parse error: unclosed left bracket'],
    ['foo[5m:1m:', "1:10: parse error: unexpected colon ':'"],
    ['foo[:5m]', '1:6: parse error: unexpected colon before duration in duration expression'],
    ['foo[5m[1m]]', "1:7: parse error: unexpected left bracket '['"],
    ['foo[5m a]', "1:8: parse error: unexpected character: 'a', expected ':'"],
    ['foo]', "1:4: parse error: unexpected right bracket ']'"],
    ['(1))', "1:5: parse error: unexpected right parenthesis ')'"],
    ["foo ' ; '\n", '1:5: parse error: unexpected string "\' ; \'"'],
    ['foo \u0001', "1:5: parse error: unexpected character: '\\x01'"],
    ['"\\q"', "1:1: parse error: unknown escape sequence U+0071 'q'"],
    ['"abc', '1:1: parse error: unterminated quoted string'],
    ['a[0]', '1:3: parse error: duration must be greater than 0'],
    ['a[5m][5m]', '1:6: parse error: ranges only allowed for vector selectors'],
    ['a offset 5m offset 3m', '1:1: parse error: offset may not be set multiple times'],
    [
      '(a) offset 5m',
      '1:1: parse error: offset modifier must be preceded by an instant vector selector or range vector selector or a subquery',
    ],
    ['a @ inf', '1:1: parse error: timestamp out of bounds for @ modifier: +Inf'],
    ['1 == 2', '1:3: parse error: comparisons between scalars must use BOOL modifier'],
    ['1 + bool 2', '1:3: parse error: bool modifier can only be used on comparison operators'],
    ['1 and 2', '1:1: parse error: set operator "and" not allowed in binary scalar expression'],
    ['a and on() group_left b', '1:1: parse error: no grouping allowed for "and" operation'],
    [
      'a + on(x) group_left(x) b',
      '1:3: parse error: label "x" must not occur in ON and GROUP clause at once',
    ],
    [
      '-"a"',
      '1:1: parse error: unary expression only allowed on expressions of type scalar or instant vector, got "string"',
    ],
    [
      'topk(a)',
      '1:1: parse error: wrong number of arguments for aggregate expression provided, expected 2, got 1',
    ],
    ['a +\n  + foo(b)', '2:5: parse error: unknown function with name "foo"'],
    ['{a="é"} + foo(b)', '1:12: parse error: unknown function with name "foo"'],
  ])('%s', (text, message) => {
    const error = refusal(text);
    expect(error.message).toBe(message);
    expect(error.kind).toBe('bad_data');
  });

  test.each([
    ['mad_over_time(a[5m])', 'function "mad_over_time" is not enabled'],
    ['limitk(1, a)', 'limitk() is experimental and must be enabled'],
    ['a + fill(1) b', 'binop fill modifiers are experimental and not enabled'],
    ['a[5m] smoothed', 'smoothed modifier is experimental and not enabled'],
    ['min_of(1, 2)', 'function "min_of" is not enabled'],
  ])('an experimental feature is off, and the error says so: %s', (text, message) => {
    expect(refusal(text).message).toContain(message);
  });

  test.each([
    ['foo(a) + )', '1:1: parse error: unknown function with name "foo"'],
    ['abs(foo(a)) "', '1:5: parse error: unknown function with name "foo"'],
    ['mad_over_time(a[5m]) b', '1:1: parse error: function "mad_over_time" is not enabled'],
    ['a{b=~"("} c', '1:3: parse error: error parsing regexp: missing closing ): `^(?s:()$`'],
    ['abs(a) + (foo c)', '1:15: parse error: unexpected identifier "c"'],
    ['foo(bar(a,)', '1:10: parse error: trailing commas not allowed in function call args'],
  ])('an invalid expression is reported before an unreadable rest: %s', (text, message) => {
    expect(refusal(text).message).toBe(message);
  });

  test('the first error of a text is reported, whether its tokens can be read or not', () => {
    expect(refusal('foo bar "').message).toBe('1:5: parse error: unexpected identifier "bar"');
    expect(refusal('foo + "').message).toBe('1:7: parse error: unterminated quoted string');
  });

  test('endless nesting is rejected without a crash', () => {
    expect(refusal('('.repeat(2_000) + '1' + ')'.repeat(2_000)).kind).toBe('bad_data');
    expect(refusal('abs('.repeat(700) + 'x' + ')'.repeat(700)).message).toContain(
      'nested more than 500 levels',
    );
  });

  test('a long invalid number is read only once', () => {
    expect(refusal(`${'1'.repeat(300_000)}x`).message).toContain('bad number or duration syntax');
    expect(refusal(`${'1_1'.repeat(100_000)}_.`).message).toContain('bad number or duration syntax');
  });
});

/** The tree but for its parentheses. */
function shape(query: string): string {
  return JSON.stringify(promqlToJson(parsePromql(query)), (_, value) => stripParens(value));
}

/** `a or a or a …` */
function row(count: number): string {
  return Array.from({ length: count }, () => 'a{b="c"}').join(' or ');
}

test('a chain of many operators is accepted, one of too many is rejected', () => {
  expect(formatPromql(parsePromql(row(1_000))).split('\n').length).toBeGreaterThan(1_900);
  expect(refusal(row(1_002)).message).toContain('expression has more than 1000 operators');
});

describe('operators bind as in Prometheus', () => {
  test.each([
    ['-2^2', '-(2 ^ 2)'],
    ['2^3^2', '2 ^ (3 ^ 2)'],
    ['-a * b', '(-a) * b'],
    ['a + b offset 5m', 'a + (b offset 5m)'],
    ['a - b - c', '(a - b) - c'],
    ['a or b and c', 'a or (b and c)'],
    ['a == b + c * d', 'a == (b + (c * d))'],
    ['a unless b and c', '(a unless b) and c'],
  ])('%s is %s', (text, explicit) => {
    expect(shape(text)).toBe(shape(explicit));
  });

  test.each([
    ['2. + 1./4.', '2 + 1 / 4'],
    ['0X1f + 010 + 1_000', '31 + 8 + 1000'],
    ['+Inf - nan', '+Inf - NaN'],
    ['90s + 1h30m', '1m30s + 1h30m'],
    ['{"my.metric", "a b"="c"}', '{"a b"="c",__name__="my.metric"}'],
    ["x{a='it\\'s', b=`\\d`}", 'x{a="it\'s",b="\\\\d"}'],
    ['SUM(x) BY (on, offset)', 'sum by (on, offset) (x)'],
    ['sum by (atan2, and) (a) atan2 b', 'sum by (atan2, and) (a) atan2 b'],
    ['x[1h:] @ start() offset -5m', 'x[1h:] @ start() offset -5m'],
    ['x @ 1m40s', 'x @ 100.000'],
    ['a == Bool ON (b) Group_Left c', 'a == bool on (b) group_left () c'],
    ['sum + start - offset', 'sum + start - offset'],
    ['a[11s+10s-5*2^2]', 'a[11s + 10s - 5 * 2 ^ 2]'],
    ['a[-(10s-5s)+20]', 'a[-(10s - 5s) + 20]'],
    ['a[((5m))]', 'a[5m]'],
    ['a[((5m+1))]', 'a[(5m + 1)]'],
    ['a[RANGE()/10:step()] offset (5s-8)', 'a[range() / 10:step()] offset (5s - 8)'],
    ['a offset -Min_Of(step(),1s)^2', 'a offset -min_of(step(), 1s) ^ 2'],
    ['a offset (2*max_of(1, 2s))', 'a offset (2 * max_of(1, 2s))'],
    ['min_of offset 5m', 'min_of offset 5m'],
    ['or offset 1m or and offset 2m or unless', 'or offset 1m or and offset 2m or unless'],
    ['a # comment\n + b', 'a + b'],
  ])('%s prints as %s', (text, printed) => {
    expect(formatPromql(parsePromql(text))).toBe(printed);
  });

  test('a long expression is split at its operators and arguments', () => {
    const long = `sum by (path) (rate(http_requests_total{job="shop",instance="localhost:8000"}[5m])) / on (path) group_left () count(up)`;
    expect(formatPromql(parsePromql(long))).toBe(
      [
        '  sum by (path) (rate(http_requests_total{instance="localhost:8000",job="shop"}[5m]))',
        '/ on (path) group_left ()',
        '  count(up)',
      ].join('\n'),
    );
  });

  test('the tree has the shape of the parse_query response', () => {
    expect(promqlToJson(parsePromql('rate(x{a="b"}[5m] offset 1m)'))).toEqual({
      type: 'call',
      func: { name: 'rate', argTypes: ['matrix'], variadic: 0, returnType: 'vector' },
      args: [
        {
          type: 'matrixSelector',
          name: 'x',
          range: 300_000,
          rangeExpr: null,
          offset: 60_000,
          offsetExpr: null,
          matchers: [
            { name: 'a', value: 'b', type: '=' },
            { name: '__name__', value: 'x', type: '=' },
          ],
          timestamp: null,
          startOrEnd: null,
          anchored: false,
          smoothed: false,
        },
      ],
    });
  });
});

test('a calculated duration is in the tree as written, without a length', () => {
  expect(promqlToJson(parsePromql('a[(1m+step()):2] offset -(5)'))).toMatchObject({
    range: 0,
    rangeExpr: {
      type: 'durationExpr',
      op: '+',
      lhs: { type: 'numberLiteral', val: '60', duration: true },
      rhs: { type: 'durationExpr', op: 'step', lhs: null, rhs: null, wrapped: false },
      wrapped: true,
    },
    step: 2_000,
    stepExpr: null,
    offset: -5_000,
    offsetExpr: null,
  });
});

function stripParens(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('type' in value) || value.type !== 'parenExpr')
    return value;
  return 'expr' in value ? stripParens(value.expr) : value;
}

describe('a series selector', () => {
  test('has its matchers, with the name last', () => {
    expect(selectorMatchers('up{job=~"a|b"}')).toEqual([
      { name: 'job', op: '=~', value: 'a|b' },
      { name: '__name__', op: '=', value: 'up' },
    ]);
  });

  test.each(['rate(up[5m])', 'up offset 5m', 'up offset step()', 'up[5m]', '1', 'up{'])(
    'is not %s',
    (text) => {
      expect(() => selectorMatchers(text)).toThrow(PromqlError);
    },
  );
});
