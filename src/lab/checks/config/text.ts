// The text of prometheus.yml as a YAML document, or the error a beginner made in writing YAML. Knows nothing of what
// the keys mean. Pure.
import { parseYaml } from '../../../yaml/index.ts';
import type { Fail } from '../../model/verdict.ts';
import { findAliasFault } from './aliases.ts';
import type { ConfigText } from './document.ts';
import { explainError } from './syntax.ts';
import { failed } from '../facts/verdicts.ts';

/** Far more than any configuration that a person writes; what is longer may take the parser seconds. */
const MAX_LENGTH = 32 * 1024;
/** Parses the file, or names the fault. */
export function parseConfigText(
  file: string,
  text: string,
): { readonly config: ConfigText } | { readonly fault: Fail } {
  if (text.length > MAX_LENGTH) {
    return { fault: failed('config-too-long', { file, characters: text.length }) };
  }
  // A lone carriage return ends a line in YAML, too.
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n?|\n/);
  if (lines.every((line) => /^\s*(?:#.*)?$/.test(line))) {
    return { fault: failed('config-empty', { file, hasComments: text.includes('#') }) };
  }
  const yaml = parseYaml(lines.join('\n'), { merge: true });
  const [error] = yaml.document.errors;
  if (error !== undefined) return { fault: explainError(file, lines, error, yaml.lineAt(error.pos[0])) };
  const config = { ...yaml, file, lineText: (line: number) => lines[line - 1] ?? '' };
  const fault = findAliasFault(config);
  return fault === undefined ? { config } : { fault };
}
