import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DEFAULT_SEED, planTraffic, scenarioCounts, seedForLearner } from '../../../src/lab/traffic/index.ts';
import type { ScenarioSpec } from '../../../src/lab/model/schema/course.ts';

const shoppingDay: ScenarioSpec = {
  title: 'A busy day',
  winner: true,
  requests: [
    { method: 'GET', path: '/products', count: 45 },
    { method: 'POST', path: '/products', count: 120 },
    { method: 'GET', path: '/cart', count: 35 },
    { method: 'POST', path: '/cart', count: 20 },
    { method: 'GET', path: '/never', count: 0 },
  ],
};

const key = ({ method, path }: { method: string; path: string }) => `${method} ${path}`;
const total = (counts: readonly { count: number }[]) => counts.reduce((sum, { count }) => sum + count, 0);
const tally = (scenario: ScenarioSpec, seed: number) => {
  const counts = new Map<string, number>();
  for (const request of planTraffic(scenario, seed))
    counts.set(key(request), (counts.get(key(request)) ?? 0) + 1);
  return counts;
};

const scenarios = fc.record({
  title: fc.string(),
  winner: fc.boolean(),
  requests: fc.array(
    fc.record({
      method: fc.constantFrom('GET' as const, 'POST' as const),
      path: fc.constantFrom('/a', '/b', '/c', '/d', '/e'),
      count: fc.integer({ min: 0, max: 300 }),
    }),
    { minLength: 1, maxLength: 8 },
  ),
});
const seeds = fc.integer({ min: 1, max: 999_999_999 });

describe('the default seed', () => {
  test("sends exactly the course's counts", () => {
    expect(scenarioCounts(shoppingDay, DEFAULT_SEED)).toEqual(shoppingDay.requests);
    expect(Object.fromEntries(tally(shoppingDay, DEFAULT_SEED))).toEqual({
      'GET /products': 45,
      'POST /products': 120,
      'GET /cart': 35,
      'POST /cart': 20,
    });
  });

  test('shuffles the order, the same way each time', () => {
    const plan = planTraffic(shoppingDay, DEFAULT_SEED).map(key);
    expect(planTraffic(shoppingDay, DEFAULT_SEED).map(key)).toEqual(plan);
    expect(new Set(plan.slice(0, 30)).size).toBeGreaterThan(2);
  });
});

describe('any other seed', () => {
  test('plans the requests of its counts, with no other kind of request', () => {
    expect.hasAssertions();
    fc.assert(
      fc.property(scenarios, seeds, (scenario, seed) => {
        const counts = scenarioCounts(scenario, seed);
        expect(planTraffic(scenario, seed)).toHaveLength(total(counts));
        expect(counts.map(({ count }) => count > 0)).toEqual(scenario.requests.map(({ count }) => count > 0));
      }),
    );
  });

  test('changes the total of a scenario that sends anything', () => {
    expect.hasAssertions();
    fc.assert(
      fc.property(scenarios, seeds, (scenario, seed) => {
        fc.pre(total(scenario.requests) > 0);
        expect(total(scenarioCounts(scenario, seed))).not.toBe(total(scenario.requests));
      }),
    );
  });

  test('never gives a default answer, not even for a part of the requests', () => {
    expect.hasAssertions();
    fc.assert(
      fc.property(scenarios, seeds, (scenario, seed) => {
        const counts = scenarioCounts({ ...scenario, winner: false }, seed);
        const ways = counts.map(({ count }, index) =>
          Math.sign(count - (scenario.requests[index]?.count ?? 0)),
        );
        const sent = ways.filter((_, index) => (scenario.requests[index]?.count ?? 0) > 0);
        expect(new Set(sent).size).toBeLessThan(2);
        expect(sent).not.toContain(0);
      }),
    );
  });

  test('also changes the total of the smallest possible scenario', () => {
    const one: ScenarioSpec = { title: 'One', requests: [{ method: 'GET', path: '/', count: 1 }] };
    const totals = Array.from({ length: 50 }, (_, index) => total(scenarioCounts(one, index + 1)));
    expect(totals).not.toContain(1);
  });

  test('always has one winner with a clear lead if the scenario has one', () => {
    expect.hasAssertions();
    fc.assert(
      fc.property(scenarios, seeds, (scenario, seed) => {
        const counts = scenarioCounts({ ...scenario, winner: true }, seed).map(({ count }) => count);
        const [first = 0, second = 0] = counts.toSorted((a, b) => b - a);
        fc.pre(second > 0);
        expect(first).toBeGreaterThanOrEqual(Math.max(second * 1.25, second + 2));
      }),
    );
  });

  test('moves the winner from learner to learner', () => {
    const winners = Array.from({ length: 40 }, (_, index) => {
      const counts = scenarioCounts(shoppingDay, index + 1);
      const highest = Math.max(...counts.map(({ count }) => count));
      return counts.findIndex(({ count }) => count === highest);
    });
    expect(new Set(winners)).toEqual(new Set([0, 1, 2, 3]));
  });
});

describe("a learner's seed", () => {
  test.each([
    ['Ada Lovelace', '  ada   lovelace '],
    ['José', 'Jose\u0301'],
  ])('is the same for %j and %j', (name, other) => {
    expect(seedForLearner(name)).toBe(seedForLearner(other));
  });

  test('differs between names, and is never the default one', () => {
    const found = new Set(['ada', 'bob', 'eve', ''].map(seedForLearner));
    expect(found.size).toBe(4);
    expect(found).not.toContain(DEFAULT_SEED);
  });
});
