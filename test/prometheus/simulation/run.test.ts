import { expect, test } from 'vitest';
import { simulate } from '../../../src/prometheus/index.ts';
import { isStaleAt, Labels, METRIC_NAME, type SeriesSamples } from '../../../src/prometheus/model/samples.ts';
import type { RuleGroup } from '../../../src/prometheus/rules/model/rule.ts';
import type { SimulatedRule, SimulationOptions } from '../../../src/prometheus/simulation/index.ts';
import { alerting, groupOf, recording, series, START, type GeneratedPoint } from './generated.ts';

const MINUTE = 60_000;

/** A series with one sample a minute. */
const minutely = (labels: Record<string, string>, points: readonly GeneratedPoint[]): SeriesSamples =>
  series(labels, points, MINUTE);

const repeated = (point: GeneratedPoint, times: number): GeneratedPoint[] =>
  Array.from({ length: times }, () => point);

async function run(
  groups: readonly RuleGroup[],
  timeline: readonly SeriesSamples[],
  more: Partial<SimulationOptions> = {},
): Promise<readonly SimulatedRule[]> {
  const outcome = await simulate({ groups, timeline, startMs: START, endMs: START + 20 * MINUTE, ...more });
  if (outcome.status === 'failed') throw new Error(outcome.message);
  return outcome.groups.flatMap(({ rules }) => rules);
}

const minutesOf = ({ timestamps, values }: SeriesSamples): unknown[] =>
  Array.from(timestamps, (time, i) => [(time - START) / MINUTE, isStaleAt(values, i) ? 'stale' : values[i]]);

test('an alert is reported with the times at which it was pending, firing and over', async () => {
  const load = minutely({ [METRIC_NAME]: 'load', app: 'shop' }, [
    ...repeated(1, 3),
    ...repeated(8, 2),
    ...repeated(1, 2),
    ...repeated(9, 6),
    ...repeated(1, 8),
  ]);
  const rule = alerting('Busy', 'load > 5', {
    holdMs: 2 * MINUTE,
    labels: { severity: 'page' },
    annotations: { summary: '{{ $labels.app }} has a load of {{ $value }}' },
  });
  const [busy] = await run([groupOf([rule])], [load]);
  const labels = Labels.from([
    ['alertname', 'Busy'],
    ['app', 'shop'],
    ['severity', 'page'],
  ]);
  const at = (minute: number): number => START + minute * MINUTE;
  expect(busy?.alerts).toEqual([
    {
      labels,
      annotations: { summary: 'shop has a load of 8' },
      value: 8,
      pendingAtMs: at(3),
      firingAtMs: undefined,
      endedAtMs: at(5),
    },
    {
      labels,
      annotations: { summary: 'shop has a load of 9' },
      value: 9,
      pendingAtMs: at(7),
      firingAtMs: at(9),
      endedAtMs: at(13),
    },
  ]);
});

test('a recorded series that disappears has a stale marker, so that rules which read it see its end at once', async () => {
  const gap = minutely({ [METRIC_NAME]: 'm' }, [1, 2, 'stale', ...repeated('gap', 3), 7]);
  const rules = [recording('m:copy', 'm'), recording('m:again', 'm:copy')];
  const [copy, again] = await run([groupOf(rules)], [gap], { endMs: START + 8 * MINUTE });
  expect(copy?.series.map(minutesOf)).toEqual([
    [
      [0, 1],
      [1, 2],
      [2, 'stale'],
      [6, 7],
      [7, 7],
      [8, 7],
    ],
  ]);
  expect(again?.series.map(minutesOf)).toEqual(copy?.series.map(minutesOf));
});

