// The keys of a check of the kind rule-values in a step's front matter.
import * as v from 'valibot';
import { defineSpec } from '../../contract/definition.ts';
import { describe, id, innerPath, labelName, sentence } from '../../../model/schema/fields.ts';
import { faultsOfWorlds, loadsOfWorlds, worldSchema } from '../../worlds/spec.ts';
import { verdicts } from './facts.ts';

const record = v.strictObject({
  id,
  about: describe(sentence, 'What is recorded, without a period: "the requests per second by path".'),
  reference: describe(v.string(), 'A query for the same values. Learners never see it.'),
  by: v.optional(describe(v.array(labelName), 'Default: `by` of the check.')),
});

const schema = v.strictObject({
  kind: v.literal('rule-values'),
  file: describe(
    innerPath,
    'The rule file that the step is about. All rules that the configuration loads count.',
  ),
  config: v.optional(describe(innerPath, 'Default prometheus.yml.')),
  by: describe(
    v.array(labelName),
    'The labels that recorded series are compared by, and that the level of the name has.',
  ),
  tolerance: v.optional(
    describe(v.pipe(v.number(), v.minValue(0), v.maxValue(1)), 'As a share of the value. Default 0.03.'),
  ),
  records: v.pipe(v.array(record), v.minLength(1)),
  worlds: v.pipe(v.array(worldSchema), v.minLength(1)),
});

export type RuleValuesSpec = v.InferOutput<typeof schema>;
export type RecordSpec = v.InferOutput<typeof record>;

export const ruleValues = defineSpec({
  schema,
  verdicts,
  passesWhen:
    'for each of `records`, a recording rule that the configuration loads has a name of the form level:metric:operations and the values of `reference` in all `worlds`',
  needs: () => ['prometheus'],
  files: ({ file, config }) => [file, config ?? 'prometheus.yml'],
  holds: 'rules',
  faults: ({ worlds }) => faultsOfWorlds(worlds),
  data: ({ worlds, records, by }) => ({
    loads: loadsOfWorlds(worlds),
    queries: records.map((one, index) => ({
      path: ['records', index, 'reference'],
      query: one.reference,
      by: one.by ?? by,
    })),
  }),
});
