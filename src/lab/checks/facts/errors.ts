// Why a check cannot continue for a reason that is not the learner's: errors that the session makes `blocked`.
import type { ConnectionFault } from '../../model/connection-fault.ts';
import { labErrors } from '../../model/errors.ts';

/** The parameters of each. */
export interface CheckErrors {
  /** The course asks for something that cannot be judged. */
  'bad-check/field-missing': { readonly field: string };
  'bad-check/no-such-port': { readonly name: string };
  /** `code`: the system's (`EMFILE`). */
  'cannot-connect': { readonly address: string; readonly code: string; readonly fault: ConnectionFault };
  /** `request`: `GET /cart`. */
  'answer-awaited': { readonly request: string; readonly afterMs: number };
  'app-busy': { readonly afterMs: number };
}

export const checkError = labErrors<CheckErrors>();
