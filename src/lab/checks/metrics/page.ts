// What came back for a page of metrics -> its series, or the verdict that says what is wrong with the page. Pure.
import {
  chooseFormat,
  parseExposition,
  type MetricFamily,
  type MetricType,
} from '../../../exposition/index.ts';
import type { Fail } from '../../model/verdict.ts';
import { explainClientError } from '../app/client-errors.ts';
import { errorPageText } from '../app/express-error.ts';
import type { RequestOutcome } from '../app/http-request.ts';
import type { Series } from './registries.ts';
import { fail } from '../facts/verdicts.ts';
import { shortened } from '../facts/wording.ts';

export interface MetricsPage {
  readonly families: readonly MetricFamily[];
}

/** The largest page that is read: far more than any app needs, and little for the lab. */
export const MAX_PAGE_BYTES = 8 * 1_048_576;

const contentTypeHint = "prom-client's register knows the right one: send it as the header Content-Type.";

/** Reads a page, or says what is wrong with it, the most basic fault first. */
export function readPage(
  place: string,
  outcome: RequestOutcome,
): { readonly page: MetricsPage } | { readonly fault: Fail } {
  if (outcome.kind === 'answer') {
    const fault =
      judgeStatus(place, outcome) ?? judgeEncoding(place, outcome.encoding) ?? judgeBody(place, outcome.body);
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
  if (outcome.kind === 'timeout') {
    return fail('page-hangs', `${place} ${outcome.hasStarted ? 'never ends' : 'gets no answer'}.`, {
      expected: 'a complete page of metrics',
      observed: `not complete after ${outcome.afterMs / 1000} s`,
      hint: outcome.hasStarted
        ? 'The handler has to end the answer once the text is sent: with res.send(), or with res.end().'
        : 'Follow this request through your program. A handler that waits for something that never comes, a middleware without next(), or a condition that does not hold leaves it without an answer. The url of a request begins with a slash: `/metrics`.',
    });
  }
  if (outcome.kind === 'too-large') {
    return fail('page-too-large', `${place} is larger than ${outcome.maxBytes / 1_048_576} MB.`, {
      expected: 'a few kilobytes',
      observed: `more than ${outcome.maxBytes} bytes`,
      hint: 'A page of this size usually has labels with values without end.',
    });
  }
  return fail('connection-closed', `${place} gets no answer: the app closed the connection.`, {
    observed: outcome.kind === 'closed' ? outcome.message : 'connection refused',
    hint: 'See whether the app still runs, and what it printed last.',
  });
}

function judgeStatus(place: string, answer: Extract<RequestOutcome, { kind: 'answer' }>): Fail | undefined {
  const { status, body } = answer;
  if (status === 404) {
    return fail('metrics-page-not-found', `${place} answers 404: there is no such page.`, {
      expected: 'status 200',
      observed: 'status 404',
      hint: 'Compare the path of the route, and the app it belongs to, with the step.',
    });
  }
  if (status === 200) return undefined;
  // Prometheus takes no other status, not even another 2xx (scrape.go: `server returned HTTP status`).
  if (status > 200 && status < 300) {
    return fail(
      'metrics-page-error',
      `${place} answers ${status}, and Prometheus reads a page with 200 only.`,
      {
        expected: 'status 200',
        observed: `status ${status}`,
        hint: 'Leave the status of this answer as it is by default.',
      },
    );
  }
  const error = errorPageText(body);
  const known = explainClientError(error);
  if (known !== undefined) {
    return fail('metrics-page-error', `${place} answers ${status}. ${known.message}`, {
      expected: 'status 200',
      observed: shortened(error.split('\n')[0] ?? ''),
      hint: known.hint,
    });
  }
  if (/instance of Promise|\[object Promise\]/.test(error))
    return notAwaited(place, shortened(error.split('\n')[0] ?? ''));
  return fail('metrics-page-error', `${place} answers ${status}.`, {
    expected: 'status 200',
    observed: error === '' ? `status ${status}` : shortened(error.split('\n')[0] ?? ''),
    hint: statusHint(status, error),
  });
}

function statusHint(status: number, error: string): string {
  if (status < 400)
    return 'Answer with the text itself: where this answer sends Prometheus to, there is no page.';
  if (status === 401 || status === 403) {
    return 'Prometheus comes without a password and as no browser: the page has to be open to it.';
  }
  if (/Received (?:type )?function/.test(error)) {
    return 'What is sent is a function, but not what it returns: call it, with parentheses.';
  }
  return 'Read the error: it names what went wrong in the handler.';
}

function judgeEncoding(place: string, encoding: string | undefined): Fail | undefined {
  if (encoding === undefined || encoding === 'identity') return undefined;
  return fail('page-not-parsable', `${place} is compressed in a way that Prometheus does not read.`, {
    expected: 'plain text, or gzip',
    observed: `Content-Encoding: ${shortened(encoding)}`,
    hint: 'A page of metrics is small: send its text as it is.',
  });
}

function judgeBody(place: string, body: string): Fail | undefined {
  const text = body.trim();
  // Express turns a promise into `{}`, a template into `[object Promise]`.
  if (text === '{}' || text.includes('[object Promise]')) return notAwaited(place, shortened(text));
  // A registry without metrics gives an empty line: that is a page, and another fault.
  if (body === '') {
    return fail('page-empty', `${place} is empty.`, {
      expected: 'a page of metrics',
      observed: 'no text',
      hint: "The text of the page comes from prom-client's register.",
    });
  }
  if (body.split('\n').some((line) => /^#[^]*#\s*(?:HELP|TYPE)\s/.test(line))) {
    return fail(
      'page-not-parsable',
      `${place} has several lines of metrics in one: the line breaks are wrong.`,
      {
        expected: 'each line ends with \\n',
        observed: shortened(text),
        hint: 'Prometheus ends a line only at a line feed. It does not know <br>, or a backslash and the letter n. Send the text of metrics() as it is.',
      },
    );
  }
  if (isJson(text)) {
    return fail('page-not-parsable', `${place} is JSON.`, {
      expected: 'plain text, one line for each series',
      observed: shortened(text),
      hint: 'Prometheus reads its own text format: send what metrics() gives, by res.send() or res.end(), without res.json().',
    });
  }
  if (text.startsWith('<')) {
    return fail('page-is-html', `${place} is an HTML page.`, {
      expected: 'plain text, one line for each series',
      observed: shortened(text),
      hint: "Prometheus reads plain text: send the register's text as it is.",
    });
  }
  return undefined;
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

function notAwaited(place: string, observed: string): Fail {
  return fail('metrics-not-awaited', `${place} shows a promise instead of the metrics.`, {
    expected: 'the text of the metrics',
    observed,
    hint: 'metrics() gives a promise of the text: wait for it before you send it.',
  });
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
    const line = body.split('\n')[outcome.line - 1] ?? '';
    if (line.endsWith('\r')) {
      return {
        fault: fail('page-not-parsable', `${place} has the line breaks of Windows.`, {
          expected: 'each line ends with \\n',
          observed: 'a line that ends with \\r\\n',
          hint: 'Prometheus takes the carriage return for a part of the line. Send the text of metrics() as it is.',
        }),
      };
    }
    const isOpenMetrics = choice?.status === 'ok' && choice.format === 'openmetrics';
    return {
      fault: fail(
        'page-not-parsable',
        `${place} is not a page of metrics: line ${outcome.line}, ${shortened(outcome.message, 300)}.`,
        {
          expected: 'the exposition format',
          observed: shortened(line),
          hint: isOpenMetrics
            ? 'The Content-Type says OpenMetrics, and the text has another format: send register.contentType with the text of register.metrics().'
            : "Send the register's text as it is, and nothing before or after it.",
        },
      ),
    };
  }
  if (contentType === undefined) {
    return {
      fault: fail('content-type-missing', `${place} has no Content-Type.`, {
        expected: 'text/plain; version=0.0.4; charset=utf-8',
        observed: 'no such header',
        hint: contentTypeHint,
      }),
    };
  }
  if (!hasGoodType) {
    return {
      fault: fail('content-type-wrong', `${place} has the Content-Type ${shortened(contentType)}.`, {
        expected: 'text/plain; version=0.0.4; charset=utf-8',
        observed: shortened(contentType),
        hint: contentTypeHint,
      }),
    };
  }
  return { page: outcome };
}
