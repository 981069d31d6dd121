// One pass over a page, line by line, reporting to a sink. Strict as the parsers of Prometheus 3 are. The scraper runs
// it on every page and knows most lines already: those it skims.
import { ExpositionFault, quote } from './fault.ts';
import { parseFloatStrict } from './float.ts';
import { scanComment } from './metadata.ts';
import type { Exemplar, ExpositionError, ExpositionFormat, ExpositionSink } from './model.ts';
import { findSeriesEnd, isGap, parseLabels, parseSeries } from './series.ts';

export type ScanOutcome = { readonly status: 'ok' } | ExpositionError;

/**
 * Scans a page. Rules: https://prometheus.io/docs/instrumenting/exposition_formats and the OpenMetrics 1.0
 * specification, as far as Prometheus enforces them. Stops at the first fault; what was reported before it stands.
 */
export function scanExposition(text: string, format: ExpositionFormat, sink: ExpositionSink): ScanOutcome {
  return scanPage(Buffer.from(text), format, sink);
}

/**
 * Scans the bytes of a page, which must be UTF-8, as {@link scanExposition} does. A sink that can `skim` is asked first
 * at each line; only what it does not take becomes a string.
 */
export function scanPage(page: Buffer, format: ExpositionFormat, sink: ExpositionSink): ScanOutcome {
  let line = 1;
  try {
    let start = 0;
    while (start < page.length) {
      const skimmed = sink.skim?.(start) ?? -1;
      if (skimmed !== -1) {
        start = skimmed;
        line++;
        continue;
      }
      const newline = page.indexOf(0x0a, start);
      const end = newline === -1 ? page.length : newline;
      const text = page.toString('utf8', start, end);
      if (scanLine(text, format, sink) === 'eof') {
        if (end + 1 < page.length) {
          line++;
          throw new ExpositionFault('there is more after # EOF, which must be the last line');
        }
        return { status: 'ok' };
      }
      if (newline === -1 && format === 'openmetrics') break;
      start = end + 1;
      line++;
    }
    if (format === 'openmetrics') throw new ExpositionFault('the page does not end with # EOF');
    return { status: 'ok' };
  } catch (error) {
    if (!(error instanceof ExpositionFault)) throw error;
    return { status: 'error', line, message: error.message };
  }
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
  const timestampMs = Number(token);
  if (timestampMs > Number.MAX_SAFE_INTEGER)
    throw new ExpositionFault(`the timestamp ${quote(token)} is too large`);
  return timestampMs;
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
  const timestampMs = Math.round(seconds * 1000);
  if (!Number.isSafeInteger(timestampMs)) throw new ExpositionFault(`${quote(token)} is not a timestamp`);
  return timestampMs;
}

function readExemplar(text: string): Exemplar {
  const end = findSeriesEnd(text, 0, text.length, 'openmetrics');
  const labels = Object.fromEntries(parseLabels(text.slice(0, end), 'openmetrics'));
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
