import { describe, expect, test } from 'vitest';
import {
  limitParam,
  parseDuration,
  parseTime,
  requiredDurationParam,
  timeParam,
} from '../../../src/prometheus/http/api/params.ts';

describe('a time', () => {
  test.each([
    ['0', 0],
    ['1435781451.781', 1435781451781],
    ['1.0004', 1000],
    ['-1.5', -1500],
    ['1e3', 1_000_000],
    ['.5', 500],
    ['2015-07-01T20:10:51.781Z', 1435781451781],
    ['2015-07-01T20:10:51Z', 1435781451000],
    ['2015-07-01T22:10:51.781999999+02:00', 1435781451781],
    ['2024-02-29T00:00:00Z', 1709164800000],
  ])('%s is read', (text, expected) => {
    expect(parseTime(text)).toBe(expected);
  });

  test.each([
    '',
    'abc',
    '1h',
    '2015-07-01',
    '2015-02-30T00:00:00Z',
    '2015-07-01T24:00:00Z',
    '2015-07-01T25:00:00Z',
    'NaN',
    '+Inf',
    '0x10',
    '1_000',
  ])('%j is refused', (text) => {
    expect(parseTime(text)).toBeUndefined();
  });

  test('a wrong one is named in Prometheus’s words', () => {
    expect(() => timeParam(new URLSearchParams({ time: 'x' }), 'time', 0)).toThrow(
      `invalid parameter "time": invalid time value for 'time': cannot parse "x" to a valid timestamp`,
    );
  });

  test('a missing one gets the caller’s default', () => {
    expect(timeParam(new URLSearchParams(), 'time', 42)).toBe(42);
  });
});

describe('a duration', () => {
  test.each([
    ['15', 15_000],
    ['0.25', 250],
    ['1h30m', 5_400_000],
    ['1d', 86_400_000],
    ['2w', 1_209_600_000],
    ['1y', 31_536_000_000],
    ['250ms', 250],
    ['-5', -5_000],
    ['0', 0],
  ])('%s is read', (text, expected) => {
    expect(parseDuration(text)).toEqual({ status: 'parsed', ms: expected });
  });

  test.each(['', 'abc', '5x', '1m1h', '1.5h', '-5m', 'NaN', 'Inf', '1h 5m'])('%j is refused', (text) => {
    expect(parseDuration(text)).toMatchObject({ status: 'rejected' });
  });

  test('a long text that is not a number is read only once', () => {
    const text = `${'1'.repeat(300_000)}x`;
    expect(parseDuration(text)).toMatchObject({ status: 'rejected' });
    expect(parseTime(text)).toBeUndefined();
  });

  test('a wrong one is named in Prometheus’s words', () => {
    expect(() => requiredDurationParam(new URLSearchParams({ step: '5x' }), 'step')).toThrow(
      'invalid parameter "step": cannot parse "5x" to a valid duration',
    );
  });

  test('a number that is too large for one is an error', () => {
    expect(parseDuration('1e30')).toEqual({
      status: 'rejected',
      message: 'cannot parse "1e30" to a valid duration. It overflows int64',
    });
  });
});

describe('a limit', () => {
  test.each([
    ['', 0],
    ['0', 0],
    ['25', 25],
  ])('%j is read', (text, expected) => {
    expect(limitParam(new URLSearchParams({ limit: text }))).toBe(expected);
  });

  test.each([
    ['-1', 'invalid parameter "limit": limit must be non-negative'],
    ['ten', 'invalid parameter "limit": strconv.Atoi: parsing "ten": invalid syntax'],
  ])('%j is refused', (text, message) => {
    expect(() => limitParam(new URLSearchParams({ limit: text }))).toThrow(message);
  });
});
