// Reads what became of a request that got no whole answer.
import { errorCode } from '../../system/error-code.ts';

/** The code and message of a connection error, and whether the app may have seen the request all the same. */
export function readFailure(error: unknown): {
  readonly code: string;
  readonly message: string;
  readonly mayHaveArrived: boolean;
} {
  // Node tries every address of a name and reports the lot.
  const first: unknown = error instanceof AggregateError ? (error.errors[0] ?? error) : error;
  if (!(first instanceof Error)) return { code: 'unknown', message: String(first), mayHaveArrived: true };
  const code = errorCode(first) ?? first.name;
  return { code, message: first.message, mayHaveArrived: !NEVER_CONNECTED.has(code) };
}

const NEVER_CONNECTED = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);
