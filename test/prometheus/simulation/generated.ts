// Generated rules and timelines, for properties that hold for all of them.
import * as fc from 'fast-check';
import {
  Labels,
  METRIC_NAME,
  writeStaleAt,
  type SeriesSamples,
} from '../../../src/prometheus/model/samples.ts';
import { formatPromql, parsePromql } from '../../../src/prometheus/promql/index.ts';
import type {
  AlertingRule,
  RecordingRule,
  Rule,
  RuleGroup,
} from '../../../src/prometheus/rules/model/rule.ts';

export const START = 1_700_000_000_000;
export const STEP_MS = 30_000;
export const STEPS = 60;
export const END = START + STEPS * STEP_MS;

export function recording(
  name: string,
  query: string,
  labels: Readonly<Record<string, string>> = {},
): RecordingRule {
  const expr = parsePromql(query);
  return { kind: 'recording', name, expr, query: formatPromql(expr), labels, line: 1 };
}

export function alerting(
  name: string,
  query: string,
  more: Partial<Pick<AlertingRule, 'holdMs' | 'keepFiringMs' | 'labels' | 'annotations'>> = {},
): AlertingRule {
  const expr = parsePromql(query);
  const defaults = { holdMs: 0, keepFiringMs: 0, labels: {}, annotations: {} };
  return { kind: 'alerting', name, expr, query: formatPromql(expr), line: 1, ...defaults, ...more };
}

export function groupOf(rules: readonly Rule[], more: Partial<RuleGroup> = {}): RuleGroup {
  return { name: 'shop', file: '/rules.yml', intervalMs: 60_000, limit: 0, queryOffsetMs: 0, rules, ...more };
}

export type GeneratedPoint = number | 'gap' | 'stale';

export function series(
  labels: Readonly<Record<string, string>>,
  points: readonly GeneratedPoint[],
  stepMs = STEP_MS,
): SeriesSamples {
  const kept = points.flatMap((point, i) => (point === 'gap' ? [] : [{ point, time: START + i * stepMs }]));
  const values = new Float64Array(kept.length);
  for (const [i, { point }] of kept.entries())
    if (point === 'stale') writeStaleAt(values, i);
    else if (typeof point === 'number') values[i] = point;
  return {
    labels: Labels.from(Object.entries(labels)),
    timestamps: Float64Array.from(kept, ({ time }) => time),
    values,
  };
}

const point = fc.oneof(
  { weight: 12, arbitrary: fc.integer({ min: 0, max: 9 }) },
  { weight: 2, arbitrary: fc.constantFrom<GeneratedPoint>('gap', 'stale') },
  { weight: 1, arbitrary: fc.constantFrom(NaN, Infinity, 0.1, 2.5) },
);

/** Runs of equal points, so that alerts last. */
const points = fc
  .array(fc.tuple(point, fc.integer({ min: 1, max: 9 })), { minLength: 1, maxLength: 20 })
  .map((runs) =>
    runs.flatMap(([each, times]) => Array.from({ length: times }, () => each)).slice(0, STEPS + 1),
  );

export const timeline = fc
  .uniqueArray(
    fc.tuple(fc.constantFrom('m', 'n'), fc.constantFrom('x', 'y', ''), fc.constantFrom('p', 'q')),
    { selector: (key) => key.join(), minLength: 1, maxLength: 6 },
  )
  .chain((keys) =>
    fc.tuple(
      ...keys.map(([name, a, b]) => points.map((each) => series({ [METRIC_NAME]: name, a, b }, each))),
    ),
  );

/** Mostly of the timeline: rules that read each other in a circle are evaluated moment by moment anyway. */
const selector = fc.record({
  name: fc.oneof(
    { weight: 9, arbitrary: fc.constantFrom('m', 'n') },
    { weight: 3, arbitrary: fc.constantFrom('r:one', 'r:two', 'r:three') },
    { weight: 1, arbitrary: fc.constantFrom('ALERTS', 'ALERTS_FOR_STATE', '{__name__=~"r:t.*"}') },
  ),
  modifier: fc.oneof(
    { weight: 20, arbitrary: fc.constantFrom('', '', ' offset 1m', ' offset 45s') },
    { weight: 1, arbitrary: fc.constantFrom(' offset -1m', ' @ end()') },
  ),
});

