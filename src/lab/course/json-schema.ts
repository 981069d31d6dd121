// The JSON Schemas of a course for editors, made from the schema that loads it.
import { toJsonSchema } from '@valibot/to-json-schema';
import type { ConversionConfig } from '@valibot/to-json-schema';
import { stepSchema } from './spec/schema.ts';
import { courseSchema } from '../model/schema/course.ts';

/** JSON Schemas (draft 7) of `course.yaml` and of the front matter of a step. */
export function courseJsonSchemas(): { readonly course: object; readonly step: object } {
  // Trimming has no counterpart in JSON Schema, and changes nothing that an editor could check.
  const options = {
    target: 'draft-07',
    typeMode: 'input',
    ignoreActions: ['trim'],
  } satisfies ConversionConfig;
  return {
    course: {
      ...toJsonSchema(courseSchema, options),
      title: 'ecom-lab course.yaml',
      oneOf: [{ required: ['steps'] }, { required: ['parts'] }],
    },
    step: { ...toJsonSchema(stepSchema, options), title: 'Front matter of an ecom-lab step.md' },
  };
}
