// The page's own JavaScript, as the browser gets it: the part of it that only calculates.
import { expect, test } from 'vitest';

interface Scale {
  ticks(low: number, high: number, count: number): number[];
  valueRange(values: readonly number[]): [low: number, high: number];
  shortNumber(value: number): string;
  tickLabels(values: readonly number[]): string[];
  readableValue(text: string): string;
}

const file = new URL('../../../src/prometheus/http/page/scale.js', import.meta.url).href;
const scale = (await import(/* @vite-ignore */ file)) as Scale;

test.each([
  [0, 10, [0, 2, 4, 6, 8, 10]],
  [0, 1, [0, 0.2, 0.4, 0.6, 0.8, 1]],
  [-3, 4, [-2, 0, 2, 4]],
  [1000, 1001, [1000, 1000.2, 1000.4, 1000.6, 1000.8, 1001]],
])('an axis from %s to %s has round ticks', (low, high, expected) => {
  expect(scale.ticks(low, high, 5)).toEqual(expected);
});

test.each([
  [[], [0, 1]],
  [
    [NaN, Infinity],
    [0, 1],
  ],
  [
    [0, 0],
    [0, 1],
  ],
  [
    [5, 5],
    [0, 5],
  ],
  [[-5], [-5, 0]],
  [
    [1, 10],
    [0, 10.6],
  ],
])('the values %j fit the axis %j', (values, expected) => {
  expect(scale.valueRange(values)).toEqual(expected);
});

test.each([
  [0, '0'],
  [1500, '1.5k'],
  [2_000_000, '2M'],
  [0.25, '0.25'],
  [0.00002, '2.0e-5'],
  [-1e9, '-1G'],
])('%s is shown as %s', (value, expected) => {
  expect(scale.shortNumber(value)).toBe(expected);
});

test.each([
  [
    [0, 500, 1000],
    ['0', '500', '1k'],
  ],
  [
    [1000.2, 1000.4],
    ['1.0002k', '1.0004k'],
  ],
  [
    [1_795_564_740, 1_795_564_760],
    ['1795564740', '1795564760'],
  ],
])('the labels of the ticks %j tell them apart', (values, expected) => {
  expect(scale.tickLabels(values)).toEqual(expected);
});

test('an axis of numbers without neighbors is finite', () => {
  const low = 1.7e18;
  expect(scale.ticks(low, low + 1024, 5).length).toBeLessThan(12);
});

test.each([
  ['1234567', '1234567'],
  ['1795564792.5', '1795564793'],
  ['208.74576271186442', '208.746'],
  ['1e-07', '1e-7'],
  ['0', '0'],
  ['-0.3333333333333333', '-0.333333'],
  ['NaN', 'NaN'],
  ['+Inf', '+Inf'],
])('the value %s is shown as %s', (text, expected) => {
  expect(scale.readableValue(text)).toBe(expected);
});
