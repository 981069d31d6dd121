import { describe, expect, test } from 'vitest';
import { parseChoice } from '../../../src/lab/checks/choice-answer.ts';
import { namesSeries, parseLabels } from '../../../src/lab/checks/labels-answer.ts';
import { parseNumber } from '../../../src/lab/checks/number-answer.ts';

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
    ['http_requests_total 100', 100],
    ['http_errors_total{code="404", instance="localhost:8000"}  33', 33],
  ])('%j is read', (text, value) => {
    expect(parseNumber(text)).toBe(value);
  });

  test.each([
    '',
    'about 100',
    '100 requests or so',
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
    '--1',
  ])('%j is none', (text) => {
    expect(parseNumber(text)).toBeUndefined();
  });
});

describe('label values', () => {
  const labels = ['path', 'method'];
  const series = { path: '/products', method: 'POST' };
  const names = (text: string): boolean => namesSeries(parseLabels(text, labels), labels, series);

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
  ])('%j does not', (text) => {
    expect(names(text)).toBe(false);
  });

  test('a value with a slash inside is one value', () => {
    const deep = { path: '/api/cart', method: 'GET' };
    expect(namesSeries(parseLabels('get /api/cart', labels), labels, deep)).toBe(true);
  });
});

describe('a choice', () => {
  const choices = [
    { id: 'counter', text: 'Counter' },
    { id: 'gauge', text: 'Gauge' },
    { id: 'last-one', text: 'The last one' },
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
  ])('%j is %s', (text, id) => {
    expect(parseChoice(text, choices)?.id).toBe(id);
  });

  test.each(['', '0', '4', 'd', 'gaugecounter', 'histogram', '.'])('%j is none', (text) => {
    expect(parseChoice(text, choices)).toBeUndefined();
  });
});
