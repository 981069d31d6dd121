// Says why traffic failed. Pure.
import { connectionFault, type ConnectionFault } from '../model/faults/connection.ts';
import { REQUEST_LIMIT_MS, type FailedRequest } from './send.ts';

/** Why requests got no response. */
export interface TrafficFault {
  readonly fault: ConnectionFault | AppFault | 'unknown';
  /** The error's code (`ECONNREFUSED`), and what it says. */
  readonly code: string;
  readonly said: string;
  /** `127.0.0.1:3000` */
  readonly host: string;
  /** How long a request may take. */
  readonly limitMs: number;
}

type AppFault = 'refused' | 'closed' | 'slow' | 'not-accepted' | 'not-http';

const APP_FAULTS: Readonly<Record<string, AppFault>> = {
  ECONNREFUSED: 'refused',
  ECONNRESET: 'closed',
  ECONNABORTED: 'closed',
  EPIPE: 'closed',
  UND_ERR_SOCKET: 'closed',
  UND_ERR_HEADERS_TIMEOUT: 'slow',
  UND_ERR_BODY_TIMEOUT: 'slow',
  UND_ERR_CONNECT_TIMEOUT: 'not-accepted',
  ETIMEDOUT: 'not-accepted',
};

function faultOf(code: string): TrafficFault['fault'] {
  if (Object.hasOwn(APP_FAULTS, code)) return APP_FAULTS[code] ?? 'unknown';
  // llhttp, the parser of Node: https://nodejs.org/api/errors.html (HPE_*).
  return connectionFault(code) ?? (code.startsWith('HPE_') ? 'not-http' : 'unknown');
}

/** The reason that most of the requests failed for; undefined if none failed. */
export function explainFailures(failed: readonly FailedRequest[], origin: string): TrafficFault | undefined {
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
  return { fault: faultOf(code), code, said: message, host, limitMs: REQUEST_LIMIT_MS };
}
