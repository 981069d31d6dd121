// What went wrong between the lab and a Prometheus, as LabErrors: one sentence, a stable code, a way out. Pure.
import { LabError } from '../../model/errors.ts';
import type { ExchangeOutcome } from './http-exchange.ts';

type NoAnswer = Exclude<ExchangeOutcome, { status: 'answered' }>;
type Answer = Extract<ExchangeOutcome, { status: 'answered' }>;

/** The LabError for a request that got no answer. */
export function faultOfNoAnswer(outcome: NoAnswer, url: string, timeoutMs: number): LabError {
  if (outcome.status === 'timed-out') {
    return new LabError(
      'prometheus-timeout',
      `Prometheus at ${url} gave no answer within ${timeoutMs / 1000} s.`,
      {
        hint: 'It may be busy or stopped: try again, or restart it.',
      },
    );
  }
  if (outcome.status === 'too-large') {
    return notAPrometheus(url, `its answer is larger than ${outcome.limitBytes / 1024 / 1024} MB`);
  }
  return faultOfConnection(outcome.code, outcome.error, url);
}

function faultOfConnection(code: string, error: Error, url: string): LabError {
  // HPE_*: node's parser met bytes that are no HTTP; EPROTO and ERR_SSL_*: https spoken to a server without it.
  if (code.startsWith('HPE_')) return notAPrometheus(url, 'what it says is not HTTP', error);
  if (code === 'EPROTO' || code.startsWith('ERR_SSL_')) {
    return new LabError('prometheus-unreachable', `${url} does not speak https.`, {
      hint: 'Try the address with http:// instead.',
      cause: error,
    });
  }
  const reason = REASONS[code] ?? (code === '' ? error.message : code);
  return new LabError('prometheus-unreachable', `No Prometheus answers at ${url}: ${reason}.`, {
    hint: 'Start Prometheus, or check the address and port.',
    cause: error,
  });
}

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ECONNRESET: 'the connection was closed before the answer',
  ENOTFOUND: 'there is no host of that name',
  EAI_AGAIN: 'the name of the host cannot be looked up now',
  EHOSTUNREACH: 'the host cannot be reached',
  ENETUNREACH: 'the network cannot be reached',
  ETIMEDOUT: 'the host does not answer',
  CERT_HAS_EXPIRED: 'its certificate has expired',
};

/** The LabError for an answer that cannot be one of a ready Prometheus's API, whatever was asked. */
export function faultOfAnswer(answer: Answer, url: string): LabError {
  const { httpStatus } = answer;
  if (httpStatus === 503) return notReady(url);
  if (httpStatus === 401 || httpStatus === 403) {
    return new LabError('prometheus-unauthorized', `${url} refuses the lab (it answers ${httpStatus}).`, {
      hint: 'If it needs a name and password, give them in the address: http://NAME:PASSWORD@HOST:PORT',
    });
  }
  return notAPrometheus(url, `it answers ${httpStatus} with ${answer.contentType || 'no content type'}`);
}

/** The LabError for a Prometheus that still starts, or that is overloaded. */
function notReady(url: string): LabError {
  return new LabError('prometheus-not-ready', `Prometheus at ${url} is not ready yet (it answers 503).`, {
    hint: 'It may still be starting: wait a moment and try again.',
  });
}

/** The LabError for another program on Prometheus's port. */
export function notAPrometheus(url: string, observed: string, cause?: unknown): LabError {
  return new LabError(
    'not-a-prometheus',
    `Something answers at ${url}, but it is not a Prometheus: ${observed}.`,
    {
      hint: 'Another program holds this port: give the address of your Prometheus, or end that program.',
      cause,
    },
  );
}

/** The LabError for `{"status":"error"}`: Prometheus understood the request and says what is wrong. */
export function faultOfApiError(
  { errorType, error: message }: { readonly errorType: string; readonly error: string },
  httpStatus: number,
  url: string,
): LabError {
  if (httpStatus === 501) {
    return new LabError('prometheus-unsupported', message);
  }
  // A limit of the server is no mistake in the query.
  if (errorType === 'execution' && message.includes('too many samples')) return tooHeavy(message);
  if (errorType === 'unavailable' && message.startsWith('too many ')) {
    return new LabError('prometheus-not-ready', `Prometheus at ${url} is busy: ${message}.`, {
      hint: 'Try again, or restart it.',
    });
  }
  // `execution` is what the engine calls a query that parses and cannot be evaluated (many-to-many matching).
  if (errorType === 'bad_data' || errorType === 'execution') {
    return new LabError('bad-query', message.replace(/^invalid parameter "query": /, ''));
  }
  if (errorType === 'unavailable') return notReady(url);
  if (errorType === 'timeout' || errorType === 'canceled') {
    return tooHeavy(message);
  }
  return new LabError('prometheus-error', `Prometheus reports a fault of its own: ${message}`);
}

/** The LabError for a query that reached a limit of the server. */
function tooHeavy(message: string): LabError {
  return new LabError('query-timeout', `Prometheus gave up on the query: ${message}`, {
    hint: 'Ask for a shorter range, or for fewer series.',
  });
}
