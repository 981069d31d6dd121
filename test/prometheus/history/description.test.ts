import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatOpenMetrics, readHistory } from '../../../src/prometheus/history/index.ts';
import { isStaleAt, type SeriesSamples } from '../../../src/prometheus/model/samples.ts';

const NOW = 1_700_000_000_000;

function read(text: string, seed = 'seed'): readonly SeriesSamples[] {
  const outcome = readHistory(text, seed, NOW);
  if (outcome.status === 'rejected') throw new Error(JSON.stringify(outcome.problems));
  return outcome.series;
}

/** Seconds before the end, and values. */
const shown = ({ timestamps, values }: SeriesSamples): unknown[] =>
  Array.from(timestamps, (time, i) => [(time - NOW) / 1000, isStaleAt(values, i) ? 'stale' : values[i]]);

const valuesOf = (text: string, seed?: string): number[] => [...(read(text, seed)[0]?.values ?? [])];

describe('a history', () => {
  test('is the samples of the past, the last of them now', () => {
    const [one] = read('load 15s\n  shop_visits_total{page="cart"} 0+30x2 _ stale\n');
    expect(one?.labels.toObject()).toEqual({ __name__: 'shop_visits_total', page: 'cart' });
    expect(one === undefined ? [] : shown(one)).toEqual([
      [-60, 0],
      [-45, 30],
      [-30, 60],
      [0, 'stale'],
    ]);
  });

  test('ends now in each of its blocks, and the series of a block begin together', () => {
    const text = '# two blocks\nload 15s\na 1 2 3\nb 1 2\n\nload 1m\nc 1 2\n';
    expect(read(text).map(shown)).toEqual([
      [
        [-30, 1],
        [-15, 2],
        [0, 3],
      ],
      [
        [-30, 1],
        [-15, 2],
      ],
      [
        [-60, 1],
        [0, 2],
      ],
    ]);
  });

  test('continues from the last value after an equals sign', () => {
    expect(valuesOf('load 15s\nx 0+30x2 =+60x2 =x2 =-1x1')).toEqual([0, 30, 60, 120, 180, 180, 180, 179]);
    expect(valuesOf('load 15s\nx 5 _ stale =+1x1').at(-1)).toBe(6);
  });

  test('has smaller increments at night, wherever they are written', () => {
    const [plain, own] = read('load 6h night 0.2\nx 0+10x4 =+10x4\ny{a="b"} 100 _ 5x2 100+10~0x2 =x2');
    const increments = [6, 10, 6, 2, 6, 10, 6, 2];
    const sums = increments.map((_, i) => increments.slice(0, i + 1).reduce((sum, one) => sum + one, 0));
    expect([...(plain?.values ?? [])].map((value) => Number(value.toFixed(9)))).toEqual([0, ...sums]);
    // The first of an absolute value is not an increment: at 30h, 36h and so on.
    expect([...(own?.values ?? [])].map((value) => Number(value.toFixed(9)))).toEqual([
      100, 5, 5, 5, 100, 110, 116, 116, 116,
    ]);
    expect(valuesOf('load 12h night 0\nx 0+10x2').map(Math.round)).toEqual([0, 10, 10]);
    expect(valuesOf('load 6h night 1\nx 0+10x2')).toEqual([0, 10, 20]);
    expect(valuesOf('load 6h night 0.5\nx 0+10~5x50', 'one')).not.toEqual(
      valuesOf('load 6h\nx 0+10~5x50', 'one'),
    );
  });

  test('varies an increment from the seed, without turning it around', () => {
    const rising = valuesOf('load 15s\nx 0+3~5x500');
    const steps = rising.slice(1).map((value, i) => value - (rising[i] ?? 0));
    expect(new Set(steps)).toEqual(new Set([0, 1, 2, 3, 4, 5, 6, 7, 8]));
    const falling = valuesOf('load 15s\nx 0-3~5x500');
    expect(falling.every((value, i) => i === 0 || value <= (falling[i - 1] ?? 0))).toBe(true);
    const walk = valuesOf('load 15s\nx 20+0~2x500');
    expect(new Set(walk.slice(1).map((value, i) => value - (walk[i] ?? 0)))).toEqual(
      new Set([-2, -1, 0, 1, 2]),
    );
    expect(
      valuesOf('load 15s\nx 0+0.5~0.1x50')
        .slice(1, 3)
        .every((value) => value % 1 !== 0),
    ).toBe(true);
  });

  test('is the same for the same seed, and each series has a separate sequence', () => {
    const line = 'x{a="1"} 0+30~5x50';
    expect(valuesOf(`load 15s\n${line}`, 'one')).toEqual(valuesOf(`load 15s\n${line}`, 'one'));
    expect(valuesOf(`load 15s\n${line}`, 'one')).not.toEqual(valuesOf(`load 15s\n${line}`, 'two'));
    const [, second] = read(`load 15s\ny 0+30~5x50\n${line}`, 'one');
    expect([...(second?.values ?? [])]).toEqual(valuesOf(`load 15s\n${line}`, 'one'));
  });

  test('is rejected with the line of each problem', () => {
    const text = [
      'up 1x3',
      'load',
      'load 15s',
      'a =x3',
      'b 1+2~x3',
      'c 1 2 3',
      'c 4',
      'd',
      'e{x="1} 1',
      'f 1x-3',
      'g 0+1x99999999',
      'eval instant at 1m up',
      'load 1m day 0.2',
      'load 1m night',
      'load 1m night 2',
      'load 1m night 0.2 3',
    ].join('\n');
    const outcome = readHistory(text, '', NOW);
    expect(outcome).toMatchObject({
      status: 'rejected',
      problems: [
        { line: 1, message: expect.stringContaining('expected "load"') },
        { line: 2, message: expect.stringContaining('one step') },
        { line: 4, message: expect.stringContaining('no value before it') },
        { line: 5, message: expect.stringContaining('cannot read "1+2~x3"') },
        { line: 7, message: 'the series of line 6 again' },
        { line: 8, message: 'the series has no values' },
        { line: 9, message: expect.stringContaining('parse error') },
        { line: 10, message: expect.stringContaining('parse error') },
        { line: 11, message: expect.stringContaining('more than') },
        { line: 12, message: expect.anything() },
        { line: 13, message: expect.stringContaining('one step') },
        { line: 14, message: expect.stringContaining('a share from 0 to 1') },
        { line: 15, message: expect.stringContaining('a share from 0 to 1') },
        { line: 16, message: expect.stringContaining('one step') },
      ],
    });
  });

  test('is read or rejected, whatever the text', () => {
    const word = fc.constantFrom(
      'load',
      '15s',
      'night',
      'x',
      '{',
      '}',
      'a="b"',
      '1',
      '=',
      '+',
      '~',
      'x5',
      '_',
      'stale',
      '\n',
      ' ',
      '1e9',
      '{{',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(word, { maxLength: 30 }).map((all) => all.join('')),
        ),
        (text) => {
          expect(['read', 'rejected']).toContain(readHistory(text, '', NOW).status);
        },
      ),
    );
  });
});

test('a page of OpenMetrics has each sample at its millisecond, and no stale markers', () => {
  const series = read('load 500ms\nx{a="q\\"\\\\"} 1 stale NaN Inf\n');
  expect([...formatOpenMetrics(series)].join('')).toBe(
    'x{a="q\\"\\\\"} 1 1699999998.5005\nx{a="q\\"\\\\"} NaN 1699999999.5005\nx{a="q\\"\\\\"} +Inf 1700000000.0005\n# EOF\n',
  );
});
