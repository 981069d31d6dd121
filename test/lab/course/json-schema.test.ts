import { describe, expect, test } from 'vitest';
import { courseJsonSchemas } from '../../../src/lab/course/json-schema.ts';

const { course, step } = courseJsonSchemas();

describe('the JSON Schemas for editors', () => {
  test('are plain JSON with what a course and a step must have', () => {
    expect(JSON.parse(JSON.stringify({ course, step }))).toEqual({ course, step });
    expect(course).toMatchObject({ type: 'object', required: ['id', 'title', 'app', 'workspace', 'steps'] });
    expect(step).toMatchObject({
      type: 'object',
      required: ['id', 'title', 'kind', 'checks', 'hints'],
      additionalProperties: false,
    });
  });

  test('describe fields, and name every kind of step and of check', () => {
    expect(step).toMatchObject({
      properties: {
        kind: { enum: ['read', 'command', 'edit', 'answer', 'choice'], description: expect.any(String) },
        hints: { minItems: 2, maxItems: 3 },
      },
    });
    const kinds = [...JSON.stringify(step).matchAll(/"kind":\{"const":"([a-z-]+)"/g)].map(([, kind]) => kind);
    expect(kinds).toContain('requests-counted');
    expect(kinds).toHaveLength(10);
  });
});
