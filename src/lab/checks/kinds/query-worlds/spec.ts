// The keys of a check of the kind query-worlds in a step's front matter.
import * as v from 'valibot';
import { defineSpec } from '../../contract/definition.ts';
import { describe, innerPath, labelName } from '../../../model/schema/fields.ts';
import { faultsOfWorlds, loadsOfWorlds, worldSchema } from '../../worlds/spec.ts';
import { verdicts } from './facts.ts';

const schema = v.strictObject({
  kind: v.literal('query-worlds'),
  file: describe(innerPath, 'The workspace file with the query.'),
  reference: describe(v.string(), 'A correct query. Learners never see it.'),
  by: describe(v.array(labelName), 'The labels that rows are compared by. Empty: the result is one number.'),
  tolerance: v.optional(
    describe(
      v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
      'How far a value may be from that of the reference, as a share of it. Default 0.03.',
    ),
  ),
  brokenByRestart: v.optional(
    describe(
      v.string(),
      "A query that goes wrong when the app restarts. A right query is shown next to it, from before the live app's last restart and from after it.",
    ),
  ),
  worlds: describe(
    v.pipe(v.array(worldSchema), v.minLength(1)),
    'Hidden timelines on which both queries are evaluated.',
  ),
});

export type QueryWorldsSpec = v.InferOutput<typeof schema>;

export const queryWorlds = defineSpec({
  schema,
  verdicts,
  passesWhen:
    'the query in `file` gives the same values as `reference` in all `worlds`, compared by the labels `by` within `tolerance`',
  holds: 'query',
  faults: ({ worlds }) => faultsOfWorlds(worlds),
  data: ({ worlds, reference, by, brokenByRestart }) => ({
    loads: loadsOfWorlds(worlds),
    queries: [
      { path: ['reference'], query: reference, by },
      ...(brokenByRestart === undefined ? [] : [{ path: ['brokenByRestart'], query: brokenByRestart }]),
    ],
  }),
});
