import { expect, test } from 'vitest';
import { installErrors } from '../../../src/lab/words/en/errors/install.ts';
import { prometheusErrors } from '../../../src/lab/words/en/errors/prometheus.ts';
import { whyDown } from '../../../src/lab/words/en/prometheus/states.ts';

const url = 'http://localhost:9090';

test.each([
  ['ECONNREFUSED', 'nothing listens there'],
  ['EWHATEVER', 'EWHATEVER'],
  ['', 'the system said so'],
])('a connection that fails with %j is explained', (code, words) => {
  const { message } = prometheusErrors['prometheus-unreachable']({ url, code, said: 'the system said so' });
  expect(message).toBe(`No Prometheus responds at ${url}: ${words}.`);
});

test.each([
  ['absent', 'there is no such file'],
  [{ unreadable: 'EACCES' }, 'it cannot be read (EACCES)'],
  [{ unstartable: 'ETXTBSY' }, 'it cannot be started (ETXTBSY)'],
] as const)('a file that is unusable for the reason %j is explained', (reason, words) => {
  const message = `/bin/p cannot be used as Prometheus: ${words}.`;
  expect(prometheusErrors['unusable-prometheus']({ path: '/bin/p', reason }).message).toBe(message);
  expect(prometheusErrors['no-prometheus']({ unusable: { path: '/bin/p', reason } }).message).toBe(message);
});

test('an exit shows the last lines of the log', () => {
  expect(whyDown({ kind: 'exited', code: 2, signal: null, lines: ['a', 'b'] })).toBe(
    'Prometheus exited (exit code 2) after it had printed this:\n  a\n  b',
  );
  expect(whyDown({ kind: 'exited', code: null, signal: 'SIGKILL', lines: [] })).toBe(
    'Prometheus exited (signal SIGKILL) after it had printed nothing.',
  );
  const said = 'spawn /bin/sh ENOENT';
  expect(whyDown({ kind: 'exited', code: null, signal: null, said, lines: [] })).toContain(said);
});

test('the cache is named where it is known', () => {
  expect(installErrors['cache-unwritable']({ dir: '/c', reason: 'full' }).message).toBe(
    'Prometheus cannot be stored in /c: the disk is full.',
  );
  expect(installErrors['cache-unwritable']({ reason: 'read-only' }).message).toBe(
    'Prometheus cannot be stored: the disk is read-only.',
  );
});
