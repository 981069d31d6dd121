// The schema of a step, with the checks that the lab knows.
import type { InferOutput } from 'valibot';
import { checkSchema } from '../../checks/index.ts';
import { createStepSchema } from '../../model/schema/course.ts';

/** Front matter of `steps/<folder>/step.md`; the text below it is the step's Markdown. */
export const stepSchema = createStepSchema(checkSchema);

export type StepSpec = InferOutput<typeof stepSchema>;
