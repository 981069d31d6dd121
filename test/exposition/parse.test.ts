import { describe, expect, test } from 'vitest';
import { parseExposition } from '../../src/exposition/index.ts';

const OPENMETRICS = 'application/openmetrics-text; version=1.0.0; charset=utf-8';

const ok = (text: string, contentType?: string) => {
  const outcome = parseExposition(text, contentType);
  if (outcome.status === 'error') throw new Error(`line ${outcome.line}: ${outcome.message}`);
  return outcome.families;
};
const samples = (text: string, contentType?: string) =>
  ok(text, contentType).flatMap((family) => family.samples);

describe('line breaks between quotes', () => {
  test('are part of values and names, as in Prometheus’s lexer', () => {
    const page = 'a{x="1\n2",y="\n"} 1\n# HELP "b\nc" text\n{"b\nc","n\nm"="v\r\nw"} 2 5\nd 3\n';
    expect(samples(page)).toEqual([
      { name: 'a', labels: { x: '1\n2', y: '\n' }, value: 1 },
      { name: 'b\nc', labels: { 'n\nm': 'v\r\nw' }, value: 2, timestampMs: 5 },
      { name: 'd', labels: {}, value: 3 },
    ]);
    expect(samples('{"b\nc","n\nm"="v"} 2\n# EOF\n', OPENMETRICS)).toEqual([
      { name: 'b\nc', labels: { 'n\nm': 'v' }, value: 2 },
    ]);
  });

  test.each([
    ['behind a backslash', 'a 1\nb{x="1\\\n2"} 1\n', 2, undefined],
    ['in a value of OpenMetrics', 'a{x="1\n2"} 1\n# EOF\n', 1, OPENMETRICS],
    ['in an exemplar', 'a_total 1 # {x="1\n2"} 1\n# EOF\n', 1, OPENMETRICS],
    ['outside of quotes', 'a{x="1",\ny="2"} 1\n', 1, undefined],
    ['before a quote that never closes', 'a 1\n\nb{x="1\n2} 1\nc 3\n', 3, undefined],
  ])('are not allowed %s', (_where, page, line, contentType) => {
    expect(parseExposition(page, contentType)).toMatchObject({ status: 'error', line });
  });

  test('do not change the numbers of the lines after them', () => {
    expect(parseExposition('a{x="1\n2\n3"} 1\nb x\n')).toMatchObject({ status: 'error', line: 4 });
  });
});

describe('a timestamp', () => {
  test.each([
    ['a 1 9007199254740993\n', undefined, 2 ** 53],
    ['a 1 9223372036854775807\n', undefined, 2 ** 63],
    ['a 1 0.0019\n# EOF\n', OPENMETRICS, 1],
    ['a 1 -1.9999\n# EOF\n', OPENMETRICS, -1_999],
    ['a 1 9e15\n# EOF\n', OPENMETRICS, 9e18],
    ['a 1 1e20\n# EOF\n', OPENMETRICS, -(2 ** 63)],
  ])('of %j is read as Go reads an int64, to the nearest number', (page, contentType, timestampMs) => {
    expect(samples(page, contentType)).toMatchObject([{ timestampMs }]);
  });
});

