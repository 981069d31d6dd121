// A page of metrics.
import { unreachable } from '../../../../unreachable.ts';
import type { PageFacts } from '../../../checks/facts/pages.ts';
import type { FailEntries } from '../../contract/entries.ts';
import { apps } from './apps.ts';
import { counted, duration, listed } from '../grammar/phrases.ts';
import { clientErrorWords } from './program-errors.ts';

const BYTES_PER_MB = 1_048_576;
const GOOD_TYPE = 'text/plain; version=0.0.4; charset=utf-8';
const TYPE_HINT = 'The register of prom-client has the correct value: send it as the Content-Type header.';
const SERIES_LINES = 'plain text, one line for each series';
const LINE_ENDS = String.raw`each line ends with \n`;
const COMMENTS_HINT =
  'Lines that start with # are comments. Each series also needs a line with its name and its value.';
const SAME_REGISTRY = 'Use the same registry for the metric and for the page.';
const COMPARE_PORTS = 'Compare the number in `listen()` with the step.';
const TYPE_LINE = 'Send the text of `metrics()` unchanged: it contains the correct line.';

const otherMetrics = (others: number): string =>
  others === 0 ? 'no metrics' : counted(others, 'other metric');
const sums = ({ registered, shown }: PageFacts['page-stale']) => ({
  expected: String(registered),
  observed: String(shown),
});
function failureHint(reason: PageFacts['page-fails']['reason']): string {
  switch (reason) {
    case 'redirect':
      return 'Respond with the text itself: this response redirects Prometheus to an address without a page.';
    case 'not-public':
      return 'Do not ask for a password on this page: this job of Prometheus sends none.';
    case 'function-sent':
      return 'The handler sends a function instead of its result: call the function, with parentheses.';
    case undefined:
      return 'Read the error: it says what went wrong in the handler.';
    default:
      return unreachable(reason);
  }
}

