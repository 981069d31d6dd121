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
  test('are plain JSON with what a course and a step must have', () => {
    expect(JSON.parse(JSON.stringify({ course, step }))).toEqual({ course, step });
    expect(course).toMatchObject({ type: 'object', required: ['id', 'title', 'app', 'workspace', 'steps'] });
    expect(step).toMatchObject({
      type: 'object',
      required: ['id', 'title', 'kind', 'checks', 'hints'],
      additionalProperties: false,
    });
  });

  test('say of each kind of check what docs/authoring.md says', () => {
    const guide = readFileSync(path.resolve(import.meta.dirname, '../../../docs/authoring.md'), 'utf8');
    const [, table = ''] = guide.split('## The kinds of check');
    const documented = [...table.matchAll(/^\| `([a-z-]+)` +\| (.+?) +\|$/gm)].map(([, kind, text]) => [
      kind,
      `Passes when ${text}.`,
    ]);
    expect(documented).toEqual(
      (step as StepJsonSchema).properties.checks.items.oneOf.map(({ properties, description }) => [
        properties.kind.const,
        description,
      ]),
    );
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
