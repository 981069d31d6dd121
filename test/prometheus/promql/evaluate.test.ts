// Evaluation beyond what cases can say: limits, options, the form of answers, what is read from the store.
import { describe, expect, test } from 'vitest';

import { Labels, type Matcher, type Queryable } from '../../../src/prometheus/model/samples.ts';
import {
  evaluateInstant,
  evaluateRange,
  parsePromql,
  PromqlError,
  type QueryOptions,
} from '../../../src/prometheus/promql/index.ts';

function store(count: number, samples: number): Queryable & { readonly asked: [string, number, number][] } {
  const asked: [string, number, number][] = [];
  const series = Array.from({ length: count }, (_, index) => ({
    labels: Labels.from([
      ['__name__', 'm_total'],
      ['i', String(index)],
    ]),
    timestamps: Float64Array.from({ length: samples }, (__, i) => i * 1_000),
    values: Float64Array.from({ length: samples }, (__, i) => i + 0.5),
  }));
  return {
    asked,
    select(matchers: readonly Matcher[], minT: number, maxT: number) {
      asked.push([matchers.map(({ value }) => value).join(), minT, maxT]);
      return series.map(({ labels, timestamps, values }) => {
        const low = timestamps.findIndex((time) => time >= minT);
        const high = timestamps.findLastIndex((time) => time <= maxT) + 1;
        const from = low < 0 ? samples : low;
        return { labels, timestamps: timestamps.subarray(from, high), values: values.subarray(from, high) };
      });
    },
  };
}

function failure(run: () => unknown): PromqlError {
  try {
    run();
  } catch (error) {
    if (error instanceof PromqlError) return error;
    throw error;
  }
  throw new Error('nothing failed');
}

const grid = { startMs: 300_000, endMs: 600_000, stepMs: 10_000 };

describe('what is read', () => {
  test('each selector is read once for all windows of a range', () => {
    const queryable = store(2, 700);
    evaluateRange(
      queryable,
      parsePromql('sum(rate(m_total[1m])) / sum(rate(m_total[1m])) + sum(m_total offset 1m)'),
      grid,
    );
    expect(queryable.asked).toEqual([
      ['m_total', 240_001, 600_000],
      ['m_total', -59_999, 540_000],
    ]);
  });

  test('a subquery reads at its own steps', () => {
    const queryable = store(1, 700);
    evaluateInstant(queryable, parsePromql('max_over_time(m_total[1m:10s])'), 605_000, {
      lookbackMs: 15_000,
    });
    expect(queryable.asked).toEqual([['m_total', 535_001, 600_000]]);
  });
});

describe('limits', () => {
  const heavy = parsePromql('quantile_over_time(0.5, m_total[5m])');

  test('a query ends at its time limit', () => {
    const error = failure(() => evaluateRange(store(2_000, 700), heavy, grid, { timeoutMs: 20 }));
    expect(error).toMatchObject({ kind: 'timeout', message: 'query timed out in expression evaluation' });
  });

  test('a query ends when it is canceled', () => {
    const error = failure(() => evaluateInstant(store(1, 10), heavy, 0, { signal: AbortSignal.abort() }));
    expect(error).toMatchObject({ kind: 'canceled', message: 'query was canceled in expression evaluation' });
  });

  test.each([
    ['m_total', 3_100],
    ['m_total + 1', 3_100],
    // With the 60 samples of a window.
    ['rate(m_total[1m])', 3_160],
    ['m_total @ 300', 3_100],
  ])('%s may not hold more samples than the limit', (text, enough) => {
    const expr = parsePromql(text);
    const error = failure(() => evaluateRange(store(100, 700), expr, grid, { maxSamples: enough - 1 }));
    expect(error).toMatchObject({
      kind: 'execution',
      message: 'query processing would load too many samples into memory in query execution',
    });
    expect(() => evaluateRange(store(100, 700), expr, grid, { maxSamples: enough })).not.toThrow();
  });

  test('memory of one part of a query is available to the next', () => {
    const expr = parsePromql('sum(m_total) + sum(m_total offset 1m) + sum(m_total offset 2m)');
    expect(() => evaluateRange(store(100, 700), expr, grid, { maxSamples: 3_300 })).not.toThrow();
  });

  test('a subquery with more steps than the sample limit is rejected before it runs', () => {
    const error = failure(() =>
      evaluateInstant(store(1, 10), parsePromql('max_over_time(m_total[200y:1ms])'), 1e12),
    );
    expect(error.kind).toBe('execution');
  });
});

