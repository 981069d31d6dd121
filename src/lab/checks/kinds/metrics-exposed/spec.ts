// The keys of a check of the kind metrics-exposed in a step's front matter.
import * as v from 'valibot';
import { defineSpec } from '../../contract/definition.ts';
import { describe, portName, requestPath, metricName } from '../../../model/schema/fields.ts';
import { verdicts } from './facts.ts';

const schema = v.strictObject({
  kind: v.literal('metrics-exposed'),
  port: portName,
  path: v.optional(describe(requestPath, 'Where on the port the page is. Default /metrics.')),
  metric: describe(metricName, 'A metric that the page must contain, and that no scrape may change.'),
});

export type MetricsExposedSpec = v.InferOutput<typeof schema>;

export const metricsExposed = defineSpec({
  schema,
  verdicts,
  passesWhen:
    '`path` on `port` serves `metric` in a format that Prometheus accepts, and reading it counts nothing',
});
