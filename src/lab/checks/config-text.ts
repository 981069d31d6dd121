// The text of prometheus.yml as a YAML document, or the fault a beginner made in writing YAML: the line, and what
// is wrong with it. Knows nothing of what the keys mean. Pure.
import { LineCounter, parseDocument, type Document, type YAMLError } from 'yaml';
import type { Fail } from '../model/verdict.ts';
import { fail } from './verdicts.ts';
import { counted, shortened } from './wording.ts';

/** A configuration file that is valid YAML. */
export interface ConfigText {
  readonly file: string;
  readonly document: Document.Parsed;
  /** 1-based line of an offset in the text. */
  lineAt(offset: number | undefined): number;
  /** The text of a line. */
  lineText(line: number): string;
}

/** Far more than any configuration that a person writes; what is longer may take the parser seconds. */
const MAX_LENGTH = 32 * 1024;
const MAX_ALIASES = 100;
const aliasHint =
  'A word that begins with * stands for what was marked with & before: put it into quotes if you mean the word.';

/** Parses the file, or names the fault. */
export function parseConfigText(
  file: string,
  text: string,
): { readonly config: ConfigText } | { readonly fault: Fail } {
  if (text.length > MAX_LENGTH) {
    return {
      fault: fail('config-syntax', `${file} is far too long for a configuration.`, {
        observed: `${text.length} characters`,
      }),
    };
  }
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  if (lines.every((line) => /^\s*(?:#.*)?$/.test(line))) {
    return {
      fault: fail('config-empty', `${file} is empty.`, {
        expected: 'a configuration with scrape_configs',
        observed: text.includes('#') ? 'comments only' : 'nothing',
        hint: 'Start the step over: that brings the first version back.',
      }),
    };
  }
  const counter = new LineCounter();
  const document = parseDocument(lines.join('\n'), {
    lineCounter: counter,
    merge: true,
    // A picture of the place for each of thousands of errors: nobody reads them, and the first one takes its own.
    prettyErrors: false,
    logLevel: 'error',
  });
  const lineAt = (offset: number | undefined): number => counter.linePos(offset ?? 0).line;
  const [error] = document.errors;
  if (error !== undefined) {
    return { fault: explainError(file, lines, error, lineOfError(lines, error, lineAt(error.pos[0]))) };
  }
  const bomb = findBomb(document);
  if (bomb !== undefined)
    return { fault: fail('config-syntax', `${file} cannot be read: ${bomb}`, { hint: aliasHint }) };
  return { config: { file, document, lineAt, lineText: (line) => lines[line - 1] ?? '' } };
}

/** Aliases that unfold without end are the one fault that only shows when the document is used. */
function findBomb(document: Document.Parsed): string | undefined {
  try {
    // Maps as they are: to make a word of a key that is a map itself takes as long as its depth squared.
    document.toJS({ maxAliasCount: MAX_ALIASES, mapAsMap: true });
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** The line to look at: the parser stops at the blank line before it, or at the line above one that is too far right. */
function lineOfError(lines: readonly string[], error: YAMLError, line: number): number {
  const start = error.message.startsWith('Nested mappings') ? line : line - 1;
  const next = lines.findIndex((text, index) => index >= start && /^\s*[^\s#]/.test(text));
  return next === -1 ? line : next + 1;
}

function explainError(file: string, lines: readonly string[], error: YAMLError, line: number): Fail {
  const tab = lines.findIndex((text) => /^ *\t\s*\S/.test(text));
  if (tab !== -1) {
    return fail('config-tab', `${file}:${tab + 1} is indented with a tab.`, {
      expected: 'spaces',
      observed: (lines[tab] ?? '').replaceAll('\t', '→'),
      hint: 'YAML takes spaces only. Most editors can be told to write spaces for a tab.',
    });
  }
  const text = lines[line - 1] ?? '';
  const observed = shortened(text);
  const at = `${file}:${line}`;
  if (error.code === 'MULTIPLE_DOCS') {
    return fail('config-syntax', `${at}: a second document begins here.`, {
      observed,
      hint: 'A line of three dashes ends the document, and Prometheus reads only one: take it out.',
    });
  }
  if (error.code === 'DUPLICATE_KEY') {
    const key = text.trim().split(':')[0] ?? '';
    return fail('config-duplicate-key', `${at}: the key ${key} stands here for a second time.`, {
      observed,
      hint: /job_name|static_configs/.test(key)
        ? 'Each job is an item of the list: it begins with a dash, in the column of the other dashes.'
        : 'A key may stand only once in one place: put what belongs to it together.',
    });
  }
  return (
    explainLooseEnd(file, lines, error) ??
    explainLine(at, text) ??
    explainIndentation(at, lines, line) ??
    (error.code === 'BAD_INDENT' ||
    error.code === 'BLOCK_AS_IMPLICIT_KEY' ||
    /indicator|indent/.test(error.message)
      ? badIndentation(at, text)
      : fail(
          'config-syntax',
          `${at} cannot be read: ${shortened((error.message.split(' at line')[0] ?? '').split('\n')[0] ?? '')}.`,
          {
            observed,
            hint: 'Compare the line with those around it: colons, dashes, quotes and brackets.',
          },
        ))
  );
}

/** A quote or bracket that is never closed: the parser sees it only at the end of the file. */
function explainLooseEnd(file: string, lines: readonly string[], error: YAMLError): Fail | undefined {
  const isQuote = error.code === 'MISSING_CHAR' && /quote/.test(error.message);
  const isBracket = /end with a [\]}]/.test(error.message);
  if (!isQuote && !isBracket) return undefined;
  const index = lines.findLastIndex((raw) => {
    const text = raw.replace(/^\s*#.*/, '');
    const count = (mark: string): number => text.split(mark).length - 1;
    return isQuote
      ? count("'") % 2 === 1 || count('"') % 2 === 1
      : count('[') !== count(']') || count('{') !== count('}');
  });
  const what = isQuote ? 'quote' : 'bracket';
  return fail('config-syntax', `${file}:${index + 1}: a ${what} is opened and never closed.`, {
    observed: shortened(lines[index] ?? ''),
    hint: `Every ${what} needs its partner on the same line.`,
  });
}

/** Slips that one line shows by itself. */
function explainLine(at: string, text: string): Fail | undefined {
  const observed = shortened(text);
  if (/^\s*-[A-Za-z]/.test(text)) {
    return fail('config-syntax', `${at}: the dash needs a space after it.`, {
      observed,
      hint: 'A dash, a space, and then what the item holds.',
    });
  }
  if (/^\s*(?:- )?[\w-]+:[^\s:]/.test(text)) {
    return fail('config-syntax', `${at}: the colon needs a space after it.`, {
      observed,
      hint: 'A key, a colon, a space, and then the value.',
    });
  }
  const bare = text.replace(/#.*/, '').trim();
  if (bare !== '' && !bare.includes(':') && !bare.startsWith('- ') && !/^[\][{}'"]/.test(bare)) {
    return fail('config-syntax', `${at}: there is no colon after the key.`, {
      observed,
      hint: 'A key, a colon, a space, and then the value.',
    });
  }
  if (/^(?:- )?job_name\s+\S/.test(bare)) {
    return fail('config-syntax', `${at}: there is no colon after job_name.`, { observed });
  }
  return undefined;
}

/** A job that begins in another column than the first one. */
function explainIndentation(at: string, lines: readonly string[], line: number): Fail | undefined {
  const text = lines[line - 1] ?? '';
  const columns = lines.flatMap((one) => {
    const match = /^( *)- +job_name/.exec(one);
    return match?.[1] === undefined ? [] : [match[1].length];
  });
  const [first] = columns;
  const own = /^( *)(-? *)job_name/.exec(text);
  if (own?.[1] === undefined || first === undefined) return undefined;
  if (own[2] === '') {
    return fail('config-indentation', `${at}: a new job begins with a dash, and this line has none.`, {
      expected: `${' '.repeat(first)}- job_name: …`,
      observed: shortened(text),
      hint: 'Each job is an item of the list scrape_configs.',
    });
  }
  if (own[1].length === first) return undefined;
  return fail(
    'config-indentation',
    `${at}: this job is indented by ${counted(own[1].length, 'space')}, the first one by ${first}.`,
    {
      expected: counted(first, 'space'),
      observed: counted(own[1].length, 'space'),
      hint: 'All items of one list have their dash in the same column.',
    },
  );
}

function badIndentation(at: string, text: string): Fail {
  return fail('config-indentation', `${at} is indented too far or too little.`, {
    observed: `${counted(text.length - text.trimStart().length, 'space')} before ${shortened(text)}`,
    hint: 'Keys of one place begin in the same column; what belongs to a key is indented below it.',
  });
}
