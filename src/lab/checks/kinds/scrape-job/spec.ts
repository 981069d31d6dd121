// The keys of a check of the kind scrape-job in a step's front matter.
import * as v from 'valibot';
import { defineSpec } from '../../contract/definition.ts';
import { describe, innerPath, portName } from '../../../model/schema/fields.ts';
import { verdicts } from './facts.ts';

const schema = v.strictObject({
  kind: v.literal('scrape-job'),
  file: v.optional(innerPath),
  job: v.string(),
  port: describe(portName, 'The port of the app that Prometheus must scrape.'),
  sampleLimit: v.optional(
    describe(
      v.strictObject({
        atLeastTimes: describe(
          v.pipe(v.number(), v.minValue(1)),
          'So many times the samples that the app exposes after the traffic of the step.',
        ),
        atMost: v.pipe(v.number(), v.integer(), v.minValue(1)),
      }),
      'The limit of samples that Prometheus must have for the job. Absent: it may have any.',
    ),
  ),
});

export type ScrapeJobSpec = v.InferOutput<typeof schema>;

export const scrapeJob = defineSpec({
  schema,
  verdicts,
  passesWhen:
    'the configuration has `job` with the target `port`, and Prometheus has loaded it and reaches the target (with a `sample_limit` within `sampleLimit`, where given)',
  needs: () => ['prometheus'],
  files: ({ file }) => [file ?? 'prometheus.yml'],
});
