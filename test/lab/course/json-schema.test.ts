import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { courseJsonSchemas } from '../../../src/lab/course/json-schema.ts';

const { course, step } = courseJsonSchemas();

interface StepJsonSchema {
  readonly properties: {
    readonly checks: {
      readonly items: {
        readonly oneOf: readonly {
          readonly description: string;
          readonly properties: { readonly kind: { readonly const: string } };
        }[];
      };
    };
  };
}

describe('the JSON Schemas for editors', () => {
  test('are plain JSON with the required keys of a course and a step', () => {
    expect(JSON.parse(JSON.stringify({ course, step }))).toEqual({ course, step });
    expect(course).toMatchObject({
      type: 'object',
      required: ['id', 'title', 'app', 'workspace'],
      oneOf: [{ required: ['steps'] }, { required: ['parts'] }],
    });
    expect(step).toMatchObject({
      type: 'object',
      required: ['id', 'title', 'kind', 'checks', 'hints'],
      additionalProperties: false,
    });
  });

  test('describe each kind of check as docs/authoring.md does', () => {
    const guide = readFileSync(path.resolve(import.meta.dirname, '../../../docs/authoring.md'), 'utf8');
    const [, section = ''] = guide.split('## The kinds of check');
    const documented = [...section.matchAll(/^- `([a-z-]+)`: (.+(?:\n {2}.+)*)$/gm)].map(([, kind, text]) => [
      kind,
      `Passes when ${text?.replaceAll(/\s+/g, ' ')}.`,
    ]);
    expect(documented).toEqual(
      (step as StepJsonSchema).properties.checks.items.oneOf.map(({ properties, description }) => [
        properties.kind.const,
        description,
      ]),
    );
  });

  test('describe fields and list every kind of step and check', () => {
    expect(step).toMatchObject({
      properties: {
        kind: {
          enum: ['read', 'command', 'edit', 'query', 'answer', 'choice'],
          description: expect.any(String),
        },
        hints: { minItems: 2, maxItems: 3 },
      },
    });
    const kinds = [...JSON.stringify(step).matchAll(/"kind":\{"const":"([a-z-]+)"/g)].map(([, kind]) => kind);
    expect(kinds).toContain('requests-counted');
    expect(new Set(kinds).size).toBe(kinds.length);
  });
});
