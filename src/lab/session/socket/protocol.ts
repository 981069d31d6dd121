// The session socket's words: one POST a call, answered by lines of JSON: events first, then the result or the error.
import type { Fact } from '../../model/verdict.ts';
import { sessionError } from '../contract/errors.ts';
import type { SessionEvent } from '../contract/events.ts';
import type { SessionCall, SessionCalls } from '../contract/calls.ts';

/** The header that names the workspace which a call is meant for, and in an answer the one that it comes from. */
export const FOLDER_HEADER = 'x-ecom-lab-folder';

/** A line without news is sent this often, so that a session that is stopped is told from one that works. */
export const ALIVE_EVERY_MS = 2_000;

/** The largest request body, in bytes: far more than any call needs. */
export const MAX_CALL_BYTES = 64 * 1024;

export interface CallRequest {
  readonly name: SessionCall;
  readonly params: Readonly<Record<string, unknown>>;
}

export type CallLine =
  | { readonly alive: true }
  | { readonly event: SessionEvent }
  | { readonly result: unknown }
  | {
      readonly error: { readonly code: string; readonly fact: Fact };
    };

type ParamKind = 'string' | 'number';
const CALLS: {
  readonly [C in SessionCall]: Readonly<Record<keyof SessionCalls[C]['params'] & string, ParamKind>>;
} = {
  state: {},
  check: { step: 'string', answer: 'string' },
  hint: { step: 'string' },
  apply: { step: 'string' },
  diff: { step: 'string' },
  reset: { step: 'string' },
  restart: { what: 'string' },
  traffic: { scenario: 'string' },
  query: { promql: 'string', rangeSeconds: 'number' },
  log: { lines: 'number' },
};
const REQUIRED: Partial<Readonly<Record<SessionCall, readonly string[]>>> = {
  restart: ['what'],
  query: ['promql'],
  log: ['lines'],
};

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Reads a call from a request body. Throws a LabError `bad-call` that names what is wrong with it. */
export function parseCall(text: string): CallRequest {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw sessionError('bad-call/not-json', {}, cause);
  }
  if (!isObject(value) || typeof value['name'] !== 'string') throw sessionError('bad-call/no-call', {});
  const { name, params = {} } = value;
  if (!Object.hasOwn(CALLS, name)) throw sessionError('bad-call/unknown-call', { name: name.slice(0, 40) });
  const call = name as SessionCall;
  const kinds: Readonly<Record<string, ParamKind>> = CALLS[call];
  if (!isObject(params)) throw sessionError('bad-call/params', {});
  for (const [key, param] of Object.entries(params)) {
    const kind = Object.hasOwn(kinds, key) ? kinds[key] : undefined;
    if (kind === undefined) throw sessionError('bad-call/unknown-param', { call, param: key.slice(0, 40) });
    if (typeof param !== kind || (typeof param === 'number' && !Number.isFinite(param))) {
      throw sessionError('bad-call/param-type', { call, param: key, type: kind });
    }
  }
  for (const key of REQUIRED[call] ?? []) {
    if (params[key] === undefined) throw sessionError('bad-call/param-missing', { call, param: key });
  }
  if (call === 'restart' && params['what'] !== 'app' && params['what'] !== 'prometheus') {
    throw sessionError('bad-call/param-value', { call, values: ['app', 'prometheus'] });
  }
  return { name: call, params };
}
