import { expect, test } from 'vitest';
import { counts } from '../../../src/lab/words/en/verdicts/counts.ts';
import { counted, listed } from '../../../src/lab/words/en/grammar/phrases.ts';

const gains = [{ endpoint: 'POST /cart', adds: 1, gained: 0 }];

test('a table has a line for each endpoint, with signs', () => {
  expect(
    counts['gains-missing']({ metric: 'm', gains, endpoints: ['POST /cart'], isRootAlone: false }),
  ).toMatchObject({
    message: 'POST /cart adds nothing to m.',
    expected: 'POST /cart: +1',
    observed: 'POST /cart: +0',
  });
});

test('series that gained more than once are added up', () => {
  const labels = { path: '/products', method: 'GET' };
  const words = counts['overlap-series']({
    metric: 'm',
    wanted: [3, 4].map((value) => ({ labels, value })),
    gained: [],
  });
  expect(words.expected).toBe('m{method="GET", path="/products"} +7');
});

test('an error that the app printed takes the place of the hint', () => {
  const words = counts['gains-none']({
    metric: 'm',
    gains,
    printed: { error: 'Error: no', at: 'main.ts:3' },
  });
  expect(words.observed).toBe('POST /cart: +0\nThe app printed at main.ts:3: Error: no');
  expect(words.hint).toContain('A handler that throws');
});

test('lists and plurals follow the language', () => {
  expect(listed(['a', 'b', 'c'])).toBe('a, b, and c');
  expect(listed(['1', '2', '3', '4', '5', '6'])).toBe('1, 2, 3, 4, and 2 others');
  expect([counted(1, 'request'), counted(2, 'request'), counted(2, 'series', 'series')]).toEqual([
    '1 request',
    '2 requests',
    '2 series',
  ]);
});
