// Aggregations of more rows and steps than are held at once: the same answers, in bounded memory.
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { Labels, type Queryable } from '../../../src/prometheus/model/samples.ts';
import { evaluateRange, parsePromql, type QueryOptions } from '../../../src/prometheus/promql/index.ts';

/** Series of some metrics, each with an uneven counter in which one moment is missing; every third one ends early. */
function store(metrics: readonly string[], count: number, samples: number): Queryable {
  const series = metrics.flatMap((metric) =>
    Array.from({ length: count }, (_, index) => {
      const times = Array.from({ length: samples }, (__, i) => i * 1_000).filter(
        (_time, i) => i !== index && (index % 3 !== 0 || i < samples / 2),
      );
      return {
        labels: Labels.from([
          ['__name__', metric],
          ['group', `g${index % 7}`],
          ['i', String(index)],
        ]),
        timestamps: Float64Array.from(times),
        values: Float64Array.from(times, (time, i) => (time * (index + 1)) / 7 + (i % 5)),
      };
    }),
  );
  return {
    select: (matchers) =>
      series.filter(({ labels }) =>
        matchers.every(({ op, value }) => op !== '=' || labels.get('__name__') === value),
      ),
  };
}

const wide = { startMs: 0, endMs: 900_000, stepMs: 500 };

/** The bits of the answer, by labels: there are too many numbers to compare one by one. */
function evaluate(queryable: Queryable, text: string, options: QueryOptions = {}): Record<string, string> {
  const { value } = evaluateRange(queryable, parsePromql(text), wide, { maxBytes: 2 ** 30, ...options });
  if (value.kind !== 'matrix') throw new Error('a range gives a matrix');
  return Object.fromEntries(
    value.series.map(({ labels, timestamps, values }) => [
      labels.key,
      createHash('sha1').update(timestamps).update(values).digest('hex'),
    ]),
  );
}

describe('rows in parts', () => {
  // 600 rows of 1,801 steps are five parts. What is added to keeps its rows together.
  const queryable = store(['m_total'], 600, 900);

  test.each([
    ['sum by (group) (m_total)', 'sum by (group) (m_total * 1)'],
    ['avg without (i) (rate(m_total[1m]))', 'avg without (i) (rate(m_total[1m]) * 1)'],
    ['count(last_over_time(m_total[30s]))', 'count(last_over_time(m_total[30s]) * 1)'],
    ['max by (i) (increase(m_total[1m]))', 'max by (i) (increase(m_total[1m]) * 1)'],
    ['min((m_total))', 'min(m_total * 1)'],
    ['group by (group) (m_total offset 1m)', 'group by (group) ((m_total offset 1m) * 1)'],
    ['stddev by (group) (m_total)', 'stddev by (group) (m_total * 1)'],
    ['stdvar(sum_over_time(m_total[1m]))', 'stdvar(sum_over_time(m_total[1m]) * 1)'],
    ['sum(max_over_time(m_total[2m:10s]))', 'sum(max_over_time(m_total[2m:10s]) * 1)'],
    ['sum(m_total @ 300)', 'sum((m_total @ 300) * 1)'],
  ])('%s', (inParts, whole) => {
    expect(evaluate(queryable, inParts)).toEqual(evaluate(queryable, whole));
  });

  test('an aggregation holds one part at a time', () => {
    const maxBytes = 4 * 2 ** 20;
    expect(() =>
      evaluate(unheld(queryable), 'sum by (group) (rate(m_total[1m]))', { maxBytes }),
    ).not.toThrow();
    expect(() =>
      evaluate(unheld(queryable), 'sum by (group) (m_total)', { maxBytes, maxSamples: 300_000 }),
    ).not.toThrow();
    expect(() => evaluate(unheld(queryable), 'sum by (i) (rate(m_total[1m]))', { maxBytes })).toThrow(
      /too many samples/,
    );
    expect(() => evaluate(unheld(queryable), 'rate(m_total[1m])', { maxBytes })).toThrow(/too many samples/);
  });

  test('rows that differ only in their names are found across parts', () => {
    const both = store(['a_total', 'b_total'], 300, 900);
    expect(() => evaluate(both, 'sum(rate({__name__=~".+_total"}[1m]))')).toThrow(/same labelset/);
    expect(() => evaluate(both, 'sum(last_over_time({__name__=~".+_total"}[1m]))')).not.toThrow();
    expect(() => evaluate(both, 'sum(absent_over_time({__name__=~".+_total"}[1m]))')).not.toThrow();
  });

  test('a name that is removed at the end of the query is marked in every part', () => {
    const options = { delayedNameRemoval: true };
    expect(evaluate(queryable, 'sum by (__name__) (rate(m_total[1m]))', options)).toEqual(
      evaluate(queryable, 'sum by (__name__) (rate(m_total[1m]) * 1)', options),
    );
  });
});

/** The same series, as from a store that keeps them elsewhere. */
function unheld(queryable: Queryable): Queryable {
  return {
    select: (...asked) => {
      const found = [...queryable.select(...asked)];
      return { length: found.length, heldBytes: 0, [Symbol.iterator]: () => found.values() };
    },
  };
}