const vectorOver = (windows: readonly string[], subquery: string): fc.Arbitrary<string> =>
  fc.letrec<{ vector: string }>((tie) => ({
    vector: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      selector.map(({ name, modifier }) => `${name}${modifier}`),
      fc
        .tuple(
          fc.constantFrom(
            'rate',
            'increase',
            'sum_over_time',
            'max_over_time',
            'count_over_time',
            'changes',
            'last_over_time',
          ),
          selector,
          fc.constantFrom(...windows),
        )
        .map(([func, { name, modifier }, window]) => `${func}(${name}[${window}]${modifier})`),
      fc
        .tuple(fc.constantFrom('sum', 'max', 'count', 'sum by (a)', 'max by (b)'), tie('vector'))
        .map((p) => `${p[0]}(${p[1]})`),
      fc.tuple(tie('vector'), fc.constantFrom('> 3', '* 2', '< bool 5', '!= 0')).map((p) => p.join(' ')),
      fc
        .tuple(tie('vector'), fc.constantFrom('or', 'and', 'unless', '+'), tie('vector'))
        .map((p) => `(${p.join(' ')})`),
      tie('vector').map((inner) => `max_over_time((${inner})[${subquery}:1m])`),
      tie('vector').map((inner) => `absent(${inner})`),
    ),
  })).vector;

/** Some expressions are scalars, and some fail at some moments. */
const expressionOver = (vector: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 10, arbitrary: vector },
    {
      weight: 1,
      arbitrary: fc.constantFrom('time()', 'vector(1)', 'm / on(a) n', 'm + on() group_left n', 'scalar(m)'),
    },
  );

const recordingRule = (expression: fc.Arbitrary<string>): fc.Arbitrary<Rule> =>
  fc
    .tuple(
      fc.constantFrom('r:one', 'r:two', 'r:three'),
      expression,
      fc.constantFrom<Record<string, string>>({}, {}, { a: 'z' }, { b: '' }, { team: 't' }),
    )
    .map(([name, query, labels]) => recording(name, query, labels));

const alertingRule = (expression: fc.Arbitrary<string>): fc.Arbitrary<Rule> =>
  fc
    .tuple(
      fc.constantFrom('Hot', 'Cold'),
      expression,
      fc.constantFrom(0, 60_000, 150_000),
      fc.constantFrom(0, 0, 90_000),
      fc.constantFrom<Record<string, string>>(
        {},
        { severity: 'page' },
        { level: '{{ $value }}' },
        { a: '{{ $labels.b }}' },
      ),
    )
    .map(([name, query, holdMs, keepFiringMs, labels]) =>
      alerting(name, query, {
        holdMs,
        keepFiringMs,
        labels,
        annotations: { text: '{{ $labels.a }} is {{ $value }}' },
      }),
    );

const rulesOf = (expression: fc.Arbitrary<string>): fc.Arbitrary<Rule[]> =>
  fc.array(
    fc.oneof(
      { weight: 3, arbitrary: recordingRule(expression) },
      { weight: 2, arbitrary: alertingRule(expression) },
    ),
    { minLength: 1, maxLength: 4 },
  );

type Terms = Pick<RuleGroup, 'intervalMs' | 'queryOffsetMs' | 'limit'>;

const groupsOf = (expression: fc.Arbitrary<string>, terms: fc.Arbitrary<Terms>): fc.Arbitrary<RuleGroup[]> =>
  fc
    .array(fc.tuple(rulesOf(expression), terms), { minLength: 1, maxLength: 3 })
    .map((all) => all.map(([rules, more], i) => groupOf(rules, { name: `g${i}`, ...more })));

export const groups = groupsOf(
  expressionOver(vectorOver(['1m', '3m', '5m'], '3m')),
  fc.record({
    intervalMs: fc.constantFrom(60_000, 60_000, 30_000, 45_000),
    queryOffsetMs: fc.constantFrom(0, 0, 0, 30_000),
    limit: fc.constantFrom(0, 0, 0, 2),
  }),
);

/** Groups that promtool 2.42 can evaluate too: all at once, without an offset, and no window begins at a sample. */
export const promtoolGroups = groupsOf(
  expressionOver(vectorOver(['50s', '170s', '290s'], '170s')),
  fc.constant({ intervalMs: 60_000, queryOffsetMs: 0, limit: 0 }),
);

/** How long after the start each group is evaluated first. */
export const offsets = fc.array(fc.constantFrom(0, 0, 7_000, 15_000), { minLength: 3, maxLength: 3 });
