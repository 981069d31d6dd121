// The keys of a check of the kind series-bounded in a step's front matter.
import * as v from 'valibot';
import { defineSpec } from '../../contract/definition.ts';
import {
  describe,
  labelName,
  method,
  metricName,
  requestPath,
  status,
} from '../../../model/schema/fields.ts';
import { verdicts } from './facts.ts';

const count = v.pipe(v.number(), v.integer(), v.minValue(1));

const route = v.strictObject({
  method,
  path: describe(requestPath, 'The pattern of the route. A part that begins with a colon is an id.'),
  status: v.optional(describe(status, 'The status the app answers with.')),
});

export type Route = v.InferOutput<typeof route>;

const schema = v.strictObject({
  kind: v.literal('series-bounded'),
  metrics: v.pipe(v.array(metricName), v.minLength(1)),
  label: v.optional(
    describe(labelName, 'The label that tells the routes apart, whatever its values are. Default `path`.'),
  ),
  routes: describe(
    v.pipe(v.array(route), v.minLength(1)),
    'The routes that the app has. Those with different paths must not share a value of the label.',
  ),
  bound: describe(
    count,
    'How many series each metric may have after the scan; of a histogram, its label sets.',
  ),
  values: v.optional(
    describe(
      v.record(labelName, count),
      'How many values a label may have after the scan, such as `method: 10`.',
    ),
  ),
});

export type SeriesBoundedSpec = v.InferOutput<typeof schema>;

export const seriesBounded = defineSpec({
  schema,
  verdicts,
  passesWhen:
    'after 300 requests for random paths and ids, with any method, each of `metrics` has at most `bound` series (and a label at most so many `values`), each of `routes` keeps one value of `label` that no other path has, also where the store fails, and unmatched requests share a few',
});
