import { expect, test } from 'vitest';
import { pages } from '../../../src/lab/words/en/verdicts/pages.ts';
import { responses } from '../../../src/lab/words/en/verdicts/responses.ts';

const place = 'localhost:8000/metrics';

test('a page that fails shows its text, and a hint that fits the reason', () => {
  const fails = pages['page-fails'];
  expect(fails({ place, status: 500, text: 'TypeError: x', reason: undefined })).toMatchObject({
    observed: 'TypeError: x',
    hint: expect.stringContaining('Read the error'),
  });
  expect(fails({ place, status: 401, text: '', reason: 'not-public' })).toMatchObject({
    observed: 'status 401',
    hint: expect.stringContaining('password'),
  });
});

test('a page without a response is told from one that never ends', () => {
  const unfinished = pages['page-unfinished'];
  expect(unfinished({ place, afterMs: 5_000, hasStarted: true })).toMatchObject({
    message: `${place} starts a response but never ends it.`,
    hint: expect.stringContaining('`res.end()`'),
  });
  expect(unfinished({ place, afterMs: 5_000, hasStarted: false })).toMatchObject({
    message: `${place} gets no response.`,
    hint: expect.stringContaining('`next()`'),
  });
});

test.each([
  [0, 'no metrics'],
  [1, '1 other metric'],
  [7, '7 other metrics'],
])('a page with %d other metrics has %s', (others, observed) => {
  expect(pages['metric-not-on-page']({ place, metric: 'm', others }).observed).toBe(observed);
});

const failure = { request: 'GET /cart', wanted: 200, status: 500, known: undefined };

test.each([
  [{ error: 'Error: no', output: ['a'] }, 'Error: no'],
  [{ error: undefined, output: ['1', '2', '3', '4', '5'] }, '2\n3\n4\n5'],
  [{ error: undefined, output: [] }, 'status 500'],
])('of a handler that fails the error is shown, or else the output: %j', (said, observed) => {
  expect(responses['handler-failed']({ ...failure, ...said })).toMatchObject({
    expected: 'status 200',
    observed,
  });
});
