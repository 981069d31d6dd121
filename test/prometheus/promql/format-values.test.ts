// Numbers and durations as text.
import { describe, expect, test } from 'vitest';

import { formatDuration, formatSampleValue, parseDuration } from '../../../src/prometheus/promql/index.ts';
import { formatGeneral, formatPlainNumber } from '../../../src/prometheus/promql/text/numbers.ts';

describe('a sample is printed as the HTTP API of Prometheus prints it', () => {
  test.each([
    [1, '1'],
    [0.5, '0.5'],
    [-0, '-0'],
    [1e-7, '1e-07'],
    [0.000001, '0.000001'],
    [1.5e-10, '1.5e-10'],
    [123456789012345680000, '123456789012345680000'],
    [1e21, '1e+21'],
    [1e300, '1e+300'],
    [Infinity, '+Inf'],
    [-Infinity, '-Inf'],
    [NaN, 'NaN'],
  ])('%d as %s', (value, text) => {
    expect(formatSampleValue(value)).toBe(text);
  });

  test('without an exponent in a label value', () => {
    expect(formatPlainNumber(1e21)).toBe('1000000000000000000000');
    expect(formatPlainNumber(-1.25e-7)).toBe('-0.000000125');
  });

  test('with few digits in warnings', () => {
    expect(formatGeneral(1_000_000)).toBe('1e+06');
    expect(formatGeneral(1.01)).toBe('1.01');
    expect(formatGeneral(123.456, 2)).toBe('1.2e+02');
    expect(formatGeneral(0.00001)).toBe('1e-05');
  });
});

describe('a duration', () => {
  test.each([
    ['1h30m', 5_400_000],
    ['1y2w3d4h5m6s7ms', 33_019_506_007],
    ['0', 0],
    ['15ms', 15],
  ])('%s is read', (text, ms) => {
    expect(parseDuration(text)).toEqual({ status: 'parsed', ms });
  });

  test.each(['', '5', '5m1h', '1.5h', '5 m', 'm', '400y'])('"%s" is rejected', (text) => {
    expect(parseDuration(text).status).toBe('rejected');
  });

  test.each([
    ['5m1h', 'not a valid duration string: "5m1h"'],
    ['5m5m', 'not a valid duration string: "5m5m"'],
    ['5', 'not a valid duration string: "5"'],
    ['5y1hs', 'unknown unit "hs" in duration "5y1hs"'],
    ['5 m', 'unknown unit " m" in duration "5 m"'],
    ['400y', 'duration out of range'],
  ])('%s is rejected with Prometheus’s error', (text, message) => {
    expect(parseDuration(text)).toEqual({ status: 'rejected', message });
  });

  test.each([
    [5_400_000, '1h30m'],
    [604_800_000, '1w'],
    [691_200_000, '8d'],
    [90_000_000, '1d1h'],
    [129_600_000, '1d12h'],
    [7_776_000_000, '90d'],
    [0, '0s'],
    [-300_000, '-5m'],
    [1_001, '1s1ms'],
  ])('of %d ms is printed as %s', (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });
});
