import { describe, expect, test } from 'vitest';
import { formatPlot, formatSparkline } from '../../../src/lab/ui/render/plot.ts';
import { formatQueryResult } from '../../../src/lab/ui/render/query-result.ts';
import { formatSeries } from '../../../src/lab/ui/render/series.ts';

describe('query results', () => {
  test('a series looks as in Prometheus', () => {
    expect(formatSeries({ __name__: 'x_total', path: '/a"b', method: 'GET' })).toBe(
      'x_total{path="/a\\"b", method="GET"}',
    );
    expect(formatSeries({})).toBe('{}');
  });

  test('a vector is a table, and an empty one a sentence', () => {
    const vector = {
      resultType: 'vector',
      result: [{ metric: { __name__: 'up', job: 'api' }, value: [1, '1'] }],
    } as const;
    expect(formatQueryResult(vector, 80)).toContain('up{job="api"}  1');
    expect(formatQueryResult({ resultType: 'vector', result: [] }, 80)).toContain(
      'No series matches now (an empty result).',
    );
  });

  test('a scalar is its value', () => {
    expect(formatQueryResult({ resultType: 'scalar', result: [1, '42'] }, 80)).toBe('42');
  });
});

const many = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ __name__: 'x', path: `/${String(index)}` }));

describe('a result of many series', () => {
  test('shows the first forty and counts the rest', () => {
    const result = many(43).map((metric) => ({ metric, value: [1, '7'] as const }));
    const lines = formatQueryResult({ resultType: 'vector', result }, 80).split('\n');
    expect(lines.filter((line) => line.startsWith('x{'))).toHaveLength(40);
    expect(lines.at(-1)).toBe('and 3 more series');
  });

  test('is plotted as the first twelve', () => {
    const result = many(14).map((metric) => ({ metric, values: [[0, '7']] as const }));
    const text = formatPlot(result, { startSeconds: 0, endSeconds: 100 }, 80);
    expect(text.match(/last 7/g)).toHaveLength(12);
    expect(text.split('\n').at(-1)).toBe('and 2 more series');
  });
});

describe('plots', () => {
  test('draw a gap as a space and a constant series at the bottom', () => {
    expect(formatSparkline([1, undefined, 1])).toBe('▁ ▁');
    expect(formatSparkline([0, 1, 2, 3, 4, 5, 6, 7])).toBe('▁▂▃▄▅▆▇█');
  });

  test('show the same in numbers', () => {
    const series = [
      {
        metric: { __name__: 'x' },
        values: [
          [0, '1'],
          [50, '5'],
          [99, '3'],
        ] as const,
      },
    ];
    const text = formatPlot(series, { startSeconds: 0, endSeconds: 100 }, 80);
    expect(text).toContain('from 1 to 5, last 3');
  });
});

const series = (path: string, value: string) => ({
  metric: { __name__: 'http_requests_total', instance: 'localhost:8000', job: 'api', method: 'GET', path },
  value: [1, value] as const,
});

describe('several series', () => {
  const vector = { resultType: 'vector', result: [series('/cart', '7'), series('/products', '3')] } as const;

  test('that share no labels have no line above', () => {
    const unlike = {
      resultType: 'vector',
      result: ['a', 'b'].map((name) => ({
        metric: { [name.repeat(30)]: name.repeat(30) },
        value: [1, '1'] as const,
      })),
    } as const;
    expect(formatQueryResult(unlike, 60)).not.toContain('{}');
    const plotted = unlike.result.map(({ metric }) => ({ metric, values: [[0, '1']] as const }));
    expect(formatPlot(plotted, { startSeconds: 0, endSeconds: 60 }, 60)).not.toContain('{}');
  });

  test('that are too wide for the terminal show shared labels once, above', () => {
    expect(formatQueryResult(vector, 79)).toBe(
      [
        'http_requests_total{instance="localhost:8000", job="api", method="GET"}',
        '',
        'path       value',
        '---------  -----',
        '/cart      7',
        '/products  3',
      ].join('\n'),
    );
  });

  test('are shown in full if they fit', () => {
    expect(formatQueryResult(vector, 120)).toContain('method="GET", path="/cart"}      7');
  });
});
