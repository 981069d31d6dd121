// What is wrong with the indentation of a line, measured against the line that it belongs to. Pure.
import type { Fail } from '../../model/verdict.ts';
import type { SourceLine } from '../facts/prometheus/places.ts';
import { failed } from '../facts/verdicts.ts';
import { jobKeys } from '../../model/job-keys.ts';

/** The error in the columns of a line (from 1) or of the one below it; undefined where they show none. */
export function explainIndentation(file: string, lines: readonly string[], line: number): Fail | undefined {
  const source = { at: { file, line }, text: lines[line - 1] ?? '' };
  if (/^\s*-? *job_name/.test(source.text) && !lines.some((one) => /^scrape_configs\s*:/.test(one)))
    return failed('job-without-list', source);
  return explainJob(source, lines) ?? explainItemBelow(file, lines, line) ?? explainKey(source, lines);
}

/** A job that begins in another column than the first one. */
function explainJob(source: SourceLine, lines: readonly string[]): Fail | undefined {
  const columns = lines.flatMap((one) => {
    const match = /^( *)- +job_name/.exec(one);
    return match?.[1] === undefined ? [] : [match[1].length];
  });
  const [first] = columns;
  const own = /^( *)(-? *)job_name/.exec(source.text);
  if (own?.[1] === undefined || first === undefined) return undefined;
  if (own[2] === '') return failed('job-without-dash', { ...source, spaces: first });
  const spaces = own[1].length;
  return spaces === first
    ? undefined
    : failed('job-column-differs', { at: source.at, spaces, firstSpaces: first });
}

/** An item of a list that begins left of the key that it belongs to: the parser stops at the key. */
function explainItemBelow(file: string, lines: readonly string[], line: number): Fail | undefined {
  const [, before, key] = /^( *)([a-z_]+_configs|targets): *(?:#.*)?$/.exec(lines[line - 1] ?? '') ?? [];
  const below = lines.findIndex((text, index) => index >= line && /^\s*[^\s#]/.test(text));
  const item = /^( *)- /.exec(lines[below] ?? '')?.[1];
  if (before === undefined || key === undefined || item === undefined || item.length >= before.length)
    return undefined;
  return failed('item-left-of-key', {
    at: { file, line: below + 1 },
    spaces: item.length,
    key,
    keySpaces: before.length,
  });
}

/** A key of a job that is not in the column of job_name. */
function explainKey(source: SourceLine, lines: readonly string[]): Fail | undefined {
  const own = /^( *)(- +)?([a-z_]+):/.exec(source.text);
  const key = own?.[3] ?? '';
  if (own?.[1] === undefined || !jobKeys.includes(key) || key === 'job_name') return undefined;
  const above = lines.slice(0, source.at.line - 1).findLast((text) => /^ *- +job_name\s*:/.test(text));
  if (above === undefined) return undefined;
  const nameSpaces = above.indexOf('job_name');
  if (own[2] !== undefined) return failed('dash-before-job-key', { ...source, key, spaces: nameSpaces });
  const spaces = own[1].length;
  return spaces === nameSpaces
    ? undefined
    : failed('key-column-differs', { at: source.at, key, spaces, nameSpaces });
}
