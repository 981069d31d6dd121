// Why a request failed, in the words that a Prometheus would use: learners look these sentences up.

/** The request that failed. */
export interface FailedRequest {
  /** As Go writes it in its errors. */
  readonly method: 'Get' | 'Post';
  readonly url: string;
  /** Which part of the request went wrong. */
  readonly phase: 'request' | 'body';
  /** What could cancel it; a `TimeoutError` as its reason says that a deadline has passed. */
  readonly signal: AbortSignal;
}

const CONNECT_REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  EHOSTUNREACH: 'no route to host',
  ENETUNREACH: 'network is unreachable',
  ETIMEDOUT: 'connection timed out',
  EADDRNOTAVAIL: 'cannot assign requested address',
};

interface NetworkFacts {
  readonly code: string;
  readonly address: string | undefined;
  readonly port: number | undefined;
  readonly hostname: string | undefined;
}

/** What Go's HTTP client says of it: the sentence for `lastError` of a target, among others. */
export function faultMessage(request: FailedRequest, error: Error): string {
  const { method, url, phase, signal } = request;
  const words = signal.aborted ? aborted(signal) : reason(error, phase);
  return phase === 'body' ? words : `${method} "${url}": ${words}`;
}

function aborted(signal: AbortSignal): string {
  const isDeadline = signal.reason instanceof Error && signal.reason.name === 'TimeoutError';
  return isDeadline ? 'context deadline exceeded' : 'context canceled';
}

function reason(error: Error, phase: FailedRequest['phase']): string {
  const facts = factsOf(error);
  if (phase === 'request') return requestReason(facts, error);
  return facts.code === 'ECONNRESET' ? 'unexpected EOF' : error.message;
}

function requestReason({ code, address, port, hostname }: NetworkFacts, error: Error): string {
  const connect = CONNECT_REASONS[code];
  if (connect !== undefined) {
    const host = address?.includes(':') === true ? `[${address}]` : (address ?? '');
    return `dial tcp ${host}:${port ?? ''}: connect: ${connect}`;
  }
  if (code === 'ENOTFOUND') return `dial tcp: lookup ${hostname ?? ''}: no such host`;
  if (code === 'EAI_AGAIN') return `dial tcp: lookup ${hostname ?? ''}: Temporary failure in name resolution`;
  if (code === 'ECONNRESET') {
    return error.message === 'socket hang up' ? 'EOF' : 'read: connection reset by peer';
  }
  if (code.startsWith('HPE_')) {
    return `net/http: HTTP/1.x transport connection broken: malformed HTTP response (${error.message})`;
  }
  if (code === 'EPROTO') return `tls: first record does not look like a TLS handshake`;
  return error.message;
}

/** Of several failed addresses the IPv4 one is told: it is the one that learners type. */
function factsOf(error: Error): NetworkFacts {
  const all: unknown[] = error instanceof AggregateError ? error.errors : [error];
  const facts = all.map((one) => ({
    code: textOf(one, 'code') ?? '',
    address: textOf(one, 'address'),
    port: numberOf(one, 'port'),
    hostname: textOf(one, 'hostname'),
  }));
  const chosen = facts.find(({ address }) => address?.includes('.') === true) ?? facts[0];
  return chosen ?? { code: '', address: undefined, port: undefined, hostname: undefined };
}

function textOf(value: unknown, name: string): string | undefined {
  const found = propertyOf(value, name);
  return typeof found === 'string' ? found : undefined;
}

function numberOf(value: unknown, name: string): number | undefined {
  const found = propertyOf(value, name);
  return typeof found === 'number' ? found : undefined;
}

function propertyOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return (value as Readonly<Record<string, unknown>>)[name];
}
