import { expect, test } from 'vitest';
import { parsePs, parseStat, parseWindows, processorMs } from '../../../src/lab/children/processor-time.ts';

test('Linux: the name of a program may contain spaces and parentheses', () => {
  const rest = 'S 7 42 42 0 -1 4194304 100 0 0 0 150 25 9 9 20 0 11 0 100 1 1';
  expect(parseStat(`42 (a) b (node)) ${rest}`)).toEqual([{ pid: 42, parent: 7, usedMs: 1750 }]);
  expect(parseStat('')).toEqual([]);
});

test('ps: with days, hours and fractions of a second', () => {
  expect(parsePs('    1     0 2-03:04:05\n   42     1   0:01.50\n 43 1 10:00:00\nsome words\n')).toEqual([
    { pid: 1, parent: 0, usedMs: ((2 * 24 + 3) * 3600 + 4 * 60 + 5) * 1000 },
    { pid: 42, parent: 1, usedMs: 1500 },
    { pid: 43, parent: 1, usedMs: 36_000_000 },
  ]);
});

test('Windows: units of 100 ns', () => {
  expect(parseWindows('0 0 99\r\n42 1 15000000\r\n\r\n')).toEqual([
    { pid: 0, parent: 0, usedMs: 0.0099 },
    { pid: 42, parent: 1, usedMs: 1500 },
  ]);
});

test.runIf(process.platform !== 'win32')(
  'it grows for this process and is unknown for a missing one',
  async () => {
    const before = (await processorMs(process.pid)) ?? NaN;
    const { user } = process.cpuUsage();
    while (process.cpuUsage().user - user < 100_000);
    expect(await processorMs(process.pid)).toBeGreaterThan(before);
    expect(await processorMs(2 ** 22 + 1)).toBeUndefined();
  },
);
