// One evaluation of one rule; the facts are those of Prometheus's rules/recording_test.go and rules/alerting_test.go.
import { describe, expect, test } from 'vitest';
import { evaluateRule } from '../../../src/prometheus/rules/evaluate/rule.ts';
import type { Rule } from '../../../src/prometheus/rules/model/rule.ts';
import type { RuleMoment, RuleOutcome } from '../../../src/prometheus/rules/model/outcome.ts';
import type { SampleStore } from '../../../src/prometheus/storage/index.ts';
import { alert, labelsOf, put, record, storeAt } from './build.ts';

const NOW = 1_000_000_000;

async function twoSeries(): Promise<SampleStore> {
  const store = await storeAt(NOW);
  put(store, labelsOf('metric', { label_a: '1', label_b: '3' }), NOW - 60_000, 1);
  put(store, labelsOf('metric', { label_a: '2', label_b: '4' }), NOW - 60_000, 10);
  return store;
}

function evaluate(rule: Rule, samples: SampleStore, moment: Partial<RuleMoment> = {}): RuleOutcome {
  const env = { samples, externalLabels: { foo: 'bar' }, externalUrl: 'http://localhost:1234' };
  return evaluateRule(rule, { timeMs: NOW, queryOffsetMs: 0, limit: 0, ...moment }, env);
}

function recorded(outcome: RuleOutcome): unknown {
  if (outcome.status !== 'recorded') return outcome;
  return outcome.samples.map(({ labels, value }) => [labels.toObject(), value]);
}

function raised(outcome: RuleOutcome): unknown {
  if (outcome.status !== 'alerts') return outcome;
  return outcome.instances.map(({ labels, annotations, value }) => [labels.toObject(), annotations, value]);
}

describe('a recording rule', () => {
  test.each([
    ['a scalar', '1', {}, [[{ __name__: 'n' }, 1]]],
    ['a scalar, with labels', '1', { extra: 'one' }, [[{ __name__: 'n', extra: 'one' }, 1]]],
    [
      'a vector, whose name it replaces',
      'metric',
      {},
      [
        [{ __name__: 'n', label_a: '1', label_b: '3' }, 1],
        [{ __name__: 'n', label_a: '2', label_b: '4' }, 10],
      ],
    ],
    [
      'a vector, with a label that replaces one of it and one that is added',
      'metric',
      { label_a: 'new', extra: 'one' },
      [
        [{ __name__: 'n', label_a: 'new', label_b: '3', extra: 'one' }, 1],
        [{ __name__: 'n', label_a: 'new', label_b: '4', extra: 'one' }, 10],
      ],
    ],
    [
      'a vector, without a label that it empties',
      'metric{label_a="1"}',
      { label_b: '' },
      [[{ __name__: 'n', label_a: '1' }, 1]],
    ],
  ])('records %s', async (_what, query, labels, expected) => {
    expect(recorded(evaluate(record('n', query, { labels }), await twoSeries()))).toEqual(expected);
  });

  test('fails when two series get the same labels', async () => {
    expect(
      evaluate(record('n', 'metric', { labels: { label_a: 'x', label_b: 'y' } }), await twoSeries()),
    ).toEqual({
      status: 'failed',
      reason: 'rule',
      message: 'vector contains metrics with the same labelset after applying rule labels',
    });
  });

  test.each([
    [0, 'recorded'],
    [1, 'exceeded limit of 1 with 2 series'],
    [2, 'recorded'],
  ])('with the limit %i has the outcome %s', async (limit, expected) => {
    const outcome = evaluate(record('n', 'metric > 0'), await twoSeries(), { limit });
    expect(outcome.status === 'failed' ? outcome.message : outcome.status).toBe(expected);
  });

  test.each([
    ['metric[5m]', 'rule result is not a vector or scalar'],
    ['"text"', 'rule result is not a vector or scalar'],
    [
      'metric + on () metric',
      'found duplicate series for the match group {} on the right hand-side of the operation: ' +
        '[{__name__="metric", label_a="1", label_b="3"}, {__name__="metric", label_a="2", label_b="4"}];' +
        'many-to-many matching not allowed: matching labels must be unique on one side',
    ],
  ])("fails in Prometheus's words for %s", async (query, message) => {
    expect(evaluate(record('n', query), await twoSeries())).toMatchObject({ status: 'failed', message });
  });

  test('is evaluated before its slot by the query offset', async () => {
    const store = await twoSeries();
    put(store, labelsOf('metric', { label_a: '1', label_b: '3' }), NOW, 7);
    const rule = record('n', 'metric{label_a="1"} + 0 * time() + timestamp(metric{label_a="1"}) * 0');
    expect(recorded(evaluate(rule, store, { queryOffsetMs: 1 }))).toMatchObject([[{}, 1]]);
    expect(recorded(evaluate(rule, store))).toMatchObject([[{}, 7]]);
  });
});

describe('an alerting rule', () => {
  test('gives an alert for each series, with labels and annotations from templates', async () => {
    const rule = alert('High', 'metric > 5', {
      labels: { severity: 'page', was: '{{ $labels.label_a }}' },
      annotations: { summary: 'at {{ $value }}', empty: '' },
    });
    expect(raised(evaluate(rule, await twoSeries()))).toEqual([
      [
        { alertname: 'High', label_a: '2', label_b: '4', severity: 'page', was: '2' },
        { summary: 'at 10', empty: '' },
        10,
      ],
    ]);
  });

  test('drops the metric name and a label whose template comes to nothing', async () => {
    const rule = alert('A', 'metric{label_a="1"}', { labels: { label_b: '{{ $labels.missing }}' } });
    expect(raised(evaluate(rule, await twoSeries()))).toEqual([[{ alertname: 'A', label_a: '1' }, {}, 1]]);
  });

  test('fails when two alerts get the same labels', async () => {
    const rule = alert('A', '{label_a=~".+"}', { labels: { label_a: 'x', label_b: 'y' } });
    expect(evaluate(rule, await twoSeries())).toEqual({
      status: 'failed',
      reason: 'rule',
      message: 'vector contains metrics with the same labelset after applying alert labels',
    });
  });

  test('takes a scalar as a vector of one', async () => {
    expect(raised(evaluate(alert('A', '3'), await twoSeries()))).toEqual([[{ alertname: 'A' }, {}, 3]]);
  });
});
