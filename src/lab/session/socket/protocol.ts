// The session socket's words: one POST a call, answered by lines of JSON: events first, then the result or the error.
import type { Fact } from '../../model/verdict.ts';
import type { SessionEvent } from '../contract/events.ts';

/** The header that names the workspace which a call is meant for, and in an answer the one that it comes from. */
export const FOLDER_HEADER = 'x-ecom-lab-folder';

/** A line without news is sent this often, so that a session that is stopped is told from one that works. */
export const ALIVE_EVERY_MS = 2_000;

/** The largest request body, in bytes: far more than any call needs. */
export const MAX_CALL_BYTES = 64 * 1024;

export type CallLine =
  | { readonly alive: true }
  | { readonly event: SessionEvent }
  | { readonly result: unknown }
  | {
      readonly error: { readonly code: string; readonly fact: Fact };
    };
