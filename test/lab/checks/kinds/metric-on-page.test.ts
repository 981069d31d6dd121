import { expect, test } from 'vitest';
import { judgeMetricOnPage } from '../../../../src/lab/checks/kinds/metrics-exposed/metric-on-page.ts';
import { output } from '../../../../src/lab/runtimes/node/explain/output.ts';
import { readPage } from '../../../../src/lab/checks/metrics/page.ts';
import type { Fail } from '../../../../src/lab/model/verdict.ts';

/** The verdict on a page of an app that has the counter `m_total` in a registry. */
function judge(body: string, contentType = 'text/plain; version=0.0.4'): Fail | undefined {
  const outcome = { kind: 'answer', status: 200, contentType, location: undefined, body } as const;
  const read = readPage('page', outcome, output);
  if ('fault' in read) throw new Error(read.fault.code);
  const metrics = [{ name: 'm_total', type: 'counter', help: '', labelNames: [] }];
  const snapshots = [{ id: 1, isDefault: true, contentType: '', text: '', metrics }];
  const reading = { lists: new Map([[1, [{ labels: {}, value: 1 }]]]), registries: new Set([1]) };
  return judgeMetricOnPage('page', 'm_total', read.page, snapshots, reading);
}

const openMetrics = 'application/openmetrics-text; version=1.0.0; charset=utf-8';

test.each([
  ['the text format', '# TYPE m_total counter\nm_total 1\n', undefined],
  ['OpenMetrics', '# TYPE m counter\nm_total 1\n# EOF\n', openMetrics],
])('a metric is right on a page in %s', (_what, body, contentType) => {
  expect(judge(body, contentType)).toBeUndefined();
});

test.each([
  [
    'type-on-page-differs',
    'wrong-type',
    { wanted: 'counter', found: 'gauge' },
    '# TYPE m_total gauge\nm_total 1\n',
  ],
  ['type-not-on-page', 'wrong-type', { wanted: 'counter' }, 'm_total 1\n'],
  ['metric-only-commented', 'metric-not-on-page', {}, '# HELP m_total text\nn 1\n'],
  ['metric-only-described', 'metric-not-on-page', {}, '# TYPE m_total counter\nn 1\n'],
  ['metric-shown-as-other', 'wrong-name', { found: 'm_total:' }, '# TYPE m_total counter\nm_total: 1\n'],
  ['registry-not-on-page', 'wrong-registry', { others: 1 }, 'n 1\n'],
])('%s: %s', (kind, code, params, body) => {
  expect(judge(body)).toEqual({
    status: 'fail',
    code,
    fact: { kind, place: 'page', metric: 'm_total', ...params },
  });
});
