// Which exemplars are kept. The rules are those of Prometheus's tsdb/exemplar_test.go.
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exemplarLabels, ExemplarRing, type Exemplar } from '../../../src/prometheus/storage/index.ts';
import { Labels } from '../../../src/prometheus/model/samples.ts';

const ref = (name: string): { readonly labels: Labels } => ({
  labels: Labels.from([
    ['__name__', name],
    ['job', 'shop'],
  ]),
});

function exemplar(value: number, timestampMs: number, trace = 'x', hasOwnTime = true): Exemplar {
  return { labels: Labels.from([['trace_id', trace]]), value, timestampMs, hasOwnTime };
}

function ring(most: number): ExemplarRing {
  const made = new ExemplarRing();
  made.resize(most);
  return made;
}

/** Values by series. */
function kept(of: ExemplarRing, startMs = -Infinity, endMs = Infinity): Record<string, number[]> {
  const all = of.exemplars([[{ name: 'job', op: '=', value: 'shop' }]], startMs, endMs);
  return Object.fromEntries(
    Array.from(all, ({ labels, exemplars }) => [labels.get('__name__'), exemplars.map(({ value }) => value)]),
  );
}

const metric = (of: ExemplarRing, name: string): number | undefined =>
  of.families().find((family) => family.name === `prometheus_tsdb_exemplar_${name}`)?.samples[0]?.value;

describe('a ring of exemplars', () => {
  test('keeps nothing before it is given a size, and none without one', () => {
    const one = new ExemplarRing();
    one.add(ref('a'), exemplar(1, 1));
    expect(kept(one)).toEqual({});
    one.resize(1);
    one.resize(0);
    one.add(ref('a'), exemplar(1, 1));
    expect(kept(one)).toEqual({});
  });

  test('gives the place of the oldest to a new one, of whichever series', () => {
    const one = ring(3);
    for (const [i, name] of ['a', 'b', 'a', 'c', 'c'].entries()) one.add(ref(name), exemplar(i, i));
    expect(kept(one)).toEqual({ a: [2], c: [3, 4] });
    one.add(ref('c'), exemplar(5, 5));
    expect(kept(one)).toEqual({ c: [3, 4, 5] });
    expect(metric(one, 'exemplars_in_storage')).toBe(3);
    expect(metric(one, 'series_with_exemplars_in_storage')).toBe(1);
    expect(metric(one, 'exemplars_appended_total')).toBe(6);
    expect(metric(one, 'last_exemplars_timestamp_seconds')).toBe(0.003);
  });

  test('with room for one keeps the newest', () => {
    const one = ring(1);
    for (const value of [1, 2, 3]) one.add(ref('a'), exemplar(value, value));
    expect(kept(one)).toEqual({ a: [3] });
  });

  test.each([
    ['the same one', exemplar(5, 100), [5]],
    ['the same one at another time, if it says so itself', exemplar(5, 200), [5, 5]],
    ['another value', exemplar(6, 200), [5, 6]],
    ['other labels', exemplar(5, 200, 'y'), [5, 5]],
    ['an older one', exemplar(6, 99), [5]],
    ['a larger value at the same time', exemplar(6, 100), [5, 6]],
    ['a smaller value at the same time', exemplar(4, 100), [5]],
  ])('decides whether to store %s', (_what, next, values) => {
    const one = ring(10);
    one.add(ref('a'), exemplar(5, 100));
    one.add(ref('a'), next);
    expect(kept(one)).toEqual({ a: values });
  });

  test('takes one without a timestamp for the same at every scrape', () => {
    const one = ring(10);
    for (const time of [100, 200, 300]) one.add(ref('a'), exemplar(5, time, 'x', false));
    expect(kept(one)).toEqual({ a: [5] });
    expect(metric(one, 'out_of_order_exemplars_total')).toBe(0);
    one.add(ref('a'), exemplar(6, 50));
    expect(metric(one, 'out_of_order_exemplars_total')).toBe(1);
  });

  test('finds those in a window, both ends included', () => {
    const one = ring(10);
    for (const time of [10, 20, 30]) one.add(ref('a'), exemplar(time, time));
    one.add(ref('b'), exemplar(40, 40));
    expect(kept(one, 20, 30)).toEqual({ a: [20, 30] });
    expect(kept(one, 31)).toEqual({ b: [40] });
  });

  test('tells of what it stores', () => {
    const told: number[] = [];
    const one = new ExemplarRing({ onStored: (_series, { value }) => told.push(value) });
    one.resize(10);
    for (const value of [1, 1, 0, 2]) one.add(ref('a'), exemplar(value, value));
    expect(told).toEqual([1, 2]);
  });

  test('keeps the newest of all, whatever sizes it has in between', () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant('add' as const), series: fc.nat({ max: 3 }) }),
      fc.record({ kind: fc.constant('resize' as const), most: fc.nat({ max: 6 }) }),
    );
    const checked = fc.check(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const one = ring(4);
        let most = 4;
        let model: (readonly [string, number])[] = [];
        for (const [i, each] of steps.entries()) {
          if (each.kind === 'resize') one.resize((most = each.most));
          else {
            one.add(ref(`s${each.series}`), exemplar(i, i));
            model.push([`s${each.series}`, i]);
          }
          model = most === 0 ? [] : model.slice(-most);
          const wanted: Record<string, number[]> = {};
          for (const [name, value] of model) (wanted[name] ??= []).push(value);
          if (!isDeepStrictEqual(kept(one), wanted)) return false;
        }
        return metric(one, 'exemplars_in_storage') === model.length;
      }),
    );
    expect(checked.counterexample).toBeNull();
  });
});

describe('the labels of an exemplar', () => {
  test.each([
    [{ trace_id: 'x'.repeat(120) }, true],
    [{ trace_id: 'x'.repeat(121) }, false],
    [{ trace_id: '😀'.repeat(120) }, true],
    [{ trace_id: '😀'.repeat(121) }, false],
    [{ a: 'x'.repeat(63), b: 'y'.repeat(63) }, true],
    [{ a: 'x'.repeat(63), b: 'y'.repeat(64) }, false],
    [{ a: 'x'.repeat(10_000_000) }, false],
    [{}, true],
  ])('may have 128 characters (case %#)', (labels, isKept) => {
    expect(exemplarLabels(labels) !== undefined).toBe(isKept);
  });
});
