import { expect, test } from 'vitest';
import { metrics } from '../../../src/lab/words/en/verdicts/metrics.ts';

const scraped = { metric: 'm', place: 'localhost:8000/metrics', labels: { path: '/cart' }, scrapes: 2 };

test('a change of a series is written with its sign', () => {
  expect([
    metrics['metric-raised-by-scrape']({ ...scraped, change: 2 }),
    metrics['metric-lowered-by-scrape']({ ...scraped, change: -3 }),
  ]).toMatchObject([
    { expected: 'no change after 2 scrapes', observed: 'm{path="/cart"} changed by +2' },
    { observed: 'm{path="/cart"} changed by -3' },
  ]);
});

test.each([
  [undefined, 'no registry'],
  [[], 'no metric'],
  [['a', 'b'], 'a and b'],
])('of a metric that is missing the others are listed: %j', (others, observed) => {
  expect(metrics['client-unused']({ metric: 'm', others }).observed).toBe(observed);
});
