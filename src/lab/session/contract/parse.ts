// Checks what arrives over HTTP: calls from any client, and results from what may be another program on the session's port.
import * as v from 'valibot';
import type { LabError } from '../../model/errors.ts';
import { sessionError } from './errors.ts';
import { CALLS, type SessionCall, type SessionCalls } from './calls.ts';
import { isObject } from '../../../json.ts';

export interface CallRequest<C extends SessionCall = SessionCall> {
  /** Chosen by the client, for the events that the call causes. */
  readonly id?: string;
  readonly name: C;
  readonly params: SessionCalls[C]['params'];
}

const LONGEST_ID = 100;

const isCall = (name: string): name is SessionCall => Object.hasOwn(CALLS, name);

/** Reads a call from a request body. Throws a LabError `bad-call` that names what is wrong with it. */
export function parseCall(text: string): CallRequest {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw sessionError('bad-call/not-json', {}, cause);
  }
  if (!isObject(value) || typeof value['name'] !== 'string') throw sessionError('bad-call/no-call', {});
  const { id, name, params = {} } = value;
  const isId = id === undefined || (typeof id === 'string' && id.length <= LONGEST_ID);
  if (!isId) throw sessionError('bad-call/no-call', {});
  if (!isCall(name)) throw sessionError('bad-call/unknown-call', { name: name.slice(0, 40) });
  if (!isObject(params)) throw sessionError('bad-call/params', {});
  const schema: v.ObjectSchema<v.ObjectEntries, undefined> = CALLS[name].params;
  for (const key of Object.keys(params))
    if (!Object.hasOwn(schema.entries, key))
      throw sessionError('bad-call/unknown-param', { call: name, param: key.slice(0, 40) });
  const read = v.safeParse(schema, params, { abortEarly: true });
  if (!read.success) throw badParam(name, schema, read.issues[0]);
  return { ...(id === undefined ? {} : { id }), name, params: read.output };
}

function badParam(
  call: SessionCall,
  { entries }: v.ObjectSchema<v.ObjectEntries, undefined>,
  issue: v.BaseIssue<unknown>,
): LabError {
  const param = String(issue.path?.[0]?.key);
  if (issue.type === 'object') return sessionError('bad-call/param-missing', { call, param });
  const schema = entries[param];
  if (schema !== undefined && 'options' in schema && Array.isArray(schema.options))
    return sessionError('bad-call/param-value', { call, values: schema.options.map(String) });
  const type = issue.type === 'finite' ? 'number' : issue.type;
  return sessionError('bad-call/param-type', { call, param, type });
}

/** Whether a value is the result of a call. */
export const isResultOf = <C extends SessionCall>(
  name: C,
  value: unknown,
): value is SessionCalls[C]['result'] => v.is(CALLS[name].result, value);
