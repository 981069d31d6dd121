// One pass over a page, line by line, reporting to a sink. Strict as the parsers of Prometheus 3 are. The scraper runs
// it on every page and knows most lines already: those it skims.
import { ExpositionFault, quote } from './fault.ts';
import { parseFloatStrict } from './float.ts';
import { scanComment } from './metadata.ts';
import type { Exemplar, ExpositionError, ExpositionFormat, ExpositionSink } from './model.ts';
import { findSeriesEnd, isGap, parseExemplarLabels, parseSeries } from './series.ts';

const NEWLINE = 0x0a;
const QUOTE = 0x22;
const HASH = 0x23;
const EQUALS = 0x3d;
const BACKSLASH = 0x5c;
const BRACE_OPEN = 0x7b;
const BRACE_CLOSE = 0x7d;
const QUOTED_NAME = /^#[ \t]+(?:HELP|TYPE|UNIT)[ \t]+"/;

/** Larger ones do not fit into an int64. */
const MAX_INT64 = 2n ** 63n - 1n;

export type ScanOutcome = { readonly status: 'ok' } | ExpositionError;

/**
 * Scans a page. Rules: https://prometheus.io/docs/instrumenting/exposition_formats and the OpenMetrics 1.0
 * specification, as far as Prometheus enforces them. Stops at the first error; what was reported before it remains valid.
 */
export function scanExposition(text: string, format: ExpositionFormat, sink: ExpositionSink): ScanOutcome {
  return scanPage(Buffer.from(text), format, sink);
}

/**
 * Scans the bytes of a page, which must be UTF-8, as {@link scanExposition} does. A sink that can `skim` is asked first
 * at each line; only what it does not take becomes a string.
 */
export function scanPage(page: Buffer, format: ExpositionFormat, sink: ExpositionSink): ScanOutcome {
  let start = 0;
  try {
    while (start < page.length) {
      const skimmed = sink.skim?.(start) ?? -1;
      if (skimmed !== -1) {
        start = skimmed;
        continue;
      }
      const end = findLineEnd(page, start, format);
      const text = page.toString('utf8', start, end);
      if (scanLine(text, format, sink) === 'eof') {
        start = end + 1;
        if (start < page.length) {
          throw new ExpositionFault('there is more after # EOF, which must be the last line');
        }
        return { status: 'ok' };
      }
      if (end === page.length && format === 'openmetrics') break;
      start = end + 1;
    }
    if (format === 'openmetrics') throw new ExpositionFault('the page does not end with # EOF');
    return { status: 'ok' };
  } catch (error) {
    if (!(error instanceof ExpositionFault)) throw error;
    return { status: 'error', line: lineAt(page, start), message: error.message };
  }
}

function lineAt(page: Buffer, offset: number): number {
  let line = 1;
  for (let at = page.indexOf(NEWLINE); at !== -1 && at < offset; at = page.indexOf(NEWLINE, at + 1)) line++;
  return line;
}

function newlineFrom(page: Buffer, start: number): number {
  const newline = page.indexOf(NEWLINE, start);
  return newline === -1 ? page.length : newline;
}

/**
 * Where the line that starts here ends. As in Prometheus, a line break between quotes ends no line (textparse/promlex.l);
 * in OpenMetrics that holds for names, but not for values.
 */
function findLineEnd(page: Buffer, start: number, format: ExpositionFormat): number {
  let end = newlineFrom(page, start);
  const brace = page.subarray(start, end).indexOf(BRACE_OPEN);
  const isComment = page[start] === HASH;
  if (isComment && !QUOTED_NAME.test(page.toString('latin1', start, Math.min(end, start + 64)))) return end;
  if (!isComment && brace === -1) return end;
  for (let at = isComment ? page.indexOf(QUOTE, start) : start + brace + 1; at < end; at++) {
    if (page[at] === BRACE_CLOSE) return end;
    if (page[at] !== QUOTE) continue;
    const close = closingQuoteFrom(page, at);
    if (close > end) {
      if (close === page.length || (format === 'openmetrics' && page[at - 1] === EQUALS)) return end;
      end = newlineFrom(page, close);
    }
    if (isComment) return end;
    at = close;
  }
  return end;
}

/** The end of the page where no quote closes; a backslash before a line break is none that a quote may hold. */
function closingQuoteFrom(page: Buffer, from: number): number {
  for (let at = from + 1; at < page.length; at++) {
    if (page[at] === QUOTE) return at;
    if (page[at] === BACKSLASH && page[++at] === NEWLINE) return page.length;
  }
  return page.length;
}

