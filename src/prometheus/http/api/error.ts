// The errors of Prometheus's HTTP API: their kinds, their status codes, their wording for a wrong parameter.
import { PromqlError } from '../../promql/index.ts';

export type ApiErrorKind =
  | 'bad_data'
  | 'execution'
  | 'timeout'
  | 'canceled'
  | 'internal'
  | 'unavailable'
  | 'not_found'
  | 'not_implemented';

const statusByKind: Readonly<Record<ApiErrorKind, number>> = {
  bad_data: 400,
  execution: 422,
  timeout: 503,
  canceled: 503,
  internal: 500,
  unavailable: 503,
  not_found: 404,
  not_implemented: 501,
};

/** What a request gets as `errorType` and `error`, with the status code that Prometheus gives that kind. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly kind: ApiErrorKind;
  readonly status: number;

  constructor(kind: ApiErrorKind, message: string, status = statusByKind[kind]) {
    super(message);
    this.kind = kind;
    this.status = status;
  }
}

/** What a request gets whose handling threw this. Undefined for anything but the errors of a request: that is a bug. */
export function apiErrorOf(error: unknown): ApiError | undefined {
  if (error instanceof PromqlError) return new ApiError(error.kind, error.message);
  return error instanceof ApiError ? error : undefined;
}

/** A wrong parameter, in Prometheus's wording: `invalid parameter "step": …`. */
export function invalidParameter(name: string, reason: string): ApiError {
  return new ApiError('bad_data', `invalid parameter "${name}": ${reason}`);
}
