// The keys of a check of the kind dependency in a step's front matter.
import * as v from 'valibot';
import { defineSpec } from '../../contract/definition.ts';
import { isPackageName } from '../../../runtimes/contract/package-name.ts';
import { verdicts } from './facts.ts';

const schema = v.strictObject({
  kind: v.literal('dependency'),
  package: v.string(),
});

export type DependencySpec = v.InferOutput<typeof schema>;

export const dependency = defineSpec({
  schema,
  verdicts,
  passesWhen: '`package` is a dependency and can be loaded from the workspace',
  faults: ({ package: name }) =>
    isPackageName(name) ? [] : [{ path: ['package'], fact: { kind: 'package-name', name } }],
});
