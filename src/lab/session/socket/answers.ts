// What a session's answers look like, checked by the side that receives them: another program may have got its port.
import * as v from 'valibot';
import { eventSchema } from '../contract/events.ts';
import { fact } from '../contract/values.ts';
import type { CallLine } from './protocol.ts';

const line = v.union([
  v.strictObject({ alive: v.literal(true) }),
  v.strictObject({ event: eventSchema }),
  v.strictObject({ result: v.unknown() }),
  v.strictObject({ error: v.object({ code: v.string(), fact }) }),
]);

/** A line of an answer, undefined where no session writes such a line. */
export function parseLine(text: string): CallLine | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  return v.is(line, value) ? (value as CallLine) : undefined;
}
