// The keys of a check of the kind requests-counted in a step's front matter.
import * as v from 'valibot';
import { defineSpec } from '../../contract/definition.ts';
import { describe, metricName, outcomeProbe, wantedLabels } from '../../../model/schema/fields.ts';
import { verdicts } from './facts.ts';

const schema = v.strictObject({
  kind: v.literal('requests-counted'),
  metric: metricName,
  requests: v.pipe(v.array(outcomeProbe), v.minLength(1)),
  labels: v.optional(
    describe(
      wantedLabels,
      'Which property of the request each label must hold. Absent: one series without labels counts them all.',
    ),
  ),
});

export type RequestsCountedSpec = v.InferOutput<typeof schema>;

export const requestsCounted = defineSpec({
  schema,
  verdicts,
  passesWhen:
    'each of `requests` adds exactly what it `adds` (default 1) to `metric`, in the series that `labels` describe, also where it fails (`ends: failed`), is `unmatched`, or its client goes away (`ends: aborted`: it may add nothing, but never to a series with a status of success)',
});
