// The keys of a check of the kind zero-initialised in a step's front matter.
import * as v from 'valibot';
import { defineSpec } from '../../contract/definition.ts';
import { describe, metricName, outcomeProbe, wantedLabels } from '../../../model/schema/fields.ts';
import { verdicts } from './facts.ts';

const schema = v.strictObject({
  kind: v.literal('zero-initialised'),
  metric: metricName,
  labels: describe(wantedLabels, 'Which property of the request each label must hold.'),
  requests: describe(
    v.pipe(v.array(outcomeProbe), v.minLength(1)),
    'Each has a series with 0 before it is first sent. A failure says `ends: failed`.',
  ),
});

export type ZeroInitialisedSpec = v.InferOutput<typeof schema>;

export const zeroInitialised = defineSpec({
  schema,
  verdicts,
  passesWhen:
    'as soon as the app runs, `metric` has a series with 0 for each of `requests`, and the first such request makes it exactly 1',
});
