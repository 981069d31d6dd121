// Why a check cannot continue for a reason that is not the learner's: errors that the session makes `blocked`.
import type { ConnectionFault } from '../../model/faults/connection.ts';
import { labErrors } from '../../model/errors.ts';

/** The parameters of each. */
export interface CheckErrors {
  /** The course asks for something that cannot be judged. */
  'bad-check/field-missing': { readonly field: string };
  /** The series of a world, a timeline or an incident cannot be read. `said`: what is wrong with the line of its `load`. */
  'bad-check/load': { readonly name: string; readonly line: number; readonly said: string };
  'bad-check/load-too-long': { readonly name: string };
  /** The reference query has no answer in a world, or one that nothing can be compared with; `said`: Prometheus's words. */
  'bad-check/reference': { readonly name: string; readonly said: string | undefined };
  'bad-check/no-such-port': { readonly name: string };
  /** `said`: Prometheus's words; undefined where it gives no single number, or asks for too much. */
  'bad-check/query': { readonly query: string; readonly said: string | undefined };
  /** `code`: the system's (`EMFILE`). */
  'cannot-connect': { readonly address: string; readonly code: string; readonly fault: ConnectionFault };
  /** `request`: `GET /cart`. */
  'answer-awaited': { readonly request: string; readonly afterMs: number };
  'app-busy': { readonly afterMs: number };
}

export const checkError = labErrors<CheckErrors>();
