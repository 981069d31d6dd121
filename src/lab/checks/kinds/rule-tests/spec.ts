// The keys of a check of the kind rule-tests in a step's front matter.
import * as v from 'valibot';
import { defineSpec } from '../../contract/definition.ts';
import { verdicts } from './facts.ts';

const schema = v.strictObject({
  kind: v.literal('rule-tests'),
  /** A file of the workspace, or a pattern of such. */
  file: v.pipe(v.string(), v.minLength(1)),
  /** A file of the workspace, or a pattern of such. */
  rules: v.pipe(v.string(), v.minLength(1)),
  worlds: v.pipe(
    v.array(v.strictObject({ name: v.string(), load: v.pipe(v.string(), v.minLength(1)) })),
    v.minLength(1),
  ),
});

export type RuleTestsSpec = v.InferOutput<typeof schema>;

export const ruleTests = defineSpec({
  schema,
  verdicts,
  passesWhen:
    'the unit tests in `file`, in the format of promtool, pass on the rules of the file `rules`, test each of them, and fail for each mistake put into them that one of the `worlds` can tell from the rules',
  files: ({ file, rules }) => [file, rules].filter((name) => !/[*?[]/.test(name)),
  data: ({ worlds }) => ({
    loads: worlds.map(({ name, load }, index) => ({ path: ['worlds', index, 'load'], name, load })),
  }),
});
