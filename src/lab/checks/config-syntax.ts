// What is wrong with text that is no YAML, in the words of somebody who writes it for the first time: the line, and
// what to do about it. Pure.
import type { YAMLError } from 'yaml';
import type { Fail } from '../model/verdict.ts';
import { fail } from './verdicts.ts';
import { counted, shortened } from './wording.ts';

/** Space that is none to YAML, where space belongs: web pages and word processors put it into what is copied there. */
export function findOddSpace(file: string, lines: readonly string[]): Fail | undefined {
  const index = lines.findIndex((text) =>
    /^ *(?:- *)?[\u00A0\u2000-\u200B\u202F\u3000]|^ *(?:- +)?[\w-]+:[\u00A0\u2000-\u200B\u202F\u3000]/.test(
      text,
    ),
  );
  if (index === -1) return undefined;
  return fail('config-syntax', `${file}:${index + 1} has a space of another kind than the space bar makes.`, {
    observed: (lines[index] ?? '').replaceAll(/[\u00A0\u2000-\u200B\u202F\u3000]/g, '␣'),
    hint: 'It came with something that was copied: delete it, and type spaces.',
  });
}

/** The line to look at: the parser stops at the blank line before it, or at the line above one that is too far right. */
function lineOfError(lines: readonly string[], error: YAMLError, line: number): number {
  const start = error.message.startsWith('Nested mappings') ? line : line - 1;
  const next = lines.findIndex((text, index) => index >= start && /^\s*[^\s#]/.test(text));
  return next === -1 ? line : next + 1;
}

/** The fault behind an error of the parser, which met it at line `met`. */
export function explainError(file: string, lines: readonly string[], error: YAMLError, met: number): Fail {
  const line = lineOfError(lines, error, met);
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
  if (/^Unexpected flow-(?:map|seq)-end/.test(error.message)) {
    return fail('config-syntax', `${at}: a bracket is closed that was never opened.`, {
      observed,
      hint: 'Every bracket needs its partner.',
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
  if (bare.startsWith('//')) {
    return fail('config-syntax', `${at}: this is no comment in YAML.`, {
      observed,
      hint: 'A comment begins with #.',
    });
  }
  if (/^(?:- )?[\w-]+: +[^\s'"[{|>&*!][^'"[{]*[\w-]+:(?: |$)/.test(bare)) {
    return fail('config-syntax', `${at}: two keys stand on one line.`, {
      observed,
      hint: 'Each key begins a line of its own.',
    });
  }
  if (bare !== '' && !bare.includes(':') && !bare.startsWith('- ') && !/^[\][{}'"]/.test(bare)) {
    return fail('config-syntax', `${at}: there is no colon after the key.`, {
      observed,
      hint: 'A key, a colon, a space, and then the value.',
    });
  }
  const key = /^- ([a-z]+_[a-z_]+)\b(?!:)/.exec(bare)?.[1];
  if (key !== undefined) {
    return fail('config-syntax', `${at}: there is no colon after ${key}.`, {
      observed,
      hint: 'A key, a colon, a space, and then the value.',
    });
  }
  return undefined;
}

/** A job that begins in another column than the first one. */
function explainIndentation(at: string, lines: readonly string[], line: number): Fail | undefined {
  const text = lines[line - 1] ?? '';
  if (/^\s*-? *job_name/.test(text) && !lines.some((one) => /^scrape_configs\s*:/.test(one))) {
    return fail('scrape-configs-missing', `${at}: no scrape_configs stands above this job.`, {
      expected: 'scrape_configs: and below it the list of jobs',
      observed: shortened(text),
      hint: 'The line scrape_configs: tells Prometheus that jobs follow: start the step over to see how it looked.',
    });
  }
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
