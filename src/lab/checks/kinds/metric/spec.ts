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
  info: v.optional(
    describe(
      v.pipe(v.array(labelName), v.minLength(1)),
      'The labels of an info metric: it has one series, with the value 1.',
    ),
  ),
});

export type MetricSpec = v.InferOutput<typeof schema>;

export const metric = defineSpec({
  schema,
  verdicts,
  passesWhen:
    'a registry of the running app has the metric `name` with `type` (and `help`, and at least these `labels`; none at all where the list is empty); with `info`, it has one series with the value 1, whose labels have values that stay the same at each start and that no other metric has',
});
