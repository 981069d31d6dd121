import { expect, test } from 'vitest';
import { explainFailures } from '../../../src/lab/traffic/index.ts';

const ORIGIN = 'http://127.0.0.1:3000';
const failures = (...codes: readonly (readonly [code: string, message: string])[]) =>
  codes.map(([code, message]) => ({
    method: 'GET' as const,
    path: '/cart',
    code,
    message,
    mayHaveArrived: true,
  }));

test.each([
  ['ECONNREFUSED', 'refused'],
  ['UND_ERR_SOCKET', 'closed'],
  ['UND_ERR_HEADERS_TIMEOUT', 'slow'],
  ['UND_ERR_CONNECT_TIMEOUT', 'not-accepted'],
  ['EMFILE', 'too-many-files'],
  ['EADDRNOTAVAIL', 'used-up'],
  ['EACCES', 'forbidden'],
  ['HPE_INVALID_CONSTANT', 'not-http'],
  ['UNKNOWN', 'unknown'],
  ['toString', 'unknown'],
])('%s is explained', (code, fault) => {
  const why = explainFailures(failures([code, 'its message']), ORIGIN);
  expect(why).toEqual({ fault, code, said: 'its message', host: '127.0.0.1:3000', limitMs: 10_000 });
});

test('the most frequent reason is reported', () => {
  const why = explainFailures(
    failures(['ECONNREFUSED', ''], ['ECONNRESET', 'read ECONNRESET'], ['ECONNRESET', 'read ECONNRESET']),
    ORIGIN,
  );
  expect(why?.fault).toBe('closed');
  expect(explainFailures([], ORIGIN)).toBeUndefined();
});
