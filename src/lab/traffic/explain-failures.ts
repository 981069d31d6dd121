// Says why traffic failed, and what to do about it. Pure.
import { connectionFault } from '../model/connection-fault.ts';
import { REQUEST_LIMIT_MS, type FailedRequest } from './send.ts';

/** Why requests got no answer, for a person. */
export interface FailureText {
  /** A clause without its final full stop: `nothing listens on 127.0.0.1:3000 (ECONNREFUSED)`. */
  readonly reason: string;
  /** What to do, one sentence. */
  readonly hint: string;
}

const LIMIT = `${REQUEST_LIMIT_MS / 1000} s`;
const READ_OUTPUT = 'Read what the app printed last';

const CLOSED = {
  reason: 'the app closed the connection before it had answered',
  hint: `${READ_OUTPUT}: an error that ends the app closes its connections.`,
};
const SLOW = {
  reason: `the app did not answer within ${LIMIT}`,
  hint: 'Look for a handler that does not end its response.',
};
const NOT_TAKEN = {
  reason: `the app did not accept the connection within ${LIMIT}`,
  hint: 'Restart the app. If that does not help, see whether a firewall holds back connections to 127.0.0.1.',
};
const REFUSED = {
  reason: 'nothing listens there',
  hint: `${READ_OUTPUT}, and restart it.`,
};
const NOT_HTTP = {
  reason: 'what the app sent is not HTTP',
  hint: 'See whether something else than the HTTP server writes to the connection.',
};

const KNOWN: Readonly<Record<string, FailureText>> = {
  ECONNREFUSED: REFUSED,
  ECONNRESET: CLOSED,
  ECONNABORTED: CLOSED,
  EPIPE: CLOSED,
  UND_ERR_SOCKET: CLOSED,
  UND_ERR_HEADERS_TIMEOUT: SLOW,
  UND_ERR_BODY_TIMEOUT: SLOW,
  UND_ERR_CONNECT_TIMEOUT: NOT_TAKEN,
  ETIMEDOUT: NOT_TAKEN,
};

/** The reason that most of the requests failed for; undefined where none failed. */
export function explainFailures(failed: readonly FailedRequest[], origin: string): FailureText | undefined {
  const counts = new Map<string, { readonly first: FailedRequest; count: number }>();
  for (const one of failed) {
    const entry = counts.get(one.code) ?? { first: one, count: 0 };
    entry.count += 1;
    counts.set(one.code, entry);
  }
  const [most] = [...counts.values()].toSorted((a, b) => b.count - a.count);
  if (most === undefined) return undefined;
  const { code, message } = most.first;
  const { host } = new URL(origin);
  // llhttp, the parser of Node: https://nodejs.org/api/errors.html (HPE_*).
  const parsed = code.startsWith('HPE_') ? NOT_HTTP : undefined;
  const known = Object.hasOwn(KNOWN, code) ? KNOWN[code] : (connectionFault(code) ?? parsed);
  if (known !== undefined) return { reason: `${known.reason} (${code}, ${host})`, hint: known.hint };
  return {
    reason: `the connection to ${host} failed with ${message.includes(code) ? message : `${code}: ${message}`}`,
    hint: 'See whether a firewall, a security program or a VPN keeps Node from connecting to 127.0.0.1.',
  };
}
