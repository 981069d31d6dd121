// What is wrong with the indentation of a line, measured against the line that it belongs to. Pure.
import type { Fail } from '../../model/verdict.ts';
import { jobKeys } from './keys.ts';
import { fail } from '../facts/verdicts.ts';
import { counted, shortened } from '../facts/wording.ts';

/** The fault in the columns of a line (1-based) or of the one below it; undefined where they show none. */
export function explainIndentation(file: string, lines: readonly string[], line: number): Fail | undefined {
  const at = `${file}:${line}`;
  const text = lines[line - 1] ?? '';
  if (/^\s*-? *job_name/.test(text) && !lines.some((one) => /^scrape_configs\s*:/.test(one))) {
    return fail('scrape-configs-missing', `${at}: no scrape_configs stands above this job.`, {
      expected: 'scrape_configs: and below it the list of jobs',
      observed: shortened(text),
      hint: 'The line scrape_configs: tells Prometheus that jobs follow: start the step over to see how it looked.',
    });
  }
  return explainJob(at, lines, text) ?? explainItemBelow(file, lines, line) ?? explainKey(at, lines, line);
}

/** A job that begins in another column than the first one. */
function explainJob(at: string, lines: readonly string[], text: string): Fail | undefined {
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

/** An item of a list that begins left of the key that it belongs to: the parser stops at the key. */
function explainItemBelow(file: string, lines: readonly string[], line: number): Fail | undefined {
  const key = /^( *)([a-z_]+_configs|targets): *(?:#.*)?$/.exec(lines[line - 1] ?? '');
  const below = lines.findIndex((text, index) => index >= line && /^\s*[^\s#]/.test(text));
  const item = /^( *)- /.exec(lines[below] ?? '');
  if (key?.[1] === undefined || item?.[1] === undefined || item[1].length >= key[1].length) return undefined;
  return fail(
    'config-indentation',
    `${file}:${below + 1}: this dash stands in column ${item[1].length + 1}, left of ${key[2]} in column ${key[1].length + 1}.`,
    {
      expected: counted(key[1].length + 2, 'space'),
      observed: counted(item[1].length, 'space'),
      hint: `What belongs to ${key[2]} is indented below it.`,
    },
  );
}

/** A key of a job that is not in the column of job_name. */
function explainKey(at: string, lines: readonly string[], line: number): Fail | undefined {
  const own = /^( *)(- +)?([a-z_]+):/.exec(lines[line - 1] ?? '');
  const key = own?.[3] ?? '';
  if (own?.[1] === undefined || !jobKeys.includes(key) || key === 'job_name') return undefined;
  const above = lines.slice(0, line - 1).findLast((text) => /^ *- +job_name\s*:/.test(text));
  if (above === undefined) return undefined;
  const column = above.indexOf('job_name');
  const observed = shortened(lines[line - 1] ?? '');
  if (own[2] !== undefined) {
    return fail(
      'config-indentation',
      `${at}: the dash begins a new item, and ${key} belongs to the job above.`,
      {
        observed,
        hint: `Take out the dash, and begin in the column of job_name: after ${counted(column, 'space')}.`,
      },
    );
  }
  if (own[1].length === column) return undefined;
  return fail(
    'config-indentation',
    `${at}: ${key} begins in column ${own[1].length + 1}, and job_name above it in column ${column + 1}.`,
    {
      expected: counted(column, 'space'),
      observed: counted(own[1].length, 'space'),
      hint: 'The keys of a job begin in the same column.',
    },
  );
}

/** The fault of a line for which no neighbor gives the column. */
export function badIndentation(at: string, text: string): Fail {
  return fail('config-indentation', `${at} is indented too far or too little.`, {
    observed: `${counted(text.length - text.trimStart().length, 'space')} before ${shortened(text)}`,
    hint: 'Keys of one place begin in the same column; what belongs to a key is indented below it.',
  });
}
