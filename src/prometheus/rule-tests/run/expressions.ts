// promql_expr_test: the result of an expression beside the samples that the test expects.
import { Labels, type Queryable, type TimestampMs } from '../../model/samples.ts';
import { parseMetric } from '../../notation/index.ts';
import {
  evaluateInstant,
  parsePromql,
  PromqlError,
  type Expr,
  type QueryOptions,
} from '../../promql/index.ts';
import { compareLabels, formatLabels } from '../../promql/text/labels.ts';
import { formatHistogram } from '../histogram/model.ts';
import { HistogramError, parseHistogram } from '../histogram/parse.ts';
import type { ReportedSample, TestFailure } from '../model/report.ts';
import type { ExpectedSample, ExprTest } from '../model/test-file.ts';
import { NO_HISTOGRAMS, type HistogramSamples } from './histogram-samples.ts';
import { isSameValue } from './same-value.ts';

export interface QueryRoom {
  readonly samples: Queryable;
  readonly histograms: HistogramSamples;
  readonly options: QueryOptions;
}

/** A sample with its value as a number, or as the text of a native histogram. */
interface TestSample {
  readonly labels: Labels;
  readonly value: number | string;
}

/** What is wrong with an expression that cannot be evaluated, or a sample that cannot be read. */
class ExprError extends Error {}

/** Why a test of an expression fails, or undefined. `startMs` is the beginning of the test. */
export function testExpression(
  test: ExprTest,
  startMs: TimestampMs,
  isFuzzy: boolean,
  room: QueryRoom,
): TestFailure | undefined {
  const { line, expr, evalTimeMs } = test;
  try {
    const got = ordered(query(expr, startMs + evalTimeMs, room));
    const expected = ordered(test.expected.map(readExpected));
    const isSame =
      got.length === expected.length &&
      got.every((sample, i) => {
        const other = expected[i];
        return (
          other !== undefined &&
          sample.labels.key === other.labels.key &&
          isSameValue(sample.value, other.value, isFuzzy)
        );
      });
    if (isSame) return undefined;
    return { kind: 'samples', line, expr, evalTimeMs, expected: expected.map(shown), got: got.map(shown) };
  } catch (error) {
    if (!(error instanceof PromqlError || error instanceof ExprError)) throw error;
    return { kind: 'expr-error', line, expr, evalTimeMs, message: error.message };
  }
}

function query(text: string, timeMs: TimestampMs, room: QueryRoom): TestSample[] {
  const expr = parsePromql(text);
  const histograms = room.histograms.selected(expr, timeMs);
  const numbers = evaluate(expr, timeMs, room);
  if (room.histograms.takeAsked() && histograms === undefined) throw new ExprError(NO_HISTOGRAMS);
  const found = histograms ?? [];
  return [
    ...numbers,
    ...found.map(({ labels, histogram }) => ({ labels, value: formatHistogram(histogram) })),
  ];
}

function evaluate(
  expr: Expr,
  timeMs: TimestampMs,
  { samples, histograms, options }: QueryRoom,
): TestSample[] {
  const { value } = evaluateInstant(histograms.watch(samples), expr, timeMs, options);
  if (value.kind === 'vector')
    return value.samples.map((sample) => ({ labels: sample.labels, value: sample.value }));
  if (value.kind === 'scalar') return [{ labels: Labels.empty, value: value.value }];
  throw new ExprError('rule result is not a vector or scalar');
}

function readExpected({ labels, value, histogram }: ExpectedSample): TestSample {
  try {
    return {
      labels: parseMetric(labels),
      value: histogram === '' ? value : formatHistogram(parseHistogram(histogram)),
    };
  } catch (error) {
    if (!(error instanceof PromqlError || error instanceof HistogramError)) throw error;
    throw new ExprError(`labels ${JSON.stringify(labels)}: ${error.message}`);
  }
}

const ordered = (samples: readonly TestSample[]): TestSample[] =>
  samples.toSorted((a, b) => compareLabels(a.labels, b.labels));

function shown({ labels, value }: TestSample): ReportedSample {
  return { labels: formatLabels(labels), value: typeof value === 'string' ? value : formatExponent(value) };
}

/** `1E+00`, as promtool prints a value (Go's 'E'). */
function formatExponent(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  const sign = Object.is(value, -0) ? '-' : '';
  return (
    sign +
    value
      .toExponential()
      .toUpperCase()
      .replace(/E([+-])(\d)$/, 'E$10$2')
  );
}
