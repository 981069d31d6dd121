// The JSON around every response of /api/v1: status, data, errorType, error, warnings, infos.
import type { ApiError } from './error.ts';
import type { Reply } from './route.ts';

const JSON_TYPE = 'application/json';

export interface Notes {
  readonly warnings?: readonly string[];
  readonly infos?: readonly string[];
}

/** A success whose data is a plain value. */
export function success(data: unknown, notes: Notes = {}): Reply {
  return {
    status: 200,
    contentType: JSON_TYPE,
    body: JSON.stringify({ status: 'success', data, ...present(notes) }),
  };
}

/** A success whose data comes as pieces of JSON, so that a large result never is one string. */
export function successStream(data: Iterable<string | Uint8Array>, notes: Notes = {}): Reply {
  return { status: 200, contentType: JSON_TYPE, body: enveloped(data, notes) };
}

/** The response to a failed request. */
export function failure(error: ApiError): Reply {
  const body = JSON.stringify({ status: 'error', errorType: error.kind, error: error.message });
  return { status: error.status, contentType: JSON_TYPE, body };
}

function* enveloped(data: Iterable<string | Uint8Array>, notes: Notes): Generator<string | Uint8Array> {
  yield '{"status":"success","data":';
  yield* data;
  const rest = JSON.stringify(present(notes)).slice(1);
  yield rest === '}' ? rest : `,${rest}`;
}

function present(notes: Notes): Notes {
  return {
    ...(notes.warnings?.length ? { warnings: notes.warnings } : {}),
    ...(notes.infos?.length ? { infos: notes.infos } : {}),
  };
}
