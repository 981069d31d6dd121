import { expect, test } from 'vitest';
import { wordsOfError, wordsOfTraffic } from '../../../src/lab/words/index.ts';
import { sessionError } from '../../../src/lab/session/contract/errors.ts';

const about = { host: '127.0.0.1:3000', limitMs: 10_000 };
const refused = { ...about, fault: 'refused', code: 'ECONNREFUSED', said: 'connect' } as const;

test('a reason names the code and the address, and says what to do', () => {
  expect(wordsOfTraffic(refused)).toBe(
    'nothing listens there (ECONNREFUSED, 127.0.0.1:3000). Read the last lines that the app printed, and restart it.',
  );
});

test.each([
  ['ENEW', 'connect ENEW', 'failed with connect ENEW.'],
  ['toString', 'no luck', 'failed with toString: no luck.'],
])('the unknown error %s (%s) is told with its code and message, each once', (code, said, words) => {
  expect(wordsOfTraffic({ ...about, fault: 'unknown', code, said })).toContain(words);
});

test.each([
  [0, 9, 'None of the requests of "s" got a response: '],
  [8, 1, '1 request of "s" got no response: '],
  [2, 7, '7 requests of "s" got no response: '],
])('where %i succeed and %i fail, only a part is told as a number', (sent, failed, start) => {
  const { message } = wordsOfError(
    sessionError('traffic-failed', { scenario: 's', sent, failed, why: refused }),
  );
  expect(message).toBe(`${start}nothing listens there (ECONNREFUSED, 127.0.0.1:3000).`);
});
