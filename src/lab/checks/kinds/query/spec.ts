// The keys of a check of the kind query in a step's front matter.
import * as v from 'valibot';
import { defineSpec } from '../../contract/definition.ts';
import { verdicts } from './facts.ts';

const schema = v.strictObject({
  kind: v.literal('query'),
  query: v.string(),
  value: v.optional(v.number()),
  atLeast: v.optional(v.number()),
});

export type QuerySpec = v.InferOutput<typeof schema>;

export const query = defineSpec({
  schema,
  verdicts,
  passesWhen: 'the result of `query` is `value`, or at least `atLeast`; any value where neither is given',
  needs: () => ['prometheus'],
});
