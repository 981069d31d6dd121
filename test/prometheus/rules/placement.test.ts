// Which rules the server's own thread evaluates, and what is sent to another one.
import { getEventListeners } from 'node:events';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { failure } from '../../../src/prometheus/http/api/envelope.ts';
import { ApiError } from '../../../src/prometheus/http/api/error.ts';
import { toApiRequest, type Reply, type RequestText } from '../../../src/prometheus/http/api/route.ts';
import { Labels } from '../../../src/prometheus/model/samples.ts';
import type { RuleOutcome } from '../../../src/prometheus/rules/model/outcome.ts';
import type { Rule } from '../../../src/prometheus/rules/model/rule.ts';
import { RuleEvaluator } from '../../../src/prometheus/rules/placement/evaluator.ts';
import { ruleRoute } from '../../../src/prometheus/rules/placement/route.ts';
import {
  formatOutcome,
  formatTask,
  parseOutcome,
  parseTask,
} from '../../../src/prometheus/rules/placement/wire.ts';
import type { SampleStore } from '../../../src/prometheus/storage/index.ts';
import { alert, labelsOf, record, storeAt } from './build.ts';

const NOW = 1_700_000_000_000;
const MOMENT = { timeMs: NOW, queryOffsetMs: 0, limit: 0 };
const ENVIRONMENT = { externalLabels: { zone: 'eu' }, externalUrl: 'http://here' };
const standing = (): number => 0;
const never = new AbortController().signal;

/** 2,000 series with 150 samples each: more than a rule may read in the server's own thread. */
async function bigStore(): Promise<SampleStore> {
  const store = await storeAt(NOW);
  const series = Array.from({ length: 2_000 }, (_, i) => store.ref(labelsOf('big', { i: String(i) })));
  for (let sample = 150; sample > 0; sample--)
    store.commit({
      series,
      timestamps: new Float64Array(series.length).fill(NOW - sample * 1_000),
      values: new Float64Array(series.length).fill(1),
      length: series.length,
    });
  return store;
}

/** A thread that answers like a real one, in this thread. */
function threadOn(
  store: SampleStore,
  stopwatch?: () => number,
): { readonly asked: RequestText[]; readonly evaluator: RuleEvaluator } {
  const asked: RequestText[] = [];
  const control = { now: () => NOW, evaluationIntervalMs: () => 60_000, externalLabels: () => ({}) };
  const route = ruleRoute({ samples: store, control });
  const evaluator = evaluatorWith(
    store,
    async (request) => {
      asked.push(request);
      return route.answer(toApiRequest(request, { aborted: false }));
    },
    stopwatch,
  );
  return { asked, evaluator };
}

function evaluatorWith(
  store: SampleStore,
  answer: (request: RequestText, signal: AbortSignal) => Promise<Reply>,
  stopwatch: () => number = standing,
): RuleEvaluator {
  return new RuleEvaluator({ store, environment: () => ENVIRONMENT, threads: { answer }, stopwatch });
}

