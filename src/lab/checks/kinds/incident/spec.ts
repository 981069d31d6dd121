// The keys of a check of the kind incident in a step's front matter.
import * as v from 'valibot';
import { method } from '../../../model/schema/fields.ts';
import { defineSpec } from '../../contract/definition.ts';
import { verdicts } from './facts.ts';

const endpoint = v.strictObject({ method, path: v.pipe(v.string(), v.startsWith('/')) });
const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const duration = v.pipe(v.string(), v.regex(/^(?:\d+(?:ms|s|m|h|d))+$/));

const store = v.variant('does', [
  v.strictObject({ does: v.literal('fail'), call: v.string(), share }),
  v.strictObject({ does: v.literal('slow'), call: v.string(), share, seconds: v.number() }),
  v.strictObject({ does: v.literal('hold'), call: v.string(), count: v.pipe(v.number(), v.integer()) }),
]);

/** How badly: a share of the requests, seconds, or requests that do not end; two numbers are the limits of a range. */
const badly = v.strictObject({
  unit: v.picklist(['share', 'seconds', 'requests']),
  value: v.union([v.number(), v.pipe(v.array(v.number()), v.length(2))]),
});

const incidentOf = v.strictObject({
  name: v.pipe(v.string(), v.minLength(1)),
  /** Ends "So this is what happened: …". */
  about: v.pipe(v.string(), v.minLength(1)),
  /** How long before the end of the load it began. */
  began: duration,
  load: v.pipe(v.string(), v.minLength(1)),
  store,
  endpoint,
  badly,
  /** The endpoint with the most requests, and that with the most errors since the counters began. */
  busiest: v.optional(endpoint),
  mostErrors: v.optional(endpoint),
});

const schema = v.strictObject({
  kind: v.literal('incident'),
  question: v.pipe(v.string(), v.minLength(1)),
  /** Patterns of rule files of the workspace: which alert fired is found by simulating them. */
  rules: v.string(),
  incidents: v.pipe(v.array(incidentOf), v.minLength(1)),
  /** Sent to the shop about every two seconds. */
  traffic: v.pipe(
    v.array(v.strictObject({ ...endpoint.entries, count: v.pipe(v.number(), v.integer(), v.maxValue(50)) })),
    v.minLength(1),
  ),
});

export type IncidentSpec = v.InferOutput<typeof schema>;
export type IncidentOf = IncidentSpec['incidents'][number];

export const incident = defineSpec({
  schema,
  verdicts,
  passesWhen:
    "the learner's answers say at which endpoint something is wrong, since when, how badly and which alert fired, in the one of the `incidents` that the seed has drawn and that the lab plays in the running app",
  needs: () => ['prometheus'],
  data: ({ incidents }) => ({
    loads: incidents.map(({ name, load, began }, index) => ({
      path: ['incidents', index, 'load'],
      name,
      load,
      moments: [{ path: ['incidents', index, 'began'], span: began }],
    })),
  }),
});
