// The keys of a check of the kind app-starts in a step's front matter.
import * as v from 'valibot';
import { defineSpec } from '../../contract/definition.ts';
import { portName } from '../../../model/schema/fields.ts';
import { verdicts } from './facts.ts';

const schema = v.strictObject({
  kind: v.literal('app-starts'),
  port: v.optional(portName),
});

export type AppStartsSpec = v.InferOutput<typeof schema>;

export const appStarts = defineSpec({
  schema,
  verdicts,
  passesWhen: 'the app starts and listens on `port`',
});
