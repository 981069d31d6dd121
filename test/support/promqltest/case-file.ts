// Reads the promqltest language: a text into commands with their lines. It decides nothing about what is right.
import { parseDuration, parsePromql } from '../../../src/prometheus/promql/index.ts';
import { parseSeriesLine, type SeriesLine } from '../../../src/prometheus/notation/index.ts';

export interface Expectation {
  readonly kind: 'fail' | 'warn' | 'info' | 'no_warn' | 'no_info' | 'ordered' | 'string' | 'range_vector';
  /** `msg:` or `regex:` and what follows; of `string` the literal; of `range_vector` the grid. */
  readonly match?: { readonly kind: 'msg' | 'regex'; readonly text: string };
  readonly text?: string;
  readonly grid?: { readonly startMs: number; readonly endMs: number; readonly stepMs: number };
}

export interface EvalCommand {
  readonly kind: 'eval';
  readonly line: number;
  readonly expr: string;
  readonly grid:
    { readonly startMs: number; readonly endMs: number; readonly stepMs: number } | { readonly atMs: number };
  readonly expectations: readonly Expectation[];
  /** Expected series, or a lone number. */
  readonly series: readonly SeriesLine[];
  readonly scalar: number | undefined;
}

export interface LoadCommand {
  readonly kind: 'load';
  readonly line: number;
  readonly stepMs: number;
  readonly series: readonly SeriesLine[];
}

export type Command =
  | EvalCommand
  | LoadCommand
  | { readonly kind: 'clear'; readonly line: number }
  /** A block that cannot be read: it counts as failed. */
  | { readonly kind: 'unreadable'; readonly line: number; readonly reason: string };

interface Line {
  readonly number: number;
  readonly text: string;
}

/** A duration, or a bare number of seconds. */
function readDuration(text: string): number {
  if (/^-?\d+(\.\d+)?$/.test(text)) return Number(text) * 1000;
  const isNegative = text.startsWith('-');
  const parsed = parseDuration(isNegative ? text.slice(1) : text);
  if (parsed.status === 'rejected') throw new Error(parsed.message);
  return isNegative ? -parsed.ms : parsed.ms;
}

/** A literal as in a query, escapes and all. */
function readString(literal: string): string {
  const expr = parsePromql(literal);
  if (expr.kind !== 'string') throw new Error(`${literal} is not a string`);
  return expr.value;
}

/** A lone number, the answer that is no series. */
function readNumber(text: string): number | undefined {
  if (!/^(?:[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?|[+-]?inf|nan)$/i.test(text)) return undefined;
  const value = text.toLowerCase().replace('inf', 'Infinity');
  return value === 'nan' ? NaN : Number(value);
}

function readExpectation(text: string): Expectation {
  const range = /^range vector from (\S+) to (\S+) step (\S+)$/.exec(text);
  if (range !== null) {
    const [startMs = 0, endMs = 0, stepMs = 0] = range.slice(1).map(readDuration);
    return { kind: 'range_vector', grid: { startMs, endMs, stepMs } };
  }
  const string = /^string\s+(["'`].*)$/.exec(text);
  if (string !== null) return { kind: 'string', text: readString(string[1] ?? '') };
  const plain = /^(fail|warn|info|no_warn|no_info|ordered)(?:\s+(msg|regex):\s*(.*))?$/.exec(text);
  if (plain === null) throw new Error(`cannot read the expectation "expect ${text}"`);
  const [, kind, how, wanted] = plain;
  const match = how === undefined ? {} : { match: { kind: how as 'msg' | 'regex', text: wanted ?? '' } };
  return { kind: kind as Expectation['kind'], ...match };
}

const EVAL =
  /^eval(_fail|_warn|_info|_ordered)?\s+(?:instant\s+at\s+(\S+)|range\s+from\s+(\S+)\s+to\s+(\S+)\s+step\s+(\S+))\s+(.+)$/;

function readEval(head: Line, body: readonly Line[]): EvalCommand {
  const match = EVAL.exec(head.text);
  if (match === null) throw new Error(`cannot read "${head.text}"`);
  const [, suffix, at, from = '0', to = '0', step = '1', expr = ''] = match;
  const expectations: Expectation[] =
    suffix === undefined ? [] : [{ kind: suffix.slice(1) as 'fail' | 'warn' | 'info' | 'ordered' }];
  const series: SeriesLine[] = [];
  let scalar: number | undefined;
  for (const { text } of body) {
    const legacy = /^expected_fail_(message|regexp)\s+(.*)$/.exec(text);
    if (legacy !== null) {
      expectations.push({
        kind: 'fail',
        match: { kind: legacy[1] === 'message' ? 'msg' : 'regex', text: legacy[2] ?? '' },
      });
    } else if (/^expect\s/.test(text)) {
      expectations.push(readExpectation(text.replace(/^expect\s+/, '')));
    } else {
      const number = readNumber(text);
      if (number === undefined) series.push(parseSeriesLine(text));
      else scalar = number;
    }
  }
  if (scalar !== undefined && series.length > 0) throw new Error('a number and series are expected at once');
  const grid =
    at === undefined
      ? { startMs: readDuration(from), endMs: readDuration(to), stepMs: readDuration(step) }
      : { atMs: readDuration(at) };
  return { kind: 'eval', line: head.number, expr, grid, expectations, series, scalar };
}

/** `load_with_nhcb` adds native histograms that nothing here can ask for: what asks for them all the same fails. */
function readLoad(head: Line, body: readonly Line[]): LoadCommand {
  const step = /^load(?:_with_nhcb)?\s+(\S+)$/.exec(head.text)?.[1];
  if (step === undefined) throw new Error(`cannot read "${head.text}"`);
  const series = body.map(({ text }) => parseSeriesLine(text));
  return { kind: 'load', line: head.number, stepMs: readDuration(step), series };
}

function readBlock([head, ...body]: readonly Line[]): Command {
  if (head === undefined) throw new Error('an empty block');
  try {
    if (head.text === 'clear' && body.length === 0) return { kind: 'clear', line: head.number };
    if (/^load(?:_with_nhcb)?\s/.test(head.text)) return readLoad(head, body);
    return readEval(head, body);
  } catch (error) {
    return {
      kind: 'unreadable',
      line: head.number,
      reason: error instanceof Error ? error.message : String(error),
    };
  }
}

const HEAD = /^(?:load|load_with_nhcb|clear|eval(?:_\w+)?)(?:\s|$)/;

/** All commands of a file. A command ends at a blank line or where the next one begins. */
export function readCaseFile(text: string): Command[] {
  const blocks: Line[][] = [];
  let isOpen = false;
  for (const [index, raw] of text.split('\n').entries()) {
    const line: Line = { number: index + 1, text: raw.trim() };
    if (line.text.startsWith('#')) continue;
    if (line.text === '') {
      isOpen = false;
    } else if (!isOpen || HEAD.test(line.text)) {
      blocks.push([line]);
      isOpen = true;
    } else {
      blocks.at(-1)?.push(line);
    }
  }
  return blocks.map(readBlock);
}
