// histogram_quantile and histogram_fraction over classic buckets: rows that differ only in `le` are one histogram.
import type { Labels } from '../../model/samples.ts';
import { withoutParens, type Call } from '../ast/nodes.ts';
import { allocateBlock, dropNames, trimBlock, type Block } from '../vectors/block.ts';
import type { Evaluator } from '../vectors/evaluator.ts';
import { timeAt, type Grid } from '../vectors/grid.ts';
import { bucketFraction, bucketQuantile, type Bucket } from '../math/histogram-buckets.ts';
import { metricNameOf } from '../text/labels.ts';
import { isQuantile } from '../math/quantile.ts';

const BUCKET_LABEL: ReadonlySet<string> = new Set(['le']);
const FLOAT = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;

/** A bound as Go reads it; undefined where it is none. */
function parseBound(text: string): number | undefined {
  if (FLOAT.test(text)) return Number(text);
  const special = /^([+-]?)(inf|infinity|nan)$/i.exec(text);
  if (special === null) return undefined;
  if (special[2]?.toLowerCase() === 'nan') return NaN;
  return special[1] === '-' ? -Infinity : Infinity;
}

interface Histogram {
  readonly labels: Labels;
  readonly dropsName: number;
  readonly rows: { readonly row: number; readonly upperBound: number }[];
}

/** The histograms among the rows. Rows without a readable `le` are remarked and left out. */
function groupBuckets(evaluator: Evaluator, block: Block, call: Call): Histogram[] {
  const { context } = evaluator;
  const span = withoutParens(call.args.at(-1) ?? call).span;
  const histograms = new Map<string, Histogram>();
  for (const [row, labels] of block.labels.entries()) {
    const text = labels.get('le');
    const upperBound = parseBound(text);
    if (upperBound === undefined) {
      context.annotations.badBucketLabel(text, context.delaysNameRemoval ? metricNameOf(labels) : '', span);
      continue;
    }
    const rest = labels.without(BUCKET_LABEL);
    const histogram = histograms.get(rest.key) ?? {
      labels: rest,
      dropsName: block.dropsName[row] ?? 0,
      rows: [],
    };
    histogram.rows.push({ row, upperBound });
    context.holdLabels(rest);
    histograms.set(rest.key, histogram);
  }
  return [...histograms.values()];
}

/** One row for each histogram, from its buckets at each step. */
function perHistogram(
  evaluator: Evaluator,
  call: Call,
  grid: Grid,
  compute: (buckets: readonly Bucket[], step: number, histogram: Histogram) => number,
): Block {
  const { context } = evaluator;
  const input = evaluator.vector(call.args.at(-1) ?? call, grid);
  const histograms = groupBuckets(evaluator, input, call);
  const block = allocateBlock(context, histograms.length, grid.steps);
  for (const [index, histogram] of histograms.entries()) {
    block.labels.push(histogram.labels);
    histogram.rows.sort((a, b) => a.upperBound - b.upperBound);
    for (let step = 0; step < grid.steps; step++) {
      const buckets: Bucket[] = [];
      for (const { row, upperBound } of histogram.rows) {
        const cell = row * grid.steps + step;
        if (input.present[cell] === 1) buckets.push({ upperBound, count: input.values[cell] ?? NaN });
      }
      if (buckets.length === 0) continue;
      const cell = index * grid.steps + step;
      block.values[cell] = compute(buckets, step, histogram);
      block.present[cell] = 1;
    }
    context.work(histogram.rows.length * grid.steps * 4);
  }
  block.isUnique = true;
  return dropNames(context, trimBlock(block));
}

/** `histogram_quantile(φ, buckets)`. */
export function histogramQuantile(evaluator: Evaluator, call: Call, grid: Grid): Block {
  const { context } = evaluator;
  const [first, second] = call.args;
  if (first === undefined || second === undefined)
    throw new Error('histogram_quantile passed the check without its arguments');
  const quantiles = evaluator.scalar(first, grid);
  for (const quantile of quantiles) {
    if (!isQuantile(quantile)) context.annotations.invalidQuantile(quantile, withoutParens(first).span);
  }
  return perHistogram(evaluator, call, grid, (buckets, step, histogram) => {
    const { value, fix } = bucketQuantile(quantiles[step] ?? NaN, buckets);
    if (fix?.isForced === true) {
      const name = context.delaysNameRemoval ? metricNameOf(histogram.labels) : '';
      context.annotations.forcedMonotonicity(name, withoutParens(second).span, timeAt(grid, step), fix);
    }
    return value;
  });
}

/** `histogram_fraction(lower, upper, buckets)`. */
export function histogramFraction(evaluator: Evaluator, call: Call, grid: Grid): Block {
  const [low, high] = call.args;
  if (low === undefined || high === undefined)
    throw new Error('histogram_fraction passed the check without its arguments');
  const lower = evaluator.scalar(low, grid);
  const upper = evaluator.scalar(high, grid);
  return perHistogram(evaluator, call, grid, (buckets, step) =>
    bucketFraction(lower[step] ?? NaN, upper[step] ?? NaN, buckets),
  );
}
