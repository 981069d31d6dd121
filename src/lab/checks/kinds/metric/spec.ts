// The keys of a check of the kind metric in a step's front matter.
import * as v from 'valibot';
import { defineSpec } from '../../contract/definition.ts';
import { describe, metricName, labelName } from '../../../model/schema/fields.ts';
import { verdicts } from './facts.ts';

const schema = v.strictObject({
  kind: v.literal('metric'),
  name: metricName,
  type: v.picklist(['counter', 'gauge', 'histogram', 'summary']),
  help: v.optional(v.string()),
  labels: v.optional(
    describe(
      v.array(labelName),
      'The labels that the metric must have; an empty list: it must have none yet.',
    ),
  ),
});

export type MetricSpec = v.InferOutput<typeof schema>;

export const metric = defineSpec({
  schema,
  verdicts,
  passesWhen:
    'a registry of the running app has the metric `name` with `type` (and `help`, and at least these `labels`; none at all where the list is empty)',
});
