// What the YAML parser finds, as reasons that an author can be told better than by the parser.
import type { YAMLError } from 'yaml';
import type { DiagnosticFacts, YamlReason } from '../facts/diagnostics.ts';

/** Code of the parser, what its message begins with, and the reason. */
const REASONS: readonly (readonly [YAMLError['code'], begins: string, reason: YamlReason])[] = [
  ['TAB_AS_INDENT', '', 'tab'],
  ['BLOCK_AS_IMPLICIT_KEY', 'Nested mappings', 'colon-in-text'],
  ['MULTILINE_IMPLICIT_KEY', '', 'line-without-colon'],
  ['MISSING_CHAR', 'Implicit map keys', 'key-without-colon'],
  ['MISSING_CHAR', 'Missing closing', 'quote-open'],
  ['UNEXPECTED_TOKEN', 'Unexpected block-seq-ind', 'list-beside-key'],
  ['UNEXPECTED_TOKEN', 'Unexpected scalar at node end', 'text-behind-value'],
  ['BAD_INDENT', 'All mapping items', 'columns'],
  ['BAD_INDENT', 'Flow sequence', 'list-open'],
  ['BAD_INDENT', 'Flow map', 'map-open'],
  ['BAD_SCALAR_START', '', 'character'],
  ['MULTIPLE_DOCS', '', 'second-document'],
];

/** The reason for an error of the parser, or its own words. */
export function yamlReason({
  code,
  message,
}: Pick<YAMLError, 'code' | 'message'>): DiagnosticFacts['yaml']['reason'] {
  const known = REASONS.find(([ofCode, begins]) => ofCode === code && message.startsWith(begins));
  return known?.[2] ?? { said: message.replace(/\.$/, '') };
}