/** How many samples a selector finds a minute after the only one. */
function countFound(options: QueryOptions): number {
  const { value } = evaluateInstant(store(1, 1), parsePromql('m_total'), 60_000, options);
  return value.kind === 'vector' ? value.samples.length : -1;
}

describe('options', () => {
  test('the lookback limits the age of a sample', () => {
    expect(countFound({ lookbackMs: 60_001 })).toBe(1);
    expect(countFound({ lookbackMs: 60_000 })).toBe(0);
  });

  test('without delayed removal, a name is gone after the function that drops it', () => {
    const expr = parsePromql('count by (__name__) (-m_total)');
    const labels = (options: QueryOptions): unknown => {
      const { value } = evaluateInstant(store(2, 1), expr, 0, options);
      return value.kind === 'vector' ? value.samples.map((sample) => sample.labels.toObject()) : undefined;
    };
    expect(labels({})).toEqual([{}]);
    expect(() => labels({ delayedNameRemoval: true })).not.toThrow();
    const kept = parsePromql(
      'count by (__name__) (label_replace(-m_total, "old", "$1", "__name__", "(.*)"))',
    );
    const { value } = evaluateInstant(store(2, 1), kept, 0);
    expect(value).toMatchObject({ samples: [{ value: 2 }] });
  });

  test('series that are equal without their names are an error at once', () => {
    const two: Queryable = {
      select: () =>
        ['a', 'b'].map((name) => ({
          labels: Labels.from([['__name__', name]]),
          timestamps: Float64Array.of(0, 60_000),
          values: Float64Array.of(1, 2),
        })),
    };
    for (const text of ['-{x=""}', 'abs({x=""})', '{x=""} + 1', 'rate({x=""}[5m])'].map((each) =>
      each.replace('x=""', '__name__!=""'),
    )) {
      const error = failure(() => evaluateInstant(two, parsePromql(text), 60_000));
      expect(error).toMatchObject({
        kind: 'execution',
        message: 'vector cannot contain metrics with the same labelset',
      });
    }
    expect(
      evaluateInstant(two, parsePromql('count(abs({__name__!=""}))'), 0, { delayedNameRemoval: true }).value,
    ).toMatchObject({
      samples: [{ value: 2 }],
    });
  });
});