test('a rule reads what was recorded before it, wherever in the groups that is', async () => {
  const m = minutely({ [METRIC_NAME]: 'm' }, [1, 2, 3, 4, 5]);
  const groups = [
    groupOf([recording('m:later', 'm:first * 10')], { name: 'reads' }),
    groupOf([recording('m:first', 'm')], { name: 'records' }),
  ];
  const [later] = await run(groups, [m], { endMs: START + 3 * MINUTE });
  // The group comes first, and so sees the samples of the evaluation before.
  expect(later?.series.map(minutesOf)).toEqual([
    [
      [1, 10],
      [2, 20],
      [3, 30],
    ],
  ]);
  const [, after] = await run(groups.toReversed(), [m], { endMs: START + 3 * MINUTE });
  expect(after?.series.map(minutesOf)).toEqual([
    [
      [0, 10],
      [1, 20],
      [2, 30],
      [3, 40],
    ],
  ]);
});

test('a rule may read its own earlier results', async () => {
  const one = minutely({ [METRIC_NAME]: 'one' }, repeated(1, 6));
  const groups = [groupOf([recording('total', 'total + one or one')])];
  const [total] = await run(groups, [one], { endMs: START + 3 * MINUTE });
  expect(total?.series.map(minutesOf)).toEqual([
    [
      [0, 1],
      [1, 2],
      [2, 3],
      [3, 4],
    ],
  ]);
});

test('an evaluation that fails is reported, and the others go on', async () => {
  const a = minutely({ [METRIC_NAME]: 'm', a: '1' }, [1, 1, 1, 1, 1, 1]);
  const b = minutely({ [METRIC_NAME]: 'm', a: '2' }, ['gap', 'gap', 2, 'stale', 'gap', 'gap']);
  const rule = recording('same', 'm', { a: 'all' });
  const [same] = await run([groupOf([rule])], [a, b], { endMs: START + 5 * MINUTE });
  const message = 'vector contains metrics with the same labelset after applying rule labels';
  expect(same?.failures).toEqual([{ firstMs: START + 2 * MINUTE, lastMs: START + 2 * MINUTE, message }]);
  expect(same?.series.map(minutesOf)).toEqual([
    [
      [0, 1],
      [1, 1],
      [3, 1],
      [4, 1],
      [5, 1],
    ],
  ]);
});

test('a query is evaluated over the timeline and what the rules recorded', async () => {
  const m = minutely({ [METRIC_NAME]: 'm' }, [1, 2, 3]);
  const groups = [groupOf([recording('m:double', 'm * 2')])];
  const outcome = await simulate({
    groups,
    timeline: [m],
    query: 'm:double + 1',
    startMs: START,
    endMs: START + 2 * MINUTE,
  });
  expect(outcome.status === 'done' && outcome.series.map(minutesOf)).toEqual([
    [
      [0, 3],
      [1, 5],
      [2, 7],
    ],
  ]);
});

test.each([
  [
    'a query that takes too long',
    { query: 'sum_over_time(quantile_over_time(0.5, vector(time())[6h:1s])[6h:1s])' },
    'longer than 200 ms',
  ],
  ['a wrong query', { query: 'sum(' }, 'parse error'],
  [
    'more evaluations than there is time for',
    { groups: [groupOf([recording('x', 'vector(1)')], { intervalMs: 1 })], endMs: START + 1e12 },
    /longer than 200 ms|more than/,
  ],
  [
    'a recorded series that is in the timeline',
    { groups: [groupOf([recording('m', 'vector(1)')])], timeline: [minutely({ [METRIC_NAME]: 'm' }, [1])] },
    'also in the timeline',
  ],
])('%s ends it with a sentence', async (_case, more, message) => {
  const outcome = await simulate({
    timeline: [],
    startMs: START,
    endMs: START + 1e9,
    timeoutMs: 200,
    ...more,
  });
  expect(outcome).toMatchObject({ status: 'failed' });
  expect(outcome.status === 'failed' && outcome.message).toMatch(message);
});

test('can be canceled', async () => {
  const signal = { aborted: true };
  const outcome = await simulate({
    timeline: [],
    groups: [groupOf([recording('x', 'vector(1)')])],
    startMs: START,
    endMs: START,
    signal,
  });
  expect(outcome).toEqual({ status: 'failed', message: 'the simulation was canceled' });
});
