import { createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { planFreePorts } from '../../../src/lab/session/live/ports.ts';

test('planned ports differ, and are outside the range that the system uses for connections', async () => {
  const plans = await Promise.all(
    Array.from({ length: 20 }, () => planFreePorts({ api: 3000, metrics: 8000 })),
  );
  const planned = plans.flatMap(({ actual }) => Object.values(actual));
  expect(new Set(planned).size).toBe(40);
  expect(Math.min(...planned)).toBeGreaterThanOrEqual(20_000);
  expect(Math.max(...planned)).toBeLessThan(32_768);
  for (const { actual, moved } of plans)
    expect(moved).toEqual({ 3000: actual['api'], 8000: actual['metrics'] });
});

test('a planned port is one on which nothing listens', async () => {
  const [first = NaN] = Object.values((await planFreePorts({ api: 3000 })).actual);
  const server = createServer();
  // The next plan would begin here.
  await new Promise<void>((resolve) => server.listen(first + 16, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  expect(Object.values((await planFreePorts({ api: 3000 })).actual)).not.toContain(first + 16);
});
