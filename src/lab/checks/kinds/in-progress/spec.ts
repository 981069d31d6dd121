// The keys of a check of the kind in-progress in a step's front matter.
import * as v from 'valibot';
import { defineSpec } from '../../contract/definition.ts';
import { metricName, probe } from '../../../model/schema/fields.ts';
import { verdicts } from './facts.ts';

const schema = v.strictObject({
  kind: v.literal('in-progress'),
  metric: metricName,
  requests: v.pipe(v.array(probe), v.minLength(1)),
});

export type InProgressSpec = v.InferOutput<typeof schema>;

export const inProgress = defineSpec({
  schema,
  verdicts,
  passesWhen:
    'the gauge `metric` is n while n of `requests` are held, and 0 after they are answered, aborted, or failed, and after a request for a page that does not exist',
});
