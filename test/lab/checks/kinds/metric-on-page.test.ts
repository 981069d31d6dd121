import { expect, test } from 'vitest';
import { judgeMetricOnPage } from '../../../../src/lab/checks/kinds/metrics-exposed/metric-on-page.ts';
import { readPage } from '../../../../src/lab/checks/metrics/page.ts';

/** The verdict on a page of an app that has the counter `m_total` in a registry. */
function judge(body: string, contentType = 'text/plain; version=0.0.4'): readonly (string | undefined)[] {
  const outcome = { kind: 'answer', status: 200, contentType, location: undefined, body } as const;
  const read = readPage('page', outcome);
  if ('fault' in read) throw new Error(read.fault.message);
  const metrics = [{ name: 'm_total', type: 'counter', help: '', labelNames: [] }];
  const snapshots = [{ id: 1, isDefault: true, contentType: '', text: '', metrics }];
  const reading = { lists: new Map([[1, [{ labels: {}, value: 1 }]]]), registries: new Set([1]) };
  const fault = judgeMetricOnPage('page', 'm_total', read.page, snapshots, reading);
  return fault === undefined ? [] : [fault.code, fault.message];
}

const openMetrics = 'application/openmetrics-text; version=1.0.0; charset=utf-8';

test.each([
  ['the text format', '# TYPE m_total counter\nm_total 1\n', undefined],
  ['OpenMetrics', '# TYPE m counter\nm_total 1\n# EOF\n', openMetrics],
])('a metric is right on a page in %s', (_what, body, contentType) => {
  expect(judge(body, contentType)).toEqual([]);
});

test.each([
  ['wrong-type', 'page calls m_total a gauge, and it is a counter.', '# TYPE m_total gauge\nm_total 1\n'],
  ['wrong-type', 'page does not say of which type m_total is.', 'm_total 1\n'],
  ['metric-not-on-page', 'page has a comment on m_total and no value of it.', '# HELP m_total text\nn 1\n'],
  ['metric-not-on-page', 'page describes m_total and shows no value of it.', '# TYPE m_total counter\nn 1\n'],
  ['wrong-name', 'page shows m_total: in place of m_total.', '# TYPE m_total counter\nm_total: 1\n'],
  ['wrong-registry', 'The app has m_total, and page shows another registry without it.', 'n 1\n'],
])('%s: %s', (code, message, body) => {
  expect(judge(body)).toEqual([code, message]);
});
