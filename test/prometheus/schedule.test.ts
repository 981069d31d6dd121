import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { nextSlot, offsetOf } from '../../src/prometheus/model/schedule.ts';

test('the next slot is the first one at the target’s offset that leaves the gap', () => {
  fc.assert(
    fc.property(
      fc.nat({ max: 2e12 }),
      fc.integer({ min: 1, max: 100_000 }),
      fc.string(),
      fc.integer({ min: -1_000, max: 100_000 }),
      (now, intervalMs, key, gapMs) => {
        const offset = offsetOf(key, intervalMs);
        const slot = nextSlot(now, intervalMs, offset, gapMs);
        expect(offset).toBeLessThan(intervalMs);
        expect((slot - offset) % intervalMs).toBe(0);
        const wait = slot - now;
        expect(wait).toBeGreaterThanOrEqual(Math.max(gapMs, 1));
        expect(wait).toBeLessThan(Math.max(gapMs, 1) + intervalMs);
      },
    ),
  );
});

test('targets have different offsets in the interval, each always the same', () => {
  const offsets = Array.from({ length: 100 }, (_, i) =>
    offsetOf(`http://localhost:${8000 + i}/metrics`, 5_000),
  );
  expect(new Set(offsets).size).toBeGreaterThan(80);
  expect(offsets.filter((offset) => offset < 2_500).length).toBeGreaterThan(25);
  expect(offsetOf('http://localhost:8000/metrics', 5_000)).toBe(offsets[0]);
});
