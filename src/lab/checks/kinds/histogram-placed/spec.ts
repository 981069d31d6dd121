// The keys of a check of the kind histogram-placed in a step's front matter.
import * as v from 'valibot';
import { defineSpec } from '../../contract/definition.ts';
import { describe, metricName, outcomeProbe, wantedLabels } from '../../../model/schema/fields.ts';
import { verdicts } from './facts.ts';

const schema = v.strictObject({
  kind: v.literal('histogram-placed'),
  metric: metricName,
  labels: describe(wantedLabels, 'Which property of the request each label must hold.'),
  boundary: describe(
    v.pipe(v.number(), v.minValue(0.03), v.maxValue(60)),
    'In seconds: one of the buckets ends here. Requests are held for two and for four thirds of it.',
  ),
  requests: v.pipe(v.array(outcomeProbe), v.minLength(1)),
});

export type HistogramPlacedSpec = v.InferOutput<typeof schema>;

export const histogramPlaced = defineSpec({
  schema,
  verdicts,
  passesWhen:
    'the histogram `metric` observes each of `requests` once and in seconds, with a bucket that ends at `boundary`, each bucket with exactly the requests that took at most its bound, in the series that `labels` describe, also where it fails, is unmatched or is aborted',
});
