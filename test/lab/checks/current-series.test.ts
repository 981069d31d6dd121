// Series of targets that are gone: a Prometheus that was started again still shows them.
import { describe, expect, test } from 'vitest';
import { queryCurrent } from '../../../src/lab/checks/prometheus/current-series.ts';
import { runCheck } from '../../../src/lab/checks/index.ts';
import type { QueryOptions } from '../../../src/lab/model/prometheus-api.ts';
import { contextWith } from './support/context.ts';
import { fakeLiveApp } from './support/fake-app.ts';
import { fakePrometheus, target, vector } from './support/fake-prometheus.ts';

const now = { job: 'api', instance: 'localhost:8000' };
const gone = { job: 'api', instance: 'localhost:8080' };
const { signal } = new AbortController();

describe('after a wrong target was corrected', () => {
  test('the check of up counts only the loaded target', async () => {
    const prometheus = fakePrometheus({
      targets: [[target()]],
      query: () =>
        vector([
          [gone, 0],
          [now, 1],
        ]),
    });
    const context = contextWith({
      prometheus: () => Promise.resolve(prometheus),
      liveApp: fakeLiveApp(),
    });
    expect(await runCheck({ kind: 'query', query: 'up{job="api"}', value: 1 }, context)).toMatchObject({
      status: 'pass',
      fact: { query: 'up{job="api"}', values: ['1'] },
    });
  });

  test('a sum is queried over the last two scrapes', async () => {
    const asked: (QueryOptions | undefined)[] = [];
    const { api } = fakePrometheus({
      targets: [[target({ discoveredLabels: { __scrape_interval__: '5s' } })]],
    });
    const watched = {
      ...api,
      query: (_promql: string, _signal: AbortSignal, options?: QueryOptions) => {
        asked.push(options);
        return Promise.resolve(vector([[{}, 7]]));
      },
    };
    expect(await queryCurrent(watched, 'sum(m_total)', signal)).toEqual(vector([[{}, 7]]));
    expect(asked).toEqual([{ lookbackMs: 22_000 }]);
  });
});
