// What is wrong with text that is no YAML, in the words of somebody who writes it for the first time: the line, and
// what to do about it. Pure.
import type { YAMLError } from 'yaml';
import type { Fail } from '../../model/verdict.ts';
import { fail } from '../facts/verdicts.ts';
import { badIndentation, explainIndentation } from './indentation.ts';
import { placeOfKey } from './keys.ts';
import { shortened } from '../facts/wording.ts';

/** The line to look at: the parser stops at the blank line before it, or at the line above one that is too far right. */
function lineOfError(lines: readonly string[], error: YAMLError, line: number): number {
  const start = error.message.startsWith('Nested mappings') ? line : line - 1;
  const next = lines.findIndex((text, index) => index >= start && /^\s*[^\s#]/.test(text));
  return next === -1 ? line : next + 1;
}

/** The fault behind an error of the parser, which met it at line `met`. */
export function explainError(file: string, lines: readonly string[], error: YAMLError, met: number): Fail {
  const line = lineOfError(lines, error, met);
  const tab = lines.findIndex((text) => /^ *(?:- *)?\t\s*\S/.test(text));
  if (tab !== -1) {
    const isAfterDash = /^ *-/.test(lines[tab] ?? '');
    return fail(
      'config-tab',
      `${file}:${tab + 1} ${isAfterDash ? 'has a tab after the dash' : 'is indented with a tab'}.`,
      {
        expected: 'spaces',
        observed: (lines[tab] ?? '').replaceAll('\t', '→'),
        hint: 'YAML takes spaces only. Most editors can be told to write spaces for a tab.',
      },
    );
  }
  const text = lines[line - 1] ?? '';
  const observed = shortened(text);
  const at = `${file}:${line}`;
  if (error.code === 'MULTIPLE_DOCS') {
    return fail('config-syntax', `${at}: a second document begins here.`, {
      observed,
      hint: 'A line of three dashes or dots ends the document, and Prometheus reads only one: take it out.',
    });
  }
  if (error.code === 'DUPLICATE_KEY') {
    const key = text.trim().split(':')[0] ?? '';
    const above = lineAbove(lines, line);
    if (/^\s*#\s*-? *job_name\s*:/.test(above.text)) {
      return fail(
        'config-duplicate-key',
        `${at}: the key ${key} stands here for a second time, because line ${above.line} is a comment.`,
        { observed: shortened(above.text), hint: `Line ${above.line} begins the job: take out its #.` },
      );
    }
    return fail('config-duplicate-key', `${at}: the key ${key} stands here for a second time.`, {
      observed,
      hint: /job_name|static_configs/.test(key)
        ? 'Each job is an item of the list: it begins with a dash, in the column of the other dashes.'
        : 'A key may stand only once in one place: put what belongs to it together.',
    });
  }
  if (/^Unexpected flow-(?:map|seq)-end/.test(error.message)) {
    return fail('config-syntax', `${at}: a bracket is closed that was never opened.`, {
      observed,
      hint: 'Every bracket needs its partner.',
    });
  }
  return (
    explainLooseEnd(file, lines, error) ??
    explainLine(at, text, error) ??
    explainLineAbove(file, lines, line) ??
    explainIndentation(file, lines, line) ??
    (error.code === 'BAD_INDENT' ||
    error.code === 'BLOCK_AS_IMPLICIT_KEY' ||
    /indicator|indent/.test(error.message)
      ? badIndentation(at, text)
      : fail('config-syntax', `${at} is no YAML: ${meaningOf(error)}.`, {
          observed,
          hint: 'Compare the line with those around it: colons, dashes, quotes and brackets.',
        }))
  );
}

/** What the parser's error means, for one that no rule explains better. */
function meaningOf({ code, message }: YAMLError): string {
  if (code === 'BAD_DQ_ESCAPE')
    return 'inside double quotes a backslash begins a code, and this is no such code';
  if (/MULTILINE_IMPLICIT_KEY/.test(code)) return 'a key begins here and has no colon on its line';
  if (/between flow sequence items|flow-(?:map|seq)-start at node end/.test(message))
    return 'a comma is missing between two items of a list';
  if (/between flow mapping/.test(message)) return 'a comma is missing between two keys';
  if (message.startsWith('Unexpected')) return 'a mark stands here that belongs to another place';
  return 'it does not fit to the lines around it';
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
  const at = `${file}:${index + 1}`;
  const what = isQuote ? 'quote' : 'bracket';
  const observed = shortened(text);
  if (!isOpen(text)) {
    return fail(
      'config-syntax',
      `${at}: the # begins a comment, and the ${what} that is closed in it stays open.`,
      {
        observed,
        hint: `Put the comment behind the closing ${what}.`,
      },
    );
  }
  if (isQuote && /\\["']\s*[\]}]*\s*$/.test(text)) {
    return fail(
      'config-syntax',
      `${at}: the backslash before the closing quote makes it a part of the text.`,
      {
        observed,
        hint: 'Take out the backslash.',
      },
    );
  }
  return fail('config-syntax', `${at}: a ${what} is opened and never closed.`, {
    observed,
    hint: `Every ${what} needs its partner on the same line.`,
  });
}

/** The line above that is not blank, 1-based. */
function lineAbove(lines: readonly string[], line: number): { readonly line: number; readonly text: string } {
  const index = lines.findLastIndex((text, at) => at < line - 1 && text.trim() !== '');
  return { line: index + 1, text: lines[index] ?? '' };
}

/** A slip in the line above, which only this line brings to light. */
function explainLineAbove(file: string, lines: readonly string[], line: number): Fail | undefined {
  const above = lineAbove(lines, line);
  const at = `${file}:${above.line}`;
  const key = /^\s*#\s*(?:- *)?([a-z_]+)\s*:/.exec(above.text)?.[1];
  if (key !== undefined && placeOfKey(key) !== undefined) {
    const code = key === 'scrape_configs' ? 'scrape-configs-missing' : 'config-syntax';
    return fail(code, `${at} is a comment, and ${key} in it is missing above line ${line}.`, {
      observed: shortened(above.text),
      hint: `Take out the # of line ${above.line}, or put a # before the lines that belong to it, too.`,
    });
  }
  return explainShape(at, above.text);
}

/** Slips that one line shows by itself. */
function explainLine(at: string, text: string, error: YAMLError): Fail | undefined {
  const bare = withoutComment(text).trim();
  const told = (message: string, hint: string): Fail =>
    fail('config-syntax', `${at}: ${message}.`, { observed: shortened(text), hint });
  if (/^-[A-Za-z]/.test(bare))
    return told('the dash needs a space after it', 'A dash, a space, and then what the item holds.');
  const listKey = /^(?:- )?([\w-]+): +-(?: |$)/.exec(bare)?.[1];
  if (listKey !== undefined) {
    return told(
      `the dash stands on the line of ${listKey}`,
      listKey === 'job_name'
        ? 'A name has no dash: take it out.'
        : `A dash begins a new line: put it below ${listKey}, indented by two spaces more.`,
    );
  }
  if (/^(?:- )?[\w-]+:[^\s:/]/.test(bare))
    return told('the colon needs a space after it', 'A key, a colon, a space, and then the value.');
  if (bare.startsWith('//')) return told('this is no comment in YAML', 'A comment begins with #.');
  if (/^(?:<!--|\/\*)/.test(bare)) return told('this is no comment in YAML', 'A comment begins with #.');
  if (/^(?:<{7}|={7}|>{7})(?: |$)/.test(bare))
    return told(
      'git has left its mark of a conflict here',
      'Keep one of the two versions, and take out the three lines of marks.',
    );
  if (bare.startsWith('```'))
    return told('this line belongs to Markdown', 'Take it out: only what stands between such lines is YAML.');
  const reserved = /: +(?:\[ *)?([`@%])/.exec(bare)?.[1];
  if (reserved !== undefined) {
    return told(
      `a value cannot begin with ${reserved}`,
      reserved === '`'
        ? `YAML knows the quotes ' and " only.`
        : 'Put the value in quotes if you mean that character.',
    );
  }
  if (error.code === 'UNEXPECTED_TOKEN' && /: +[|>][^\s\d+-]/.test(bare))
    return told('a value cannot begin with | or >', 'Put the value in quotes if you mean that character.');
  const shape = explainShape(at, text);
  if (shape !== undefined) return shape;
  if (bare !== '' && !bare.includes(':') && !bare.startsWith('- ') && !/^[\][{}'"]/.test(bare))
    return told('there is no colon after the key', 'A key, a colon, a space, and then the value.');
  const key = /^- ([a-z]+_[a-z_]+)\b(?!:)/.exec(bare)?.[1];
  if (key !== undefined)
    return told(`there is no colon after ${key}`, 'A key, a colon, a space, and then the value.');
  return undefined;
}

/** Another mark than one dash, two keys or two colons on one line: the parser may go on to the next line with these. */
function explainShape(at: string, text: string): Fail | undefined {
  const bare = withoutComment(text).trim();
  const mark = /^(--+|[+*?>]|- -)\s*(?=[-\w'"{[])/.exec(bare)?.[1];
  if (mark !== undefined) {
    return fail('config-syntax', `${at}: ${mark} begins no item of a list.`, {
      observed: shortened(text),
      hint: 'An item of a list begins with one dash and a space.',
    });
  }
  const details = { observed: shortened(text), hint: 'Each key begins a new line.' };
  if (/^(?:- )?[\w-]+: +[\w-]+:$/.test(bare)) {
    return fail('config-syntax', `${at}: a colon stands after the value, too.`, {
      ...details,
      hint: 'A colon follows the key only. If two keys are meant, each begins a new line.',
    });
  }
  return /^(?:- )?[\w-]+: +[^\s'"[{|>&*!-][^'"[{]*[\w-]+:(?: |$)/.test(bare)
    ? fail('config-syntax', `${at}: two keys stand on one line.`, details)
    : undefined;
}
