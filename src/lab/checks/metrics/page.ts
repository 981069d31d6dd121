// What came back for a page of metrics -> its series, or the verdict that says what is wrong with the page. Pure.
import {
  chooseFormat,
  parseExposition,
  type MetricFamily,
  type MetricType,
} from '../../../exposition/index.ts';
import type { Fail } from '../../model/verdict.ts';
import type { OutputReader } from '../../runtimes/contract/output.ts';
import type { RequestOutcome } from '../app/http-request.ts';
import type { Series } from './registries.ts';
import type { PageFacts } from '../facts/pages.ts';
import { failed } from '../facts/verdicts.ts';
import { shortened } from '../facts/wording.ts';
import { unreachable } from '../../../unreachable.ts';

export interface MetricsPage {
  readonly families: readonly MetricFamily[];
}

/** The largest page that is read: far more than any app needs, and little for the lab. */
export const MAX_PAGE_BYTES = 8 * 1_048_576;
/** What the parser says may quote a long line. */
const MAX_PARSER_WORDS = 300;

/** Reads a page, or says what is wrong with it, the most basic error first. */
export function readPage(
  place: string,
  outcome: RequestOutcome,
  output: OutputReader,
): { readonly page: MetricsPage } | { readonly fault: Fail } {
  if (outcome.kind === 'answer') {
    const fault =
      judgeStatus(place, outcome, output) ??
      judgeEncoding(place, outcome.encoding) ??
      judgeBody(place, outcome.body, output);
    if (fault !== undefined) return { fault };
    return parsePage(place, outcome.body, outcome.contentType);
  }
  return { fault: judgeTransport(place, outcome) };
}

/** The series of a metric on a page; undefined where the page does not know the metric at all. */
export function seriesOnPage(page: MetricsPage, metric: string): readonly Series[] | undefined {
  return familyOnPage(page, metric)
    ?.samples.filter(({ name }) => name === metric)
    .map(({ labels, value }) => ({ labels, value }));
}

/** The type that a page gives a metric: `unknown` where it has series and no line `# TYPE`; undefined without the metric. */
export function typeOnPage(page: MetricsPage, metric: string): MetricType | undefined {
  return familyOnPage(page, metric)?.type;
}

function familyOnPage({ families }: MetricsPage, metric: string): MetricFamily | undefined {
  return families.find(
    ({ name, type, samples }) =>
      // A line `# HELP` alone is a comment and no metric.
      (name === metric && (samples.length > 0 || type !== 'unknown')) ||
      samples.some((sample) => sample.name === metric) ||
      // In OpenMetrics a counter's family has no `_total`; its samples do.
      (type === 'counter' && samples.length === 0 && `${name}_total` === metric),
  );
}

function judgeTransport(place: string, outcome: Exclude<RequestOutcome, { kind: 'answer' }>): Fail {
  switch (outcome.kind) {
    case 'timeout':
      return failed('page-unfinished', { place, afterMs: outcome.afterMs, hasStarted: outcome.hasStarted });
    case 'too-large':
      return failed('page-too-large', { place, maxBytes: outcome.maxBytes });
    case 'refused':
      return failed('page-cut-off', { place, error: undefined });
    case 'closed':
      return failed('page-cut-off', { place, error: outcome.message });
    default:
      return unreachable(outcome);
  }
}

function judgeStatus(
  place: string,
  answer: Extract<RequestOutcome, { kind: 'answer' }>,
  output: OutputReader,
): Fail | undefined {
  const { status, body } = answer;
  if (status === 404) return failed('page-not-found', { place });
  if (status === 200) return undefined;
  // Prometheus takes no other status, not even another 2xx (scrape.go: `server returned HTTP status`).
  if (status > 200 && status < 300) return failed('page-status-not-200', { place, status });
  const error = output.errorOnPage(body);
  const text = shortened(error.split('\n')[0] ?? '');
  const known = output.clientError(error);
  if (known !== undefined) return failed('page-client-error', { place, status, text, known });
  const sent = output.sentByMistake(error);
  if (sent === 'promise') return failed('page-not-awaited', { place, text });
  return failed('page-fails', { place, status, text, reason: reasonOf(status, sent === 'function') });
}

function reasonOf(status: number, isFunction: boolean): PageFacts['page-fails']['reason'] {
  if (status < 400) return 'redirect';
  if (status === 401 || status === 403) return 'not-public';
  return isFunction ? 'function-sent' : undefined;
}

function judgeEncoding(place: string, encoding: string | undefined): Fail | undefined {
  if (encoding === undefined || encoding === 'identity') return undefined;
  return failed('page-compressed', { place, encoding: shortened(encoding) });
}

function judgeBody(place: string, body: string, output: OutputReader): Fail | undefined {
  const trimmed = body.trim();
  const shown = { place, text: shortened(trimmed) };
  if (output.isPromise(trimmed)) return failed('page-not-awaited', shown);
  // A registry without metrics gives an empty line: that is a page, and another fault.
  if (body === '') return failed('page-blank', { place });
  if (body.split('\n').some((line) => /^#[^]*#\s*(?:HELP|TYPE)\s/.test(line)))
    return failed('page-on-one-line', shown);
  if (isJson(trimmed)) return failed('page-is-json', shown);
  return trimmed.startsWith('<') ? failed('page-is-html', shown) : undefined;
}

function isJson(text: string): boolean {
  if (!/^[[{"]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function parsePage(
  place: string,
  body: string,
  contentType: string | undefined,
): { readonly page: MetricsPage } | { readonly fault: Fail } {
  const choice = contentType === undefined ? undefined : chooseFormat(contentType);
  const hasGoodType = choice?.status === 'ok';
  const outcome = parseExposition(body, hasGoodType ? contentType : undefined);
  if (outcome.status === 'error') {
    const { line, message } = outcome;
    const text = body.split('\n')[line - 1] ?? '';
    if (text.endsWith('\r')) return { fault: failed('page-has-carriage-returns', { place }) };
    const isOpenMetrics = choice?.status === 'ok' && choice.format === 'openmetrics';
    const said = shortened(message, MAX_PARSER_WORDS);
    return { fault: failed('page-unparsable', { place, line, said, text: shortened(text), isOpenMetrics }) };
  }
  if (contentType === undefined) return { fault: failed('page-without-type', { place }) };
  if (!hasGoodType)
    return { fault: failed('page-of-other-type', { place, contentType: shortened(contentType) }) };
  return { page: outcome };
}
