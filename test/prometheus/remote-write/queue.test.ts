// The queue, and the bytes of a request decoded again.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Labels, writeStaleAt } from '../../../src/prometheus/model/samples.ts';
import { encodeMetadata, encodeSamples } from '../../../src/prometheus/remote-write/encode.ts';
import { QueuedSeries, SampleQueue, withoutOlder } from '../../../src/prometheus/remote-write/queue.ts';
import { wordsOf } from '../../../src/prometheus/storage/index.ts';
import { decodeRequest } from './decode.ts';

function named(name: string): QueuedSeries {
  return new QueuedSeries(Labels.from([['__name__', name]]));
}

test('gives back what was added, in that order, however it is taken out', () => {
  const step = fc.oneof(
    fc.record({
      kind: fc.constant('push' as const),
      series: fc.nat({ max: 4 }),
      count: fc.nat({ max: 40_000 }),
    }),
    fc.record({ kind: fc.constant('take' as const), count: fc.nat({ max: 50_000 }) }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), fc.integer({ min: 1, max: 60_000 }), (steps, most) => {
      const all = Array.from({ length: 5 }, (_, i) => named(`s${i}`));
      const queue = new SampleQueue(most);
      let model: (readonly [series: QueuedSeries | undefined, value: number])[] = [];
      let value = 0;
      const isSame = steps.every((one) => {
        if (one.kind === 'take') {
          const batch = queue.take(one.count, Infinity);
          const values = new Float64Array(batch.words.slice().buffer);
          const wanted = model.slice(0, one.count);
          model = model.slice(one.count);
          return (
            values.length === wanted.length &&
            wanted.every(
              ([series, time], row) =>
                values[row] === time && batch.timestamps[row] === time && batch.series[row] === series,
            )
          );
        }
        const series = all[one.series];
        if (series === undefined) return false;
        for (let i = 0; i < one.count; i++) {
          queue.push(series, value, wordsOf(Float64Array.of(value)), 0);
          model.push([series, value++]);
        }
        model = model.slice(Math.max(0, model.length - most));
        return queue.length === model.length;
      });
      expect(isSame).toBe(true);
      expect(all.map(({ waiting }) => waiting)).toEqual(
        all.map((series) => model.filter(([of]) => of === series).length),
      );
    }),
    { numRuns: 30 },
  );
});

test('drops the oldest sample when it is full, and says so', () => {
  const queue = new SampleQueue(2);
  const series = named('up');
  const words = wordsOf(Float64Array.of(1, 2, 3));
  expect([0, 1, 2].map((i) => queue.push(series, i, words, i))).toEqual([false, false, true]);
  expect([...queue.take(9, Infinity).timestamps]).toEqual([1, 2]);
});

test('ends a batch where its labels would make it too long', () => {
  const queue = new SampleQueue(10);
  const words = wordsOf(Float64Array.of(1));
  for (const name of ['a', 'b', 'c'])
    queue.push(new QueuedSeries(Labels.from([[name, 'x'.repeat(1000)]])), 1, words, 0);
  expect(queue.take(10, 2_200).series).toHaveLength(2);
  expect(queue.take(10, 10).series).toHaveLength(1);
  expect(queue.take(10, 10).series).toHaveLength(0);
});

test('a request has each series once, its samples in order, and every bit of their values', () => {
  const [up, odd] = [
    named('up'),
    new QueuedSeries(
      Labels.from([
        ['__name__', 'odd'],
        ['ü', 'a"\n\\'],
      ]),
    ),
  ];
  const values = Float64Array.of(1, 0, NaN, -0, 5e-324, -Infinity);
  writeStaleAt(values, 1);
  const queue = new SampleQueue(10);
  const times = [1_700_000_000_000, -5, 0, 2, 3, 4];
  for (const [i, time] of times.entries()) queue.push(i % 2 === 0 ? up : odd, time, wordsOf(values), i);
  const exemplar = { series: odd, labels: Labels.from([['trace_id', 'x']]), value: 0.5, timestampMs: 7 };
  const { series } = decodeRequest(encodeSamples(queue.take(10, Infinity), [exemplar]));
  expect(series).toEqual([
    {
      labels: [['__name__', 'up']],
      samples: [
        { bits: '3ff0000000000000', value: 1, timestampMs: 1_700_000_000_000 },
        { bits: '7ff8000000000000', value: NaN, timestampMs: 0 },
        { bits: '0000000000000001', value: 5e-324, timestampMs: 3 },
      ],
      exemplars: [],
    },
    {
      labels: [
        ['__name__', 'odd'],
        ['ü', 'a"\n\\'],
      ],
      samples: [
        { bits: '7ff0000000000002', value: NaN, timestampMs: -5 },
        { bits: '8000000000000000', value: -0, timestampMs: 2 },
        { bits: 'fff0000000000000', value: -Infinity, timestampMs: 4 },
      ],
      exemplars: [],
    },
    {
      labels: [
        ['__name__', 'odd'],
        ['ü', 'a"\n\\'],
      ],
      samples: [],
      exemplars: [{ labels: [['trace_id', 'x']], value: 0.5, timestampMs: 7 }],
    },
  ]);
});

test('a request of metadata has the numbers of the types', () => {
  const entry = { metric: 'm', help: 'Helps.', unit: 's' };
  const types = ['counter', 'stateset', 'unknown', 'other'];
  const { metadata } = decodeRequest(encodeMetadata(types.map((type) => ({ ...entry, type }))));
  expect(metadata.map(({ type }) => type)).toEqual([1, 7, 0, 0]);
  expect(metadata[0]).toEqual({ type: 1, name: 'm', help: 'Helps.', unit: 's' });
});

test('leaves out samples that have become too old', () => {
  const queue = new SampleQueue(10);
  const words = wordsOf(Float64Array.of(1, 2, 3));
  const series = named('up');
  for (const i of [0, 1, 2]) queue.push(series, i * 10, words, i);
  const batch = queue.take(10, Infinity);
  expect(withoutOlder(batch, 0)).toBe(batch);
  const fresh = withoutOlder(batch, 10);
  expect([[...fresh.timestamps], [...new Float64Array(fresh.words.buffer)], fresh.series.length]).toEqual([
    [10, 20],
    [2, 3],
    2,
  ]);
});
