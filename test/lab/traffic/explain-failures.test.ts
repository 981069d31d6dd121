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
  ['ECONNREFUSED', 'connect ECONNREFUSED 127.0.0.1:3000', 'nothing listens there', /restart it/],
  ['UND_ERR_SOCKET', 'other side closed', 'the app closed the connection', /what the app printed last/],
  ['UND_ERR_HEADERS_TIMEOUT', 'Headers Timeout Error', 'did not answer within 10 s', /does not end its/],
  ['UND_ERR_CONNECT_TIMEOUT', 'Connect Timeout Error', 'did not accept the connection', /firewall/],
  ['EMFILE', 'connect EMFILE 127.0.0.1:3000', 'too many files and connections', /ulimit -n/],
  ['EADDRNOTAVAIL', 'connect EADDRNOTAVAIL 127.0.0.1:3000', 'no connection left', /Close other programs/],
  ['EACCES', 'connect EACCES 127.0.0.1:3000', 'does not allow the connection', /firewall/],
  ['HPE_INVALID_CONSTANT', 'Expected HTTP/', 'is not HTTP', /something else/],
])('%s is explained, and says what to do', (code, message, reason, hint) => {
  const text = explainFailures(failures([code, message]), ORIGIN);
  expect(text?.reason).toContain(reason);
  expect(text?.reason).toContain(`(${code}, 127.0.0.1:3000)`);
  expect(text?.hint).toMatch(hint);
});

test('an error that is not known is told with its code, message and address', () => {
  const unknown = explainFailures(failures(['UNKNOWN', 'connect UNKNOWN 127.0.0.1:3000']), ORIGIN);
  expect(unknown?.reason).toBe('the connection to 127.0.0.1:3000 failed with connect UNKNOWN 127.0.0.1:3000');
  expect(unknown?.hint).toContain('127.0.0.1');
  const nameless = explainFailures(failures(['toString', 'no luck']), ORIGIN);
  expect(nameless?.reason).toBe('the connection to 127.0.0.1:3000 failed with toString: no luck');
});

test('the most frequent reason is the one that is told', () => {
  const text = explainFailures(
    failures(['ECONNREFUSED', ''], ['ECONNRESET', 'read ECONNRESET'], ['ECONNRESET', 'read ECONNRESET']),
    ORIGIN,
  );
  expect(text?.reason).toContain('ECONNRESET');
  expect(explainFailures([], ORIGIN)).toBeUndefined();
});
