// What the live Prometheus says is shown, and never judged.
import { expect, test } from 'vitest';
import { runCheck } from '../../../../../src/lab/checks/index.ts';
import { prometheusError } from '../../../../../src/lab/prometheus/index.ts';
import { worded } from '../../../../../src/lab/words/index.ts';
import { contextWith } from '../../support/context.ts';
import { fakePrometheus, vector } from '../../support/fake-prometheus.ts';
import { tables } from './tables.ts';

async function liveOf(query?: Parameters<typeof fakePrometheus>[0]): Promise<string | undefined> {
  const prometheus = query === undefined ? undefined : fakePrometheus(query);
  const { spec } = tables.requestsPerSecond;
  const verdict = await runCheck(
    { kind: 'query-worlds', ...spec },
    contextWith({
      readFile: () => Promise.resolve(spec.reference),
      runningPrometheus: () => prometheus,
    }),
  );
  expect(verdict.status).toBe('pass');
  return worded(verdict).live;
}

const refuse = (): never => {
  throw prometheusError('bad-query', { said: 'out of patience' });
};

test('rows, nothing, an error, or no Prometheus', async () => {
  expect(await liveOf({ query: () => vector([[{ path: '/cart' }, 2.123456]]) })).toBe('{path="/cart"} 2.123');
  expect(await liveOf({})).toBe('no data yet');
  expect(await liveOf({ query: refuse })).toContain('out of patience');
  expect(await liveOf()).toContain('no Prometheus');
});
