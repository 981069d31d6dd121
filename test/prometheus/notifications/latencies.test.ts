import { expect, test } from 'vitest';
import { Latencies } from '../../../src/prometheus/notifications/latencies.ts';

const MINUTE = 60_000;

test('quantiles are those of the last ten minutes', () => {
  const latencies = new Latencies();
  expect(latencies.quantile(0.5, 0)).toBeNaN();
  for (let i = 1; i <= 100; i++) latencies.observe(i / 100, 0);
  expect([0.5, 0.9, 0.99].map((quantile) => latencies.quantile(quantile, MINUTE))).toEqual([0.5, 0.9, 0.99]);
  latencies.observe(7, 9 * MINUTE);
  expect(latencies.quantile(0.5, 11 * MINUTE)).toBe(7);
  expect(latencies.quantile(0.5, 20 * MINUTE)).toBeNaN();
  expect([latencies.count, latencies.sum]).toEqual([101, 57.5]);
});

test('buckets count what is at most as long as their bound', () => {
  const latencies = new Latencies();
  for (const seconds of [0.01, 0.02, 0.1, 5, 11]) latencies.observe(seconds, 0);
  expect(latencies.buckets).toEqual([1, 3, 3, 4]);
  const merged = Latencies.merged([latencies, latencies]);
  expect([merged.count, merged.buckets]).toEqual([10, [2, 6, 6, 8]]);
  expect(merged.quantile(0.99, 0)).toBe(11);
});
