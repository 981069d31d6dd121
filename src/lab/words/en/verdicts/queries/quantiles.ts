// What is found wrong with a query of a histogram.
import type { QueryFails } from '../../../../checks/kinds/query-worlds/facts.ts';
import type { FailEntries } from '../../../contract/entries.ts';
import { seen } from './seen.ts';

export const quantiles = {
  'quantile-of-quantiles': (one) =>
    seen(
      one,
      `\`${one.op}\` of quantiles is no quantile of all requests`,
      'Add up the buckets of all instances first, and calculate the quantile once.',
    ),
  'not-a-histogram': (one) =>
    seen(
      one,
      'The quantile is not calculated from the buckets of a histogram',
      'Use `histogram_quantile` with the rates of the series that end in `_bucket`.',
    ),
  'le-lost': (one) =>
    seen(
      one,
      'The aggregation loses the label `le`, which says where each bucket ends',
      'Keep `le` beside the labels that you ask for, up to `histogram_quantile`.',
    ),
  'no-rate-in-quantile': (one) =>
    seen(
      one,
      'The quantile is that of all requests since the start',
      'Take the rate of the buckets, so that only the last minutes count.',
    ),
  'wrong-quantile': (one) =>
    seen(
      one,
      `The query calculates the quantile ${one.found}`,
      'Write the share of requests that are faster, as a number from 0 to 1.',
    ),
  'buckets-summed': (one) =>
    seen(
      one,
      `The query adds up the buckets of ${one.metric}, each of which contains all smaller ones`,
      'Choose one bucket by its `le`, or use the series that ends in `_count`.',
    ),
} satisfies Partial<FailEntries<QueryFails>>;
