// The input series of a test as points. promtool writes them into a text of its load command and reads that, so a line
// break in a series ends its line there, too.
import type { Labels } from '../../model/samples.ts';
import { parseMetric, parseSeriesLine } from '../../notation/index.ts';
import { PromqlError } from '../../promql/index.ts';
import { hasHistograms, HistogramError, parseHistogramRow, type HistogramPoint } from '../histogram/parse.ts';
import type { InputSeries } from '../model/test-file.ts';
import type { InputPoints } from './samples.ts';

/** All series of a test together have at most so many points. */
const MAX_POINTS = 20_000_000;

export interface HistogramInput {
  readonly labels: Labels;
  readonly points: readonly HistogramPoint[];
}

export type InputOutcome =
  | {
      readonly status: 'ok';
      readonly numbers: readonly InputPoints[];
      readonly histograms: readonly HistogramInput[];
    }
  | { readonly status: 'error'; readonly line: number; readonly message: string };

/** Reads all input series; of two with the same labels the later one counts. */
export function readInput(input: readonly InputSeries[]): InputOutcome {
  const numbers = new Map<string, InputPoints>();
  const histograms = new Map<string, HistogramInput>();
  let count = 0;
  for (const [index, { text, line }] of linesOf(input).entries()) {
    // What is below an empty line or a comment is no part of the command.
    if (text === '' || text.startsWith('#')) break;
    try {
      if (hasHistograms(text)) {
        const { labels, points } = parseHistogramLine(text);
        histograms.set(labels.key, { labels, points });
      } else {
        const read = parseSeriesLine(text);
        if (read.labels.size === 0 && read.points.some((point) => point !== 'gap'))
          return { status: 'error', line, message: 'empty labelset: invalid sample' };
        numbers.set(read.labels.key, read);
        count += read.points.length;
      }
    } catch (error) {
      if (error instanceof HistogramError) return { status: 'error', line, message: error.message };
      if (!(error instanceof PromqlError)) throw error;
      // Prometheus counts the lines of the text that it has written: the first series is in the second.
      return { status: 'error', line, message: error.message.replace(/^1:/, `${index + 2}:`) };
    }
    if (count > MAX_POINTS) {
      const message = `the input series have more than ${MAX_POINTS.toLocaleString('en')} values`;
      return { status: 'error', line, message };
    }
  }
  return { status: 'ok', numbers: [...numbers.values()], histograms: [...histograms.values()] };
}

/** The lines of the text that promtool writes, each with its line in the test file. */
function linesOf(input: readonly InputSeries[]): { readonly text: string; readonly line: number }[] {
  return input.flatMap(({ line, series, values }) =>
    `${series} ${values}`.split('\n').map((text) => ({ text: text.trim(), line })),
  );
}

function parseHistogramLine(text: string): HistogramInput {
  const start = text.indexOf('{{');
  const end = text.lastIndexOf(' ', start);
  // Gaps and stale markers can be before the first histogram.
  const before = /^(.*?)((?:\s+(?:_(?:x\d+)?|stale))*)$/s.exec(text.slice(0, end < 0 ? start : end));
  const [, metric = '', gaps = ''] = before ?? [];
  return {
    labels: parseMetric(metric.trim()),
    points: parseHistogramRow(`${gaps} ${text.slice(end < 0 ? start : end)}`),
  };
}
