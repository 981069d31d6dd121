import { expect, test } from 'vitest';
import { timeAfterJump } from '../../../../../src/lab/runtimes/node/hook/time/clock.ts';

/** A time as `performance.now` gives it, from 500 to 1,500 ms. */
const fractional = (index: number): number => 500 + ((index * 0.618_033_988_75) % 1) * 1000;

test('a jump to a timer makes it due, also where the distance is rounded', () => {
  const nows = Array.from({ length: 1000 }, (_, index) => fractional(index));
  const targets = nows.map((nowMs, index) => nowMs - fractional(index + 7) / 10 + 6000);
  expect(nows.map((nowMs, index) => timeAfterJump(nowMs, targets[index] ?? 0))).toEqual(targets);
});

test('a jump never goes back, and is at most 25 hours long', () => {
  expect(timeAfterJump(500.25, 400)).toBe(500.25);
  expect(timeAfterJump(500, 1e12)).toBe(500 + 25 * 3600 * 1000);
});
