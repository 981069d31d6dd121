// The rules of the schema that its library has no name for.

const RULES = [
  'kebab-case',
  'not-empty',
  'sentence-length',
  'inner-path',
  'port-name',
  'request-path',
  'request-query',
  'metric-name',
  'label-name',
  'duration',
  'one-solution',
] as const;

export type SchemaRule = (typeof RULES)[number];

/** The message of an issue of the schema: the rule that the value breaks. `words/` words it. */
export const rule = (name: SchemaRule): SchemaRule => name;

/** Whether the message of an issue is a rule of the schema. */
export const isSchemaRule = (message: string): message is SchemaRule =>
  RULES.some((name) => name === message);