describe('text format 0.0.4', () => {
  test('reads help, type and samples into one family', () => {
    const page = [
      '# HELP http_requests_total Total number of requests',
      '# TYPE http_requests_total counter',
      'http_requests_total{path="products",method="get"} 7',
      'http_requests_total{path="cart",method="post"} 1027 1395066363000',
      '',
    ].join('\n');
    expect(ok(page)).toEqual([
      {
        name: 'http_requests_total',
        type: 'counter',
        help: 'Total number of requests',
        unit: '',
        samples: [
          { name: 'http_requests_total', labels: { path: 'products', method: 'get' }, value: 7 },
          {
            name: 'http_requests_total',
            labels: { path: 'cart', method: 'post' },
            value: 1027,
            timestampMs: 1395066363000,
          },
        ],
      },
    ]);
  });

  test('adds buckets, sums and counts to the family of their histogram or summary', () => {
    const page =
      '# TYPE h histogram\nh_bucket{le="+Inf"} 1\nh_sum 2\nh_count 1\n# TYPE s summary\ns{quantile="0.5"} 1\ns_sum 1\ns_count 1\ns_bucket 4\n';
    expect(ok(page).map((family) => [family.name, family.type, family.samples.length])).toEqual([
      ['h', 'histogram', 3],
      ['s', 'summary', 3],
      ['s_bucket', 'unknown', 1],
    ]);
  });

  test.each([
    ['a 1', 1],
    ['a -1.5e3', -1500],
    ['a .5', 0.5],
    ['a 5.', 5],
    ['a +Inf', Infinity],
    ['a -inf', -Infinity],
    ['a INFINITY', Infinity],
    ['a NaN', NaN],
    ['a -0', -0],
    ['a 123456789012345678', 123456789012345680],
    ['a\t\t1 ', 1],
    ['  a 1', 1],
    ['a{}1', 1],
    ['a { } 1', 1],
  ])('reads the value of %j', (line, value) => {
    expect(samples(line)).toEqual([{ name: 'a', labels: {}, value }]);
  });

  test.each([
    ['a{b="c"} 1', { b: 'c' }],
    ['a{b="c",} 1', { b: 'c' }],
    ['a { b = "c" , d = "e" } 1', { b: 'c', d: 'e' }],
    ['a{b="c" d="e"} 1', { b: 'c', d: 'e' }],
    ['a{b="}"} 1', { b: '}' }],
    ['a{b="x\\"y\\\\z\\nw\\q"} 1', { b: 'x"y\\z\nw\\q' }],
    ['a{b="# {"} 1', { b: '# {' }],
    ['a{b=""} 1', { b: '' }],
    ['a{"b.c"="d"} 1', { 'b.c': 'd' }],
    ['a{__proto__="x"} 1', Object.fromEntries([['__proto__', 'x']])],
  ])('reads the labels of %j', (line, labels) => {
    expect(samples(line)).toEqual([{ name: 'a', labels, value: 1 }]);
  });

  test('reads quoted names as Prometheus 3 does', () => {
    const [family] = ok('# TYPE "http.requests" gauge\n{"http.requests", "shop.path"="/cart"} 3\n');
    expect(family).toMatchObject({
      name: 'http.requests',
      type: 'gauge',
      samples: [{ name: 'http.requests', labels: { 'shop.path': '/cart' } }],
    });
  });

  test('skips comments and empty lines, and accepts an empty help text', () => {
    const page =
      '#\n#comment\n# Hello {\n\n   \n# HELPful\n# HELP a\n# HELP b two  spaces \\\\ and \\n line\na 1';
    expect(ok(page).map(({ name, help }) => [name, help])).toEqual([
      ['a', ''],
      ['b', 'two  spaces \\ and \n line'],
    ]);
  });

  test('an empty page has no families', () => {
    expect(ok('')).toEqual([]);
  });
});

describe('OpenMetrics 1.0', () => {
  test('reads units, counters by their family name, timestamps in seconds and exemplars', () => {
    const page = [
      '# TYPE work_seconds counter',
      '# UNIT work_seconds seconds',
      '# HELP work_seconds Time \\"spent\\".',
      'work_seconds_total 1.5 1520879607.789',
      'work_seconds_created 1520430000.123',
      '# TYPE h histogram',
      'h_bucket{le="+Inf"} 17 # {trace_id="abc"} 0.67 1520879607.5',
      '# EOF',
      '',
    ].join('\n');
    expect(ok(page, OPENMETRICS)).toEqual([
      {
        name: 'work_seconds',
        type: 'counter',
        help: 'Time "spent".',
        unit: 'seconds',
        samples: [
          { name: 'work_seconds_total', labels: {}, value: 1.5, timestampMs: 1520879607789 },
          { name: 'work_seconds_created', labels: {}, value: 1520430000.123 },
        ],
      },
      {
        name: 'h',
        type: 'histogram',
        help: '',
        unit: '',
        samples: [
          {
            name: 'h_bucket',
            labels: { le: '+Inf' },
            value: 17,
            exemplar: { labels: { trace_id: 'abc' }, value: 0.67, timestampMs: 1520879607500 },
          },
        ],
      },
    ]);
  });

  test('accepts # EOF with and without a final line feed', () => {
    expect(samples('a 1\n# EOF', OPENMETRICS)).toHaveLength(1);
    expect(samples('a 1\n# EOF\n', OPENMETRICS)).toHaveLength(1);
  });
});

