// What the live Prometheus says is shown, and never judged.
import { describe, expect, test } from 'vitest';
import { runCheck } from '../../../../../src/lab/checks/index.ts';
import type { QueryOptions } from '../../../../../src/lab/model/prometheus-api.ts';
import { prometheusError } from '../../../../../src/lab/prometheus/index.ts';
import { worded } from '../../../../../src/lab/words/index.ts';
import type { CheckContext } from '../../../../../src/lab/checks/contract/context.ts';
import { contextWith } from '../../support/context.ts';
import { fakePrometheus, vector } from '../../support/fake-prometheus.ts';
import { tables } from './tables.ts';

async function liveOf(
  query?: Parameters<typeof fakePrometheus>[0],
  { brokenByRestart, ...doors }: Partial<CheckContext> & { readonly brokenByRestart?: string } = {},
): Promise<string | undefined> {
  const prometheus = query === undefined ? undefined : fakePrometheus(query);
  const { spec } = tables.requestsPerSecond;
  const verdict = await runCheck(
    { kind: 'query-worlds', ...spec, ...(brokenByRestart === undefined ? {} : { brokenByRestart }) },
    contextWith({
      readFile: () => Promise.resolve(spec.reference),
      runningPrometheus: () => prometheus,
      ...doors,
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

const restartedAgo = (agoMs: number) => ({
  lastRestart: { endedAtMs: Date.now() - agoMs - 2_000, startedAtMs: Date.now() - agoMs },
});

describe('across a restart of the app', () => {
  const brokenByRestart = 'sum(http_requests_total)';
  const nowMs = 1_700_000_000_000;
  /** Its last scrape was five seconds ago. */
  const server = {
    nowMs,
    query: (promql: string, { timeSeconds = nowMs / 1_000 }: QueryOptions) => {
      if (promql === 'min(timestamp(up))') return vector([[{}, nowMs / 1_000 - 5]]);
      if (promql !== brokenByRestart) return vector([[{}, timeSeconds < nowMs / 1_000 - 31 ? 4.25 : 4.125]]);
      return vector(timeSeconds < nowMs / 1_000 - 31 ? [[{}, 440]] : []);
    },
  };

  test('shows what both queries said before it, and say now', async () => {
    const live = await liveOf(server, { brokenByRestart, ...restartedAgo(30_000) });
    expect(live?.split('\n').slice(1)).toEqual([
      expect.stringMatching(/^Your app was restarted 3\d seconds ago\./),
      '  your query                4.25, now 4.125',
      '  sum(http_requests_total)  440, now nothing',
    ]);
  });

  test('asks to wait while Prometheus still shows the app that has ended', async () => {
    const live = await liveOf(server, { brokenByRestart, ...restartedAgo(3_000) });
    expect(live).toMatch(/\nYour app has just been restarted\./);
  });

  test('asks for traffic where the app had counted nothing before', async () => {
    const query = (promql: string, options: QueryOptions) =>
      promql === brokenByRestart ? vector([]) : server.query(promql, options);
    const live = await liveOf({ nowMs, query }, { brokenByRestart, ...restartedAgo(30_000) });
    expect(live).toMatch(/\nYour app had counted nothing when it was restarted\. Send traffic/);
  });

  test('asks for a restart where there was none', async () => {
    expect(await liveOf(server, { brokenByRestart })).toMatch(/\nRestart the app and check the query again/);
  });

  test('says nothing of it in other steps, nor without a Prometheus', async () => {
    expect(await liveOf(server, restartedAgo(30_000))).toBe('4.125');
    expect(await liveOf(undefined, { brokenByRestart, ...restartedAgo(30_000) })).not.toContain('restart');
  });

  test('lets no fault of Prometheus change the verdict', async () => {
    expect(await liveOf({ query: refuse }, { brokenByRestart, ...restartedAgo(30_000) })).not.toContain(
      'restarted',
    );
  });
});
