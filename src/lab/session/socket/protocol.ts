// The session over HTTP: POST /call takes a call as JSON and responds with an answer; GET /events is an event stream.
import * as v from 'valibot';
import { count, fact, type Of } from '../contract/values.ts';

/** The header that names the workspace which a request is meant for, and in a response the one that it comes from. */
export const FOLDER_HEADER = 'x-ecom-lab-folder';

/** How often an event stream gives a sign of life, which a session that was stopped (Ctrl-Z) does not. */
export const ALIVE_EVERY_MS = 2_000;

/** The largest request body, in bytes: a file of the learner's, spelled as JSON. */
export const MAX_CALL_BYTES = 512 * 1024;

/** What becomes of a call. `id`: that of the call; `lastEvent`: that of the latest event when the call was over. */
const over = { id: v.exactOptional(v.string()), lastEvent: count };
export const answerSchema = v.union([
  v.object({ ...over, result: v.unknown() }),
  v.object({ ...over, error: v.object({ code: v.string(), fact }) }),
]);
export type CallAnswer = Of<typeof answerSchema>;