export const pages = {
  'metrics-port-closed': ({ port, others }) => ({
    message: `Nothing listens on port ${port}.`,
    expected: `a server on port ${port}`,
    observed: `the app listens on ${others.length === 0 ? 'no port' : listed(others.map((other) => `port ${other}`))}`,
    hint: 'Call `listen()` for the second server too, with the port of the step.',
  }),
  'metrics-listen-on-name': apps['listens-on-name'],
  'metrics-on-other-port': ({ place, port, found }) => ({
    message: `The metrics are served on port ${found.port} instead of ${port}.`,
    expected: place,
    observed: found.place,
    hint: COMPARE_PORTS,
  }),
  'metrics-at-other-path': ({ place, path, found }) => ({
    message: `The metrics are served at ${found.path} instead of ${path}.`,
    expected: place,
    observed: found.place,
    hint: 'Compare the path with the step: Prometheus requests the usual path unless it is told otherwise.',
  }),
  'page-unfinished': ({ place, afterMs, hasStarted }) => ({
    message: hasStarted ? `${place} starts a response but never ends it.` : `${place} gets no response.`,
    expected: 'a complete page of metrics',
    observed: `not complete after ${duration(afterMs)}`,
    hint: hasStarted
      ? 'End the response once the text is sent, with `res.send()` or `res.end()`.'
      : 'Follow this request through your program: look for a handler that waits forever, a middleware without `next()`, or a condition that is never true. The URL of a request starts with a slash: `/metrics`.',
  }),
  'page-too-large': ({ place, maxBytes }) => ({
    message: `${place} is larger than ${maxBytes / BYTES_PER_MB} MB.`,
    expected: 'a few kilobytes',
    observed: `more than ${maxBytes} bytes`,
    hint: 'Look for a label with an unlimited number of values.',
  }),
  'page-cut-off': ({ place, error }) => ({
    message: `${place} gets no response: the app closed the connection.`,
    observed: error ?? 'connection refused',
    hint: 'Check whether the app still runs, and what it printed last.',
  }),
  'page-not-found': ({ place }) => ({
    message: `${place} responds with 404: there is no such page.`,
    expected: 'status 200',
    observed: 'status 404',
    hint: 'Compare the path of the route, and the app that it belongs to, with the step.',
  }),
  'page-status-not-200': ({ place, status }) => ({
    message: `${place} responds with ${status}, but Prometheus accepts only 200.`,
    expected: 'status 200',
    observed: `status ${status}`,
    hint: 'Leave the status of this response at its default.',
  }),
  'page-client-error': ({ place, status, text, known }) => {
    const { what, hint } = clientErrorWords(known);
    return {
      message: `${place} responds with ${status}: ${what}.`,
      expected: 'status 200',
      observed: text,
      hint,
    };
  },
  'page-fails': ({ place, status, text, reason }) => ({
    message: `${place} responds with ${status}.`,
    expected: 'status 200',
    observed: text === '' ? `status ${status}` : text,
    hint: failureHint(reason),
  }),
  'page-not-awaited': ({ place, text }) => ({
    message: `${place} shows a promise instead of the metrics.`,
    expected: 'the text of the metrics',
    observed: text,
    hint: '`metrics()` returns a promise of the text. Wait for it before you send it.',
  }),
  'page-compressed': ({ place, encoding }) => ({
    message: `${place} is compressed in a way that Prometheus does not read.`,
    expected: 'plain text, or gzip',
    observed: `Content-Encoding: ${encoding}`,
    hint: 'Send the text uncompressed: a page of metrics is small.',
  }),
  'page-blank': ({ place }) => ({
    message: `${place} is empty.`,
    expected: 'a page of metrics',
    observed: 'no text',
    hint: 'Send the text that the register of prom-client returns.',
  }),
  'page-on-one-line': ({ place, text }) => ({
    message: `${place} has several lines of metrics in one: the line breaks are wrong.`,
    expected: LINE_ENDS,
    observed: text,
    hint: 'Send the text of `metrics()` unchanged. Only a line feed ends a line for Prometheus; <br>, or a backslash followed by n, does not.',
  }),
  'page-is-json': ({ place, text }) => ({
    message: `${place} is JSON.`,
    expected: SERIES_LINES,
    observed: text,
    hint: 'Prometheus reads a text format: send what `metrics()` returns with `res.send()` or `res.end()`, without `res.json()`.',
  }),
  'page-is-html': ({ place, text }) => ({
    message: `${place} is an HTML page.`,
    expected: SERIES_LINES,
    observed: text,
    hint: 'Prometheus reads plain text: send the text of the register unchanged.',
  }),
  'page-has-carriage-returns': ({ place }) => ({
    message: `${place} has the line breaks of Windows.`,
    expected: LINE_ENDS,
    observed: String.raw`a line that ends with \r\n`,
    hint: 'Send the text of `metrics()` unchanged: for Prometheus the carriage return is part of the line.',
  }),
  'page-unparsable': ({ place, line, said, text, isOpenMetrics }) => ({
    message: `${place} is not a page of metrics: line ${line}, ${said}.`,
    expected: 'the exposition format',
    observed: text,
    hint: isOpenMetrics
      ? 'The Content-Type says OpenMetrics, but the text has another format. Send `register.contentType` with the text of `register.metrics()`.'
      : 'Send the text of the register unchanged, with nothing before or after it.',
  }),
  'page-without-type': ({ place }) => ({
    message: `${place} has no Content-Type header.`,
    expected: GOOD_TYPE,
    observed: 'no such header',
    hint: TYPE_HINT,
  }),
  'page-of-other-type': ({ place, contentType }) => ({
    message: `${place} has the Content-Type ${contentType}.`,
    expected: GOOD_TYPE,
    observed: contentType,
    hint: TYPE_HINT,
  }),
  'page-without-metrics': ({ place, metric }) => ({
    message: `${place} has no metrics.`,
    expected: metric,
    observed: otherMetrics(0),
    hint: 'Check that the metric is still defined.',
  }),
  'metric-not-on-page': ({ place, metric, others }) => ({
    message: `${place} does not have ${metric}.`,
    expected: metric,
    observed: otherMetrics(others),
    hint: 'Check that the metric is still defined, and under this name.',
  }),
  'registry-not-on-page': ({ place, metric, others }) => ({
    message: `The app has ${metric}, but ${place} shows another registry without it.`,
    expected: metric,
    observed: otherMetrics(others),
    hint: SAME_REGISTRY,
  }),
  'client-not-on-page': ({ place, metric, metricOf, pageOf }) => ({
    message: `${metric} is created with ${metricOf}, but ${place} shows the registry of ${pageOf}.`,
    expected: 'one client for the metric and the page',
    observed: `${metricOf} for the metric, ${pageOf} for the page`,
    hint: 'Each of the two packages has a separate registry: import everything from one, and uninstall the other.',
  }),
  'metric-only-described': ({ place, metric }) => ({
    message: `${place} describes ${metric} but shows no value of it.`,
    expected: `a line with ${metric} and its value`,
    observed: 'comments only',
    hint: COMMENTS_HINT,
  }),
  'metric-only-commented': ({ place, metric }) => ({
    message: `${place} has a comment on ${metric} but no value of it.`,
    expected: `a line with ${metric} and its value`,
    observed: `# HELP ${metric} …`,
    hint: COMMENTS_HINT,
  }),
  'metric-shown-as-other': ({ place, metric, found }) => ({
    message: `${place} shows ${found} instead of ${metric}.`,
    expected: `a line with ${metric}, a space, and its value`,
    observed: found,
    hint: 'Compare the two names letter by letter. A colon is part of a name: only a space separates the name from the value.',
  }),
  'type-not-on-page': ({ place, metric, wanted }) => ({
    message: `${place} does not state the type of ${metric}.`,
    expected: `# TYPE ${metric} ${wanted}`,
    observed: `no line # TYPE ${metric}`,
    hint: TYPE_LINE,
  }),
  'type-on-page-differs': ({ place, metric, wanted, found }) => ({
    message: `${place} calls ${metric} a ${found}, but it is a ${wanted}.`,
    expected: `# TYPE ${metric} ${wanted}`,
    observed: `# TYPE ${metric} ${found}`,
    hint: TYPE_LINE,
  }),
  'unused-registry-on-page': (found) => ({
    message: `Two registries have ${found.metric}, but ${found.place} shows the one that is not used.`,
    ...sums(found),
    hint: 'Use one registry for the metric that counts and for the page.',
  }),
  'page-stale': (found) => ({
    message: `${found.place} shows an old value of ${found.metric}.`,
    ...sums(found),
    hint: 'Create the text inside the handler, for each request.',
  }),
} satisfies FailEntries<PageFacts>;
