import { expect, test } from 'vitest';
import { labels } from '../../../src/lab/words/en/verdicts/labels.ts';

const series = { metric: 'm', wanted: { code: '200' }, gained: [{ labels: {}, value: 1 }] };

test('one label and several take their own forms', () => {
  const without = labels['counted-without-labels'];
  expect(without({ ...series, endpoints: ['GET /cart'], names: ['code'] }).message).toBe(
    'GET /cart is counted without the label code.',
  );
  expect(without({ ...series, endpoints: ['GET /cart', 'GET /'], names: ['code', 'path'] }).message).toBe(
    'GET /cart and GET / are counted without the labels code and path.',
  );
});

test.each([
  ['time', 'The label at changes with the time: "9:10".'],
  ['each-request', 'The label at has a new value with each request: "9:10".'],
  [{ repeats: 'agent' }, 'The label at repeats the User-Agent header: "9:10".'],
] as const)('a label that grows by %j is explained', (reason, message) => {
  const words = labels['label-grows']({ metric: 'm', name: 'at', reason, examples: [{ at: '9:10' }] });
  expect(words).toMatchObject({ message, observed: 'm{at="9:10"}' });
});
