// The keys of a check of the kind request in a step's front matter.
import * as v from 'valibot';
import { defineSpec } from '../../contract/definition.ts';
import { probe, status } from '../../../model/schema/fields.ts';
import { verdicts } from './facts.ts';

const schema = v.strictObject({
  kind: v.literal('request'),
  ...probe.entries,
  status,
  body: v.optional(v.string()),
});

export type RequestSpec = v.InferOutput<typeof schema>;

export const request = defineSpec({
  schema,
  verdicts,
  passesWhen: 'a request with `method` and `path` gets `status` (and `body`)',
});