describe('a rule', () => {
  test('that reads little is evaluated in the server’s own thread', async () => {
    const { asked, evaluator } = threadOn(await bigStore());
    const outcome = evaluator.evaluate(record('n', 'sum(big{i="1"})'), MOMENT, never);
    expect(outcome).toMatchObject({ status: 'recorded', samples: [{ value: 1 }] });
    expect(asked).toEqual([]);
  });

  test.each([
    ['reads many samples', 'sum(big)', 2_000, standing],
    ['takes long', 'quantile_over_time(0.5, (vector(3))[10d:1s])', 3, undefined],
  ])('that %s is evaluated in another thread', async (_what, query, value, stopwatch) => {
    const { asked, evaluator } = threadOn(await bigStore(), stopwatch ?? (() => performance.now()));
    const rule = record('n', query, { labels: { a: 'b' } });
    expect(await evaluator.evaluate(rule, MOMENT, never)).toMatchObject({
      status: 'recorded',
      samples: [{ labels: labelsOf('n', { a: 'b' }), value }],
    });
    expect(asked).toHaveLength(1);
  });

  test('that was too much is sent there at once for a while, and then tried again', async () => {
    const store = await bigStore();
    const { asked, evaluator } = threadOn(store);
    const rule = record('n', 'sum(big)');
    await evaluator.evaluate(rule, MOMENT, never);
    const tried: number[] = [];
    const selectUpTo = store.selectUpTo.bind(store);
    store.selectUpTo = (matchers, minT, maxT, most) => {
      if (most < Infinity) tried.push(asked.length);
      return selectUpTo(matchers, minT, maxT, most);
    };
    for (let time = 0; time < 100; time++) await evaluator.evaluate(rule, MOMENT, never);
    expect(asked.length).toBe(101);
    expect(tried).toEqual([1, 3, 7, 15, 31, 63, 95]);
  });

  test('is the same query to the threads at another time', async () => {
    const { asked, evaluator } = threadOn(await bigStore());
    const rule = record('n', 'sum(big)');
    await evaluator.evaluate(rule, MOMENT, never);
    await evaluator.evaluate(rule, { ...MOMENT, timeMs: NOW + 1_000 }, never);
    expect(asked[0]?.body).toBe(asked[1]?.body);
    expect(asked[0]?.search).not.toBe(asked[1]?.search);
  });

  test('whose templates query too much is evaluated in another thread', async () => {
    const { asked, evaluator } = threadOn(await bigStore());
    const rule = alert('A', '1', {
      annotations: {
        all: '{{ with query "sum(big)" }}{{ . | first | value }}{{ end }} {{ $externalLabels.zone }}',
      },
    });
    expect(await evaluator.evaluate(rule, MOMENT, never)).toMatchObject({
      status: 'alerts',
      instances: [{ annotations: { all: '2000 eu' } }],
    });
    expect(asked).toHaveLength(1);
  });

  test.each([
    ['refuses it', () => Promise.reject(new ApiError('unavailable', 'too many queries are waiting'))],
    [
      'has no time for it',
      () => Promise.resolve(failure(new ApiError('timeout', 'query timed out in query queue'))),
    ],
  ])('fails with the reason where the thread %s', async (_what, answer) => {
    const outcome = await evaluatorWith(await bigStore(), answer).evaluate(
      record('n', 'sum(big)'),
      MOMENT,
      never,
    );
    expect(outcome).toMatchObject({
      status: 'failed',
      message: expect.stringMatching(/^(too many|query timed out)/),
    });
  });

  test('is given up with its group, and leaves nothing behind there', async () => {
    const store = await bigStore();
    const group = new AbortController();
    const evaluator = evaluatorWith(
      store,
      (_request, signal) =>
        new Promise((_resolve, reject) =>
          signal.addEventListener('abort', () => reject(new ApiError('canceled', 'canceled'))),
        ),
    );
    const outcome = evaluator.evaluate(record('n', 'sum(big)'), MOMENT, group.signal);
    expect(getEventListeners(group.signal, 'abort')).toHaveLength(1);
    group.abort();
    expect(await outcome).toMatchObject({ status: 'failed', message: 'canceled' });
    const { evaluator: other } = threadOn(store);
    const quiet = new AbortController();
    await other.evaluate(record('n', 'sum(big)'), MOMENT, quiet.signal);
    expect(getEventListeners(quiet.signal, 'abort')).toEqual([]);
  });
});

const value = fc.oneof(fc.double(), fc.constantFrom(NaN, Infinity, -Infinity, -0, 1e300, 5e-324));
const labels = fc
  .dictionary(fc.string({ minLength: 1 }), fc.string())
  .map((texts) => Labels.from(Object.entries(texts)));
const outcomes: fc.Arbitrary<RuleOutcome> = fc.oneof(
  fc.array(fc.record({ labels, value })).map((samples) => ({ status: 'recorded' as const, samples })),
  fc
    .array(
      fc.record({
        labels,
        value,
        annotations: fc.dictionary(fc.string(), fc.string(), { noNullPrototype: true }),
      }),
    )
    .map((instances) => ({ status: 'alerts' as const, instances })),
);

describe('what is sent between threads', () => {
  test('arrives as it was', () => {
    fc.assert(
      fc.property(outcomes, (outcome) => {
        const { status, ...rest } = parseOutcome(formatOutcome(outcome));
        expect({ status, ...rest }).toEqual({ ...outcome });
      }),
    );
  });

  test.each<Rule>([
    record('n', 'sum by (a) (rate(x{b=~"c.*"}[5m] offset 1m)) > bool 0.1', { labels: { team: 'x' } }),
    alert('A', 'x == 1', {
      labels: { a: '{{ $value }}' },
      annotations: { b: '"' },
      holdMs: 1,
      keepFiringMs: 2,
    }),
  ])('is the rule $name', (rule) => {
    const task = { rule, externalLabels: { a: 'b' }, externalUrl: 'http://x' };
    expect(parseTask(formatTask(task))).toMatchObject({
      ...task,
      rule: { ...rule, expr: expect.objectContaining({ kind: rule.expr.kind }) },
    });
  });
});
