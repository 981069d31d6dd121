// What went wrong between the lab and a Prometheus, as LabErrors. Pure.
import type { LabError } from '../../model/errors.ts';
import { prometheusError } from '../facts/errors.ts';
import type { ExchangeOutcome } from './http-exchange.ts';

type NoAnswer = Exclude<ExchangeOutcome, { status: 'answered' }>;
type Answer = Extract<ExchangeOutcome, { status: 'answered' }>;

/** The LabError for a request that got no response. */
export function faultOfNoAnswer(outcome: NoAnswer, url: string, timeoutMs: number): LabError {
  if (outcome.status === 'timed-out')
    return prometheusError('prometheus-timeout', { url, afterMs: timeoutMs });
  if (outcome.status === 'too-large')
    return prometheusError('not-a-prometheus/too-large', { url, limitBytes: outcome.limitBytes });
  return faultOfConnection(outcome.code, outcome.error, url);
}

function faultOfConnection(code: string, error: Error, url: string): LabError {
  // HPE_*: node's parser met bytes that are no HTTP; EPROTO and ERR_SSL_*: https spoken to a server without it.
  if (code.startsWith('HPE_')) return prometheusError('not-a-prometheus/no-http', { url }, error);
  if (code === 'EPROTO' || code.startsWith('ERR_SSL_'))
    return prometheusError('prometheus-unreachable/no-https', { url }, error);
  return prometheusError('prometheus-unreachable', { url, code, said: error.message }, error);
}

/** The LabError for a response that cannot be one of a ready Prometheus's API, whatever was asked. */
export function faultOfAnswer({ httpStatus, contentType }: Answer, url: string): LabError {
  if (httpStatus === 503) return notReady(url);
  if (httpStatus === 401 || httpStatus === 403)
    return prometheusError('prometheus-unauthorized', { url, httpStatus });
  return prometheusError('not-a-prometheus/other-response', { url, httpStatus, contentType });
}

/** The LabError for a Prometheus that is still starting, or that is overloaded. */
const notReady = (url: string): LabError => prometheusError('prometheus-not-ready', { url });

/** The LabError for `{"status":"error"}`: Prometheus understood the request and says what is wrong. */
export function faultOfApiError(
  { errorType, error: said }: { readonly errorType: string; readonly error: string },
  httpStatus: number,
  url: string,
): LabError {
  if (httpStatus === 501) return prometheusError('prometheus-unsupported', { said });
  // A limit of the server is no mistake in the query.
  if (errorType === 'execution' && said.includes('too many samples'))
    return prometheusError('query-timeout', { said });
  if (errorType === 'unavailable' && said.startsWith('too many '))
    return prometheusError('prometheus-not-ready/busy', { url, said });
  // `execution` is what the engine calls a query that parses and cannot be evaluated (many-to-many matching).
  if (errorType === 'bad_data' || errorType === 'execution')
    return prometheusError('bad-query', { said: said.replace(/^invalid parameter "query": /, '') });
  if (errorType === 'unavailable') return notReady(url);
  if (errorType === 'timeout' || errorType === 'canceled') return prometheusError('query-timeout', { said });
  return prometheusError('prometheus-error', { said });
}
