// One HTTP request and its whole answer, on a connection of its own: a Prometheus that was restarted on its port is
// never asked over a socket of the old one. Knows nothing of Prometheus.
import { request as requestHttp, type IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import { startDeadline } from '../../model/deadline.ts';
import { errorCode } from '../../../system/error-code.ts';
import { readBody } from '../../../http/body.ts';

export interface ExchangeRequest {
  readonly url: URL;
  /** @default 'GET' */
  readonly method?: 'GET' | 'POST';
  /** Sent as an HTML form where present. */
  readonly form?: URLSearchParams;
  /** Longest time from asking to the last byte of the answer. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** An answer that came, or why none did. Rejects only with the caller's abort reason. */
export type ExchangeOutcome =
  | {
      readonly status: 'answered';
      readonly httpStatus: number;
      readonly contentType: string;
      readonly body: string;
    }
  | { readonly status: 'timed-out' }
  | { readonly status: 'too-large'; readonly limitBytes: number }
  | { readonly status: 'failed'; readonly code: string; readonly error: Error };

/** Larger than any answer the lab asks for; a program that streams without end is stopped here. */
const MAX_BODY_BYTES = 256 * 1024 * 1024;

/** Sends one request and reads its answer to the end. */
export async function exchange(options: ExchangeRequest): Promise<ExchangeOutcome> {
  options.signal.throwIfAborted();
  const deadline = startDeadline(options.signal, options.timeoutMs);
  try {
    return await send(options, deadline.signal);
  } catch (error) {
    options.signal.throwIfAborted();
    if (deadline.isOver) return { status: 'timed-out' };
    const failure = error instanceof Error ? error : new Error(String(error));
    // A host with several addresses fails with an AggregateError whose own code says enough.
    return { status: 'failed', code: errorCode(failure) ?? '', error: failure };
  } finally {
    deadline.clear();
  }
}

async function send(options: ExchangeRequest, signal: AbortSignal): Promise<ExchangeOutcome> {
  const { url } = options;
  const form = options.form?.toString();
  const headers: Record<string, string> = { accept: 'application/json, text/plain' };
  if (form !== undefined) headers['content-type'] = 'application/x-www-form-urlencoded';
  const incoming = await new Promise<IncomingMessage>((resolve, reject) => {
    const open = url.protocol === 'https:' ? requestHttps : requestHttp;
    // `agent: false` gives this request a socket of its own and closes it after the answer.
    open(url, { method: options.method ?? 'GET', headers, signal, agent: false }, resolve)
      .on('error', reject)
      .end(form);
  });
  const body = await readBody(incoming, MAX_BODY_BYTES);
  if (body === undefined) return { status: 'too-large', limitBytes: MAX_BODY_BYTES };
  return {
    status: 'answered',
    httpStatus: incoming.statusCode ?? 0,
    contentType: incoming.headers['content-type'] ?? '',
    body: body.toString(),
  };
}
