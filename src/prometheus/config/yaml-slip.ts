// What the YAML library finds wrong, where a person would look for it and in the words that a search finds.
import type { YAMLParseError } from 'yaml';

export interface YamlSlip {
  /** Offset in the text. */
  readonly at: number;
  readonly message: string;
}

/** The first of the errors; what follows it is mostly its echo. */
export function firstSlip(errors: readonly YAMLParseError[]): YamlSlip | undefined {
  const [first] = errors;
  return first === undefined ? undefined : { at: placeOf(first, errors), message: wordsOf(first) };
}

/**
 * A line that is indented too far, or one that lacks its colon, makes the library point at the start of the value that
 * it and the next line seem to be; the line to look at is the last of that value, as in Prometheus.
 */
function placeOf(first: YAMLParseError, errors: readonly YAMLParseError[]): number {
  const spread = errors.find(({ code, pos }) => code === 'MULTILINE_IMPLICIT_KEY' && pos[0] === first.pos[0]);
  return spread === undefined ? first.pos[0] : spread.pos[1];
}

/** The most common mistakes get the messages of Prometheus's YAML reader instead of the library's. */
function wordsOf({ code, message }: YAMLParseError): string {
  if (code === 'TAB_AS_INDENT')
    return 'found character that cannot start any token (a tab: indent with spaces)';
  if (code === 'BLOCK_AS_IMPLICIT_KEY' || code === 'MULTILINE_IMPLICIT_KEY')
    return 'mapping values are not allowed in this context (look at the indentation and the colons, here and on the line before)';
  if (code === 'BAD_INDENT' && message.startsWith('Flow '))
    return `did not find expected ',' or '${message.includes('}') ? '}' : ']'}'`;
  return message;
}