describe('an invalid page', () => {
  test.each([
    ['a', 1, 'expected a value after "a"'],
    ['a{b="c"}', 1, 'expected a value after "a{b=\\"c\\"}"'],
    ['a 1\nb true', 2, '"true" is not a number'],
    ['a 0x10', 1, '"0x10" is not a number'],
    ['a 1_000', 1, '"1_000" is not a number'],
    ['a 1e999', 1, '"1e999" is too large for a number'],
    ['a 1 2 3', 1, 'expected a timestamp in whole milliseconds or the end of the line, got "2 3"'],
    ['a 1 1.5', 1, 'expected a timestamp in whole milliseconds or the end of the line, got "1.5"'],
    ["a{b='c'} 1", 1, 'the value of the label b must be in double quotes'],
    ['a{b=c} 1', 1, 'the value of the label b must be in double quotes'],
    ['a{b="c} 1', 1, 'the value of the label b has no closing quote'],
    ['a{b="c\n} 1', 1, 'the value of the label b has no closing quote'],
    ['a{b} 1', 1, 'expected "=" after the label name b'],
    ['a{="c"} 1', 1, 'expected a label name before "=\\"c\\"}"'],
    ['a{b="c"', 1, 'expected "," or "}" before the end of the line'],
    ['a{b="c",,d="e"} 1', 1, 'expected a label name before ",d=\\"e\\"}"'],
    ['a{b="c",b="d"} 1', 1, 'the label b is there twice'],
    ['a{__name__="c"} 1', 1, 'the label __name__ is there twice'],
    ['{b="c"} 1', 1, 'there is no metric name in "{b=\\"c\\"}"'],
    ['a{"d"} 1', 1, 'a second metric name, "d"'],
    ['{""} 1', 1, 'the metric name is empty'],
    ['a-b 1', 1, '"a-b" is not a metric name: only letters, digits, _ and : can be in one'],
    ['3a 1', 1, 'expected a metric name at the start of the line, got "3a"'],
    [
      '# TYPE a countr',
      1,
      '"countr" is no metric type for a; the types are counter, gauge, histogram, summary, untyped',
    ],
    ['# TYPE a', 1, '"" is no metric type for a; the types are counter, gauge, histogram, summary, untyped'],
    ['# HELP 3 x', 1, 'expected a metric name after # HELP, got "3 x"'],
    ['a 1\r\n', 1, 'the line ends with \\r\\n; it must end with \\n alone'],
    ['\uFEFFa 1', 1, 'the page starts with a byte order mark, which is not allowed'],
    ['# ok\n<!DOCTYPE html>', 2, '"<!DOCTYPE html>" looks like a web page, not like metrics'],
    ['[object Promise]', 1, 'expected a metric name at the start of the line, got "[object Promise]"'],
  ])('%j is rejected on line %i', (page, line, message) => {
    expect(parseExposition(page)).toEqual({ status: 'error', line, message });
  });

  test.each([
    ['a 1\n', 2, 'the page does not end with # EOF'],
    ['a 1', 1, 'the page does not end with # EOF'],
    ['# EOF\na 1\n', 2, 'there is more after # EOF, which must be the last line'],
    ['\n# EOF', 1, 'an empty line is not allowed in OpenMetrics'],
    ['#x\n# EOF', 1, '"#x" is not allowed: OpenMetrics knows # HELP, # TYPE, # UNIT and # EOF'],
    ['a  1\n# EOF', 1, 'expected a value after "a"'],
    ['a {b="c"} 1\n# EOF', 1, '"{b=\\"c\\"}" is not a number'],
    ['a{b="c" d="e"} 1\n# EOF', 1, 'expected "," or "}" before " d=\\"e\\"}"'],
    ['a{b="c", d="e"} 1\n# EOF', 1, 'expected a label name before " d=\\"e\\"}"'],
    ['# UNIT a seconds\n# EOF', 1, 'the name a must end with its unit, _seconds'],
    ['# HELP a\n# EOF', 1, 'expected one space and a text after # HELP a, got ""'],
    ['# UNIT a\n# EOF', 1, 'expected one space and a text after # UNIT a, got ""'],
    ['# HELP a.b c\n# EOF', 1, 'expected one space and a text after # HELP a, got ".b c"'],
    ['a 1 NaN\n# EOF', 1, '"NaN" is not a timestamp'],
    ['a 1 # {x="y"}\n# EOF', 1, 'expected a value after the labels of the exemplar'],
  ])('as OpenMetrics, %j is rejected on line %i', (page, line, message) => {
    expect(parseExposition(page, OPENMETRICS)).toEqual({ status: 'error', line, message });
  });

  test('of a label that an exemplar has twice the last value counts', () => {
    const page = 'a_total 1 # {x="y",x="z"} 1\nb_total 2 # {__name__="y"} 1\n# EOF';
    expect(samples(page, OPENMETRICS)).toEqual([
      { name: 'a_total', labels: {}, value: 1, exemplar: { labels: { x: 'z' }, value: 1 } },
      { name: 'b_total', labels: {}, value: 2, exemplar: { labels: { __name__: 'y' }, value: 1 } },
    ]);
  });

  test('a web page is rejected by its content type', () => {
    expect(parseExposition('a 1\n', 'text/html; charset=utf-8')).toEqual({
      status: 'error',
      line: 1,
      message: 'the Content-Type must be text/plain, and is text/html',
    });
  });
});
