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
});

export type ScrapeJobSpec = v.InferOutput<typeof schema>;

export const scrapeJob = defineSpec({
  schema,
  verdicts,
  passesWhen:
    'the configuration has `job` with the target `port`, and Prometheus has loaded it and reaches the target',
  needs: () => ['prometheus'],
  files: ({ file }) => [file ?? 'prometheus.yml'],
});
