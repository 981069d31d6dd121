// What is wrong with text that is not YAML, found for a person who writes it for the first time. Pure.
import type { YAMLError } from 'yaml';
import type { Fail } from '../../model/verdict.ts';
import type { NoYamlReason } from '../facts/prometheus/yaml.ts';
import type { SourceLine } from '../facts/prometheus/places.ts';
import { failed } from '../facts/verdicts.ts';
import { explainIndentation } from './indentation.ts';
import { placeOfKey } from './keys.ts';

const hasContent = (text: string): boolean => /^\s*[^\s#]/.test(text);

/**
 * The line to look at: the parser stops at the blank line before it, at the line above one that is too far right, or at
 * the end of the file.
 */
function lineOfError(lines: readonly string[], error: YAMLError, line: number): number {
  const start = error.message.startsWith('Nested mappings') ? line : line - 1;
  const next = lines.findIndex((text, index) => index >= start && hasContent(text));
  return (next === -1 ? lines.findLastIndex(hasContent) : next) + 1;
}

/** The error behind an error of the parser, which met it at line `met`. */
export function explainError(file: string, lines: readonly string[], error: YAMLError, met: number): Fail {
  const line = lineOfError(lines, error, met);
  const tab = lines.findIndex((text) => /^ *(?:- *)?\t\s*\S/.test(text));
  if (tab !== -1) {
    const text = lines[tab] ?? '';
    return failed('tab-in-indentation', {
      at: { file, line: tab + 1 },
      text,
      isAfterDash: /^ *-/.test(text),
    });
  }
  const text = lines[line - 1] ?? '';
  const source = { at: { file, line }, text };
  if (error.code === 'MULTIPLE_DOCS') return failed('second-document', source);
  if (error.code === 'DUPLICATE_KEY') {
    const key = text.trim().split(':')[0] ?? '';
    const above = lineAbove(lines, line);
    return /^\s*#\s*-? *job_name\s*:/.test(above.text)
      ? failed('key-twice-after-comment', { ...source, text: above.text, key, commentLine: above.line })
      : failed('key-twice', { ...source, key });
  }
  if (/^Unexpected flow-(?:map|seq)-end/.test(error.message)) return failed('bracket-never-opened', source);
  return (
    explainLooseEnd(file, lines, error) ??
    explainLine(source, error) ??
    explainLineAbove(file, lines, line) ??
    explainIndentation(file, lines, line) ??
    (error.code === 'BAD_INDENT' ||
    error.code === 'BLOCK_AS_IMPLICIT_KEY' ||
    /indicator|indent/.test(error.message)
      ? failed('indentation-wrong', source)
      : failed('not-yaml', { ...source, reason: reasonOf(error) }))
  );
}

/** What the parser's error means, for one that no rule explains better. */
function reasonOf({ code, message }: YAMLError): NoYamlReason {
  if (code === 'BAD_DQ_ESCAPE') return 'escape-unknown';
  if (/MULTILINE_IMPLICIT_KEY/.test(code)) return 'key-without-colon';
  if (/between flow sequence items|flow-(?:map|seq)-start at node end/.test(message))
    return 'comma-missing-in-list';
  if (/between flow mapping/.test(message)) return 'comma-missing-between-keys';
  return message.startsWith('Unexpected') ? 'stray-mark' : 'does-not-fit';
}

const quoted = /"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'/g;

const withoutComment = (text: string): string => text.replace(/(?:^|\s)#.*/, '');

/** A quote or bracket that is never closed: the parser sees it only at the end of the file. */
function explainLooseEnd(file: string, lines: readonly string[], error: YAMLError): Fail | undefined {
  const isQuote = error.code === 'MISSING_CHAR' && /quote/.test(error.message);
  const isBracket = /end with a [\]}]/.test(error.message);
  if (!isQuote && !isBracket) return undefined;
  const isOpen = (text: string): boolean => {
    const bare = text.replaceAll(quoted, '');
    const count = (mark: string): number => bare.split(mark).length - 1;
    return isQuote ? /['"]/.test(bare) : count('[') !== count(']') || count('{') !== count('}');
  };
  const index = lines.findLastIndex((text) => isOpen(withoutComment(text)));
  const text = lines[index];
  if (text === undefined) return undefined;
  const source = { at: { file, line: index + 1 }, text };
  const mark = isQuote ? 'quote' : 'bracket';
  if (!isOpen(text)) return failed('mark-closed-in-comment', { ...source, mark });
  return isQuote && /\\["']\s*[\]}]*\s*$/.test(text)
    ? failed('closing-quote-escaped', source)
    : failed('mark-never-closed', { ...source, mark });
}

/** The line above that is not blank, 1-based. */
function lineAbove(lines: readonly string[], line: number): { readonly line: number; readonly text: string } {
  const index = lines.findLastIndex((text, at) => at < line - 1 && text.trim() !== '');
  return { line: index + 1, text: lines[index] ?? '' };
}

/** A slip in the line above, which only this line brings to light. */
function explainLineAbove(file: string, lines: readonly string[], line: number): Fail | undefined {
  const above = lineAbove(lines, line);
  const source = { at: { file, line: above.line }, text: above.text };
  const key = /^\s*#\s*(?:- *)?([a-z_]+)\s*:/.exec(above.text)?.[1];
  if (key !== undefined && placeOfKey(key) !== undefined) {
    const kind = key === 'scrape_configs' ? 'scrape-configs-commented-out' : 'key-commented-out';
    return failed(kind, { ...source, key, below: line });
  }
  return explainShape(source);
}

/** Slips that one line shows by itself. */
function explainLine(source: SourceLine, error: YAMLError): Fail | undefined {
  const bare = withoutComment(source.text).trim();
  if (/^-[A-Za-z]/.test(bare)) return failed('dash-without-space', source);
  const listKey = /^(?:- )?([\w-]+): +-(?: |$)/.exec(bare)?.[1];
  if (listKey !== undefined) return failed('dash-behind-key', { ...source, key: listKey });
  if (/^(?:- )?[\w-]+:[^\s:/]/.test(bare)) return failed('colon-without-space', source);
  if (/^(?:\/\/|<!--|\/\*)/.test(bare)) return failed('not-a-comment', source);
  if (/^(?:<{7}|={7}|>{7})(?: |$)/.test(bare)) return failed('conflict-marker', source);
  if (bare.startsWith('```')) return failed('markdown-fence', source);
  const reserved = /: +(?:\[ *)?([`@%])/.exec(bare)?.[1];
  if (reserved !== undefined) return failed('value-begins-with-mark', { ...source, mark: reserved });
  const block = /: +([|>])[^\s\d+-]/.exec(bare)?.[1];
  if (error.code === 'UNEXPECTED_TOKEN' && block !== undefined)
    return failed('value-begins-with-mark', { ...source, mark: block });
  const shape = explainShape(source);
  if (shape !== undefined) return shape;
  const isKey = bare !== '' && !bare.includes(':') && !bare.startsWith('- ') && !/^[\][{}'"]/.test(bare);
  const key = /^- ([a-z]+_[a-z_]+)\b(?!:)/.exec(bare)?.[1];
  return isKey || key !== undefined ? failed('colon-missing', { ...source, key }) : undefined;
}

/** Another mark than one dash, two keys or two colons on one line: the parser may continue to the next line with these. */
function explainShape(source: SourceLine): Fail | undefined {
  const bare = withoutComment(source.text).trim();
  const mark = /^(--+|[+*?>]|- -)\s*(?=[-\w'"{[])/.exec(bare)?.[1];
  if (mark !== undefined) return failed('not-a-list-item', { ...source, mark });
  if (/^(?:- )?[\w-]+: +[\w-]+:$/.test(bare)) return failed('colon-behind-value', source);
  return /^(?:- )?[\w-]+: +[^\s'"[{|>&*!-][^'"[{]*[\w-]+:(?: |$)/.test(bare)
    ? failed('two-keys-in-line', source)
    : undefined;
}