describe('answers', () => {
  test('a range returns a matrix ordered by labels, and a number one series without labels', () => {
    const { value } = evaluateRange(store(12, 700), parsePromql('m_total'), grid);
    const order = value.kind === 'matrix' ? value.series.map(({ labels }) => labels.get('i')) : [];
    expect(order).toEqual(['0', '1', '10', '11', '2', '3', '4', '5', '6', '7', '8', '9']);
    const number = evaluateRange(store(0, 0), parsePromql('time()'), {
      startMs: 0,
      endMs: 2_000,
      stepMs: 1_000,
    }).value;
    expect(number).toMatchObject({ kind: 'matrix', series: [{ values: Float64Array.of(0, 1, 2) }] });
  });

  test('strings and range vectors cannot be queried over a range', () => {
    expect(failure(() => evaluateRange(store(0, 0), parsePromql('"a"'), grid)).message).toBe(
      'invalid expression type "string" for range query, must be Scalar or instant Vector',
    );
    expect(failure(() => evaluateRange(store(0, 0), parsePromql('m_total[5m]'), grid)).kind).toBe('bad_data');
  });

  test('a range that ends before it starts is empty', () => {
    const { value } = evaluateRange(store(1, 10), parsePromql('m_total'), {
      startMs: 10,
      endMs: 0,
      stepMs: 1,
    });
    expect(value).toEqual({ kind: 'matrix', series: [] });
  });

  test('a query never changes the samples of the store', () => {
    const queryable = store(1, 10);
    const read = (): unknown => evaluateInstant(queryable, parsePromql('m_total[10s]'), 9_000).value;
    const before = JSON.stringify(read());
    evaluateInstant(queryable, parsePromql('-m_total + abs(m_total) * 0'), 9_000);
    expect(JSON.stringify(read())).toBe(before);
  });

  test('a warning gives the line and the column that it is about', () => {
    const { warnings } = evaluateInstant(store(1, 10), parsePromql('\n  quantile(2, m_total)'), 0);
    expect(warnings).toEqual(['PromQL warning: quantile value should be between 0 and 1, got 2 (2:12)']);
  });
});

const nested = (inner: string, times: number, wrap: (inner: string) => string): string =>
  Array.from({ length: times }).reduce<string>((text) => wrap(text), inner);

describe('what a query holds in memory', () => {
  const wide = { startMs: 0, endMs: 500_000, stepMs: 100 };
  test.each([
    [
      'a label that doubles',
      nested('m_total', 60, (text) => `label_replace(${text}, "i", "$1$1", "i", "(.*)")`),
    ],
    ['a label that is repeated', `label_replace(m_total, "x", "${'$1'.repeat(9_000_000)}", "i", "(.*)")`],
    [
      'labels that are joined',
      nested('m_total', 60, (text) => `label_join(${text}, "i", "", "i", "i", "i")`),
    ],
    [
      'labels of every row',
      nested(
        'm_total',
        40,
        (text) => `label_replace(${text}, "x${text.length}", "${'y'.repeat(50_000)}$1", "i", "(.*)")`,
      ),
    ],
    [
      'a value of each sample',
      'count_values("v", m_total * on (i) group_left () (m_total offset 1s) + time())',
    ],
    ['pairs of a join', 'm_total * on () group_left (v) count_values("v", vector(time()))'],
    ['numbers of a subquery', 'sum_over_time(vector(1)[1y:1ms])'],
    ['cells of a subquery', 'sum_over_time(m_total[1d:100ms])'],
  ])('counts %s before it is made', (_what, text) => {
    const error = failure(() =>
      evaluateRange(store(100, 500), parsePromql(text), wide, { maxBytes: 16 * 2 ** 20 }),
    );
    expect(error).toMatchObject({
      kind: 'execution',
      message: 'query processing would load too many samples into memory in query execution',
    });
  });

  test('is released by finished parts', () => {
    const sums = Array.from({ length: 50 }, () => 'sum(m_total)').join(' + ');
    const maxBytes = 20 * 2 ** 20;
    expect(() => evaluateRange(store(400, 700), parsePromql(sums), grid, { maxBytes })).not.toThrow();
    const all = Array.from({ length: 50 }, (_, at) => `label_replace(m_total, "n", "${at}", "", "")`).join(
      ' or ',
    );
    expect(failure(() => evaluateRange(store(400, 700), parsePromql(all), grid, { maxBytes })).kind).toBe(
      'execution',
    );
  });

  test('a subquery may have more steps than a function call may have arguments', () => {
    const text = 'max_over_time(topk(1, vector(time()))[10d:1s])';
    expect(() => evaluateInstant(store(0, 0), parsePromql(text), 0)).not.toThrow();
  });

  test('a text with too many tokens is rejected while it is read', () => {
    const error = failure(() => parsePromql('('.repeat(3_000_000)));
    expect(error.message).toContain('expression has more than 100,000 tokens');
  });
});
