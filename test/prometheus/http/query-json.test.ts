import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { queryDataJson } from '../../../src/prometheus/http/api/query-json.ts';
import { inPieces } from '../../../src/prometheus/http/api/send-reply.ts';
import { Labels } from '../../../src/prometheus/model/samples.ts';
import { formatSampleValue } from '../../../src/prometheus/promql/index.ts';

const value = fc.oneof(
  fc.double(),
  fc.integer(),
  fc.maxSafeInteger(),
  fc.constantFrom(
    0,
    -0,
    9,
    10,
    99_999,
    2 ** 31 - 1,
    2 ** 31,
    2 ** 32,
    2 ** 53,
    1e21,
    1e-7,
    Infinity,
    -Infinity,
  ),
);
const time = fc.oneof(
  fc.maxSafeInteger(),
  fc.integer(),
  fc.constantFrom(0, 1, -1, 999, 1000, 1001, 1_700_000_000_050),
);
const series = fc.array(fc.tuple(time, value), { maxLength: 300, size: 'max' });

test('samples survive the JSON of a matrix unchanged', () => {
  fc.assert(
    fc.property(fc.array(series, { maxLength: 5 }), (all) => {
      const matrix = all.map((samples, i) => ({
        labels: Labels.from([['x', `ü"${i}`]]),
        timestamps: Float64Array.from(samples, ([at]) => at),
        values: Float64Array.from(samples, ([, one]) => one),
      }));
      const pieces = [...inPieces(queryDataJson({ kind: 'matrix', series: matrix }))];
      expect(JSON.parse(Buffer.concat(pieces).toString())).toEqual({
        resultType: 'matrix',
        result: all.map((samples, i) => ({
          metric: { x: `ü"${i}` },
          // Whole milliseconds, so that the decimal seconds are not rounded.
          values: samples.map(([at, one]) => [Number(`${at}e-3`), formatSampleValue(one)]),
        })),
      });
    }),
  );
});
