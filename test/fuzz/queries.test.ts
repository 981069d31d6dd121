// Whatever is written as a query, it is judged in time; and whatever timeline shows a mistake, a smaller one shows the
// same.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { runCheck } from '../../src/lab/checks/index.ts';
import { shrink } from '../../src/lab/checks/kinds/query-worlds/shrink.ts';
import type { TimelineSeries } from '../../src/lab/model/simulation/simulator.ts';
import { worded } from '../../src/lab/words/index.ts';
import { contextWith } from '../lab/checks/support/context.ts';
import { tables } from '../lab/checks/kinds/query-worlds/tables.ts';
import { FUZZ, mutated, quickAsync } from './inputs.ts';

const { errorRatio, requestsPerSecond } = tables;
const QUERIES = [requestsPerSecond, errorRatio].flatMap(({ right, wrong }) => [
  ...right,
  ...wrong.map(([query]) => query),
]);
const queries = mutated(QUERIES, [
  'sum by (path) (',
  'rate(',
  '[5m]',
  '[1h:1s]',
  ' or vector(0)',
  ' offset 5m',
  ' * on (path) ',
  'group_left () ',
  '{code=~"5.."}',
  ')',
  ' / ',
  'count_values("x", ',
  'histogram_quantile(0.9, ',
  '-1',
  'NaN',
]);

test('every query is judged, and worded', { timeout: 600_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(queries, async (query) => {
      const context = contextWith({ readFile: () => Promise.resolve(query) });
      const verdict = await quickAsync(() => runCheck({ kind: 'query-worlds', ...errorRatio.spec }, context));
      expect(worded(verdict).message).toMatch(/[.?]$/);
    }),
    { ...FUZZ, numRuns: FUZZ.numRuns / 10 },
  );
});

const STALE = new Float64Array(new BigUint64Array([0x7ff0000000000002n]).buffer);

/** A series with restarts, gaps and an end. */
const series: fc.Arbitrary<TimelineSeries> = fc
  .record({
    name: fc.constantFrom('a', 'b', 'c', 'd'),
    steps: fc.array(
      fc.oneof(
        { weight: 8, arbitrary: fc.integer({ min: 0, max: 50 }) },
        { weight: 1, arbitrary: fc.constantFrom('restart' as const, 'gap' as const) },
      ),
      { minLength: 1, maxLength: 80 },
    ),
    isEnded: fc.boolean(),
  })
  .map(({ name, steps, isEnded }) => {
    const timestamps: number[] = [];
    const values: number[] = [];
    let value = 0;
    for (const [index, step] of steps.entries()) {
      if (step === 'gap') continue;
      value = step === 'restart' ? 0 : value + step;
      timestamps.push(index * 15_000);
      values.push(value);
    }
    const samples = new Float64Array(values);
    if (isEnded && values.length > 0) samples.set(STALE, values.length - 1);
    return {
      labels: { __name__: 'x', instance: name },
      timestamps: new Float64Array(timestamps),
      values: samples,
    };
  });

const sizeOf = (all: readonly TimelineSeries[]): number =>
  all.reduce((sum, { values }) => sum + values.length, 0);

/** What a mistake may depend on: a restart, a number of series, samples late or early, a stale marker. */
const REASONS: Readonly<Record<string, (all: readonly TimelineSeries[]) => boolean>> = {
  restart: (all) =>
    all.some(({ values }) => values.some((value, index) => value < (values[index - 1] ?? value))),
  two: (all) => all.length >= 2,
  late: (all) => all.some(({ timestamps }) => (timestamps.at(-1) ?? 0) >= 600_000),
  growth: (all) => all.some(({ values }) => (values.at(-1) ?? 0) > 100),
  stale: (all) =>
    all.some(({ values }) =>
      new BigUint64Array(values.slice().buffer).some((bits) => bits === 0x7ff0000000000002n),
    ),
};

test.each(Object.entries(REASONS))('a smaller timeline shows the same: %s', async (_, reason) => {
  await fc.assert(
    fc.asyncProperty(fc.array(series, { minLength: 1, maxLength: 6 }), async (begin) => {
      if (!reason(begin)) return;
      let tries = 0;
      const best = await shrink(begin, { atMs: 80 * 15_000, windowMs: 300_000 }, (smaller) => {
        tries += 1;
        expect(smaller.every(({ timestamps, values }) => timestamps.length === values.length)).toBe(true);
        return Promise.resolve(reason(smaller));
      });
      expect(reason(best)).toBe(true);
      expect(sizeOf(best)).toBeLessThanOrEqual(sizeOf(begin));
      expect(tries).toBeLessThanOrEqual(150);
    }),
    { ...FUZZ, numRuns: FUZZ.numRuns / 4 },
  );
});
