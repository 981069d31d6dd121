import { describe, expect, test } from 'vitest';
import { parseChoice } from '../../../../src/lab/checks/kinds/answer/choice.ts';
import { namesSeries, parseLabels } from '../../../../src/lab/checks/kinds/answer/labels.ts';
import { parseNumber } from '../../../../src/lab/checks/kinds/answer/number.ts';

describe('a number', () => {
  test.each([
    ['100', 100],
    [' 100 ', 100],
    ['100.0', 100],
    ['100.', 100],
    ['1e2', 100],
    ['+100', 100],
    ['= 100', 100],
    ['"100"', 100],
    ['“100”', 100],
    ["'100'.", 100],
    ['100!', 100],
    ['1,000', 1000],
    ['1 000', 1000],
    ['1_000_000', 1_000_000],
    ["1'000", 1000],
    ['1,234.5', 1234.5],
    ['-3', -3],
    ['.5', 0.5],
    ['four', 4],
    ['Four.', 4],
    ['twenty', 20],
    ['one hundred', 100],
    ['zero', 0],
    ['100 requests', 100],
    ['1,000 requests.', 1000],
    ['four endpoints', 4],
    ['There are four.', 4],
    ['the answer is 4', 4],
    ['I think it is 4!', 4],
    ['4 (four)', 4],
    ['four (one for each method of two paths)', 4],
    ['4, I think', 4],
    ['4 endpoints: GET /products, POST /products and so on', 4],
    ['**4**', 4],
    ['#4', 4],
    ['4?', 4],
    ['thirty-three', 33],
    ['forty two requests', 42],
    ['total = 100', 100],
    ['{code="404"} 33', 33],
    ['http_errors_total{code="404"} => 33 @[1700000000.123]', 33],
    ['http_requests_total 100 1700000000000', 100],
    ['# TYPE http_requests_total counter\nhttp_requests_total 100', 100],
    ['http_requests_total 100', 100],
    ['http_errors_total{code="404", instance="localhost:8000"}  33', 33],
  ])('%j is read', (text, value) => {
    expect(parseNumber(text)).toBe(value);
  });

  test.each([
    '',
    'about 100',
    '100 requests or so',
    '4 or 5',
    'not 4',
    '4 and a half',
    '404: 33',
    '3 paths, 2 methods',
    '5 hundred',
    'sum 100',
    'http_requests_total',
    '1,00',
    '1,0000',
    '0x64',
    '1e999',
    'NaN',
    'Infinity',
    '10 0',
    '1.2.3',
    '１００',
    'four, or five',
    'four (five)',
    'four five',
    'four; maybe twenty-one',
    'four, or maybe five',
    'four, or  five',
    'four (five?!)',
    '--1',
  ])('%j is none', (text) => {
    expect(parseNumber(text)).toBeUndefined();
  });
});

describe('label values', () => {
  const labels = ['path', 'method'];
  const series = { path: '/products', method: 'POST' };
  const known = new Set(['products', 'cart', 'get', 'post']);
  const names = (text: string): boolean => namesSeries(parseLabels(text, labels), labels, series, known);

  test.each([
    'POST /products',
    '/products POST',
    'post products',
    'Products, Post',
    '/products/ and POST',
    'POST:/products',
    'POST/products',
    '/products/POST',
    '"POST /products".',
    'method=POST path=/products',
    'path: products, method: post',
    '{path="/products",method="POST"}',
    'http_requests_total{instance="localhost:8000", job="api", method="POST", path="/products"} 120',
    'POST -> /products',
    'POST to /products',
    'POST    /products  120',
    'It is POST /products.',
    'POST /products, with 120 requests',
    'path=/products, POST',
    'POST http://localhost:3000/products',
    'api.post("/products")',
    '│ localhost:8000 │ POST │ /products │ 120 │',
    '{"path": "/products", "method": "POST"}',
    '/products → POST',
  ])('%j names the series', (text) => {
    expect(names(text)).toBe(true);
  });

  test.each([
    'GET /products',
    'POST /cart',
    'products',
    'POST',
    '',
    'POST /products /cart',
    'POST POST',
    'path=/products',
    'not POST /products',
    'PUT /products',
    'GET and POST /products',
    'path=/products, method=GET',
    'path=/products method=POST or GET',
    '{path="/products",method="POST"} 40\n{path="/cart",method="GET"} 30',
  ])('%j does not', (text) => {
    expect(names(text)).toBe(false);
  });

  test('a value that contains a slash is one value', () => {
    const deep = { path: '/api/cart', method: 'GET' };
    expect(
      namesSeries(parseLabels('get /api/cart', labels), labels, deep, new Set(['api', 'cart', 'get'])),
    ).toBe(true);
  });
});

describe('a choice', () => {
  const choices = [
    { id: 'counter', text: 'Counter' },
    { id: 'gauge', text: 'Gauge' },
    { id: 'last-one', text: 'The last one' },
    { id: 'rate', text: 'Rate' },
    { id: 'sum', text: 'Sum' },
  ];

  test.each([
    ['gauge', 'gauge'],
    ['GAUGE', 'gauge'],
    ['A gauge.', 'gauge'],
    ['"Gauge"', 'gauge'],
    ['2', 'gauge'],
    ['2)', 'gauge'],
    ['(b)', 'gauge'],
    ['last one', 'last-one'],
    ['The last one!', 'last-one'],
    ['2) Gauge', 'gauge'],
    ['#2', 'gauge'],
    ['option b', 'gauge'],
    ['the second one', 'gauge'],
    ['guage', 'gauge'],
    ['raet', 'rate'],
    ['sum', 'sum'],
    ['gauges', 'gauge'],
    ['a gauge, because a counter only goes up', 'gauge'],
    ['It is a gauge since it can come down', 'gauge'],
    ['gauge (not a counter)', 'gauge'],
    ['a gauge metric', 'gauge'],
    ['2 (gauge)', 'gauge'],
    ['a gauge, not a counter', 'gauge'],
    ['gauge: a counter only goes up', 'gauge'],
  ])('%j is %s', (text, id) => {
    expect(parseChoice(text, choices)?.id).toBe(id);
  });

  test.each([
    '',
    '0',
    '6',
    'f',
    'sun',
    'gua ge',
    'gaugecounter',
    'histogram',
    '.',
    'gauge or counter',
    'gauge, or counter',
    'gauge, counter',
    'gauge (or a counter)',
    'gauge - counter',
    '2, 3',
    '2: counter',
    'no gauge',
    'it cannot be a gauge',
    'anything but a gauge',
    'tenth',
  ])('%j is none', (text) => {
    expect(parseChoice(text, choices)).toBeUndefined();
  });
});