function scanLine(text: string, format: ExpositionFormat, sink: ExpositionSink): 'eof' | undefined {
  const end = text.length;
  let start = 0;
  if (format === 'text') while (start < end && isGap(text.charCodeAt(start))) start++;
  if (start === end) {
    if (format === 'text') return undefined;
    throw new ExpositionFault('an empty line is not allowed in OpenMetrics');
  }
  if (text.charCodeAt(start) === 0x23) return scanComment(text.slice(start, end), format, sink);
  const seriesEnd = findSeriesEnd(text, start, end, format);
  if (text.charCodeAt(end - 1) === 0x0d)
    throw new ExpositionFault('the line ends with \\r\\n; it must end with \\n alone');
  if (seriesEnd === start) throw new ExpositionFault(badStart(text.slice(start, end)));
  const series = text.slice(start, seriesEnd);
  let value;
  let rest;
  try {
    const valueStart = skipGap(text, seriesEnd, end, format, 'value');
    const valueEnd = findTokenEnd(text, valueStart, end);
    if (valueEnd === valueStart) throw new ExpositionFault(`expected a value after ${quote(series)}`);
    value = parseFloatStrict(text.slice(valueStart, valueEnd));
    rest = text.slice(valueEnd, end);
  } catch (error) {
    // A slip inside the braces often shows only behind them: name the first one.
    parseSeries(series, format);
    if (!series.endsWith('}') && seriesEnd < end && !isGap(text.charCodeAt(seriesEnd))) {
      const name = text.slice(start, findTokenEnd(text, start, end));
      throw new ExpositionFault(
        `${quote(name)} is not a metric name: only letters, digits, _ and : can be in one`,
      );
    }
    throw error;
  }
  if (rest === '') sink.sample(series, value, undefined);
  else if (format === 'text') sink.sample(series, value, readTimestampMs(rest));
  else scanSuffix(rest, series, value, sink);
  return undefined;
}

function skipGap(text: string, from: number, end: number, format: ExpositionFormat, what: string): number {
  let i = from;
  if (format === 'openmetrics') {
    if (i < end && text.charCodeAt(i) !== 0x20)
      throw new ExpositionFault(`expected one space before the ${what}`);
    return i < end ? i + 1 : i;
  }
  while (i < end && isGap(text.charCodeAt(i))) i++;
  return i;
}

function findTokenEnd(text: string, from: number, end: number): number {
  let i = from;
  while (i < end && !isGap(text.charCodeAt(i))) i++;
  return i;
}

/** The text format: whole milliseconds. */
function readTimestampMs(rest: string): number | undefined {
  const token = rest.trim();
  if (token === '') return undefined;
  if (!/^\d+$/.test(token)) {
    throw new ExpositionFault(
      `expected a timestamp in whole milliseconds or the end of the line, got ${quote(token)}`,
    );
  }
  // Beyond 2^53 it is the nearest number: that far ahead of any clock no sample is stored.
  if (token.length > 15 && BigInt(token) > MAX_INT64)
    throw new ExpositionFault(`the timestamp ${quote(token)} is too large`);
  return Number(token);
}

/** OpenMetrics: a timestamp in seconds, an exemplar, or both. */
function scanSuffix(rest: string, series: string, value: number, sink: ExpositionSink): void {
  const match = /^(?: ([^ #][^ ]*))?(?: # (\{[^]*))?$/.exec(rest);
  if (match === null)
    throw new ExpositionFault(`expected a timestamp, an exemplar or the end of the line, got ${quote(rest)}`);
  const [, seconds, exemplarText] = match;
  const exemplar = exemplarText === undefined ? undefined : readExemplar(exemplarText);
  sink.sample(series, value, seconds === undefined ? undefined : readSeconds(seconds));
  if (exemplar !== undefined) sink.exemplar?.(exemplar);
}

function readSeconds(token: string): number {
  const seconds = parseFloatStrict(token);
  if (!Number.isFinite(seconds)) throw new ExpositionFault(`${quote(token)} is not a timestamp`);
  return timestampOfSeconds(seconds);
}

/** Milliseconds of a finite number of seconds, as Go makes an int64 of it: cut off, and the least one where it does not fit. */
export function timestampOfSeconds(seconds: number): number {
  const timestampMs = Math.trunc(seconds * 1000);
  return Math.abs(timestampMs) < 2 ** 63 ? timestampMs : -(2 ** 63);
}

function readExemplar(text: string): Exemplar {
  const end = findSeriesEnd(text, 0, text.length, 'openmetrics');
  const labels = parseExemplarLabels(text.slice(0, end));
  const match = /^ ([^ ]+)(?: ([^ ]+))?$/.exec(text.slice(end));
  if (match === null) throw new ExpositionFault('expected a value after the labels of the exemplar');
  const value = parseFloatStrict(match[1] ?? '');
  return match[2] === undefined ? { labels, value } : { labels, value, timestampMs: readSeconds(match[2]) };
}

function badStart(line: string): string {
  if (line.trimStart().startsWith('<')) return `${quote(line)} looks like a web page, not like metrics`;
  if (line.startsWith('\uFEFF')) return 'the page starts with a byte order mark, which is not allowed';
  return `expected a metric name at the start of the line, got ${quote(line)}`;
}
