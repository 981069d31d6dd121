// What can be found about how a metric records outcomes: failures, missing pages, requests that were aborted. Facts, and
// the code of each. `words/en/verdicts/recording/outcomes.ts` words them.
import type { FailCode } from './codes.ts';
import type { Labels } from './labels.ts';

/** A request in a series of a success, or of no outcome at all. */
interface WrongOutcome {
  readonly metric: string;
  /** `GET /cart` */
  readonly endpoint: string;
  /** The label that holds the status. */
  readonly name: string;
  readonly wanted: Labels;
  readonly found: Labels;
}

/** The parameters of each mistake. Endpoints are written `GET /cart`. */
export interface OutcomeFacts {
  /** Neither failures nor missing pages are recorded. */
  'outcome-successes-only': { readonly metric: string; readonly silent: readonly string[] };
  'outcome-failures-missing': { readonly metric: string; readonly silent: readonly string[] };
  'outcome-missing-pages-missing': { readonly metric: string; readonly silent: readonly string[] };
  /** The request is recorded while the store still holds it. */
  'outcome-at-start': WrongOutcome;
  /** All have the status that a response begins with. */
  'outcome-status-too-early': WrongOutcome;
  /** Failures have the status of a success; others have theirs. */
  'outcome-failure-as-success': WrongOutcome;
  'outcome-merged': {
    readonly metric: string;
    readonly name: string;
    readonly value: string;
    readonly endpoints: readonly string[];
  };
  'outcome-raw-path': { readonly metric: string; readonly name: string; readonly values: readonly string[] };
  'outcome-aborted-as-success': WrongOutcome;
  'outcome-aborted-twice': { readonly metric: string; readonly sent: number; readonly recorded: number };
  'outcome-aborted-missing': { readonly metric: string; readonly sent: number; readonly recorded: number };
}

export const outcomeFactCodes = {
  'outcome-successes-only': 'successes-only',
  'outcome-failures-missing': 'failures-not-counted',
  'outcome-missing-pages-missing': 'missing-pages-not-counted',
  'outcome-at-start': 'counted-at-start',
  'outcome-status-too-early': 'status-read-early',
  'outcome-failure-as-success': 'failure-as-success',
  'outcome-merged': 'outcomes-merged',
  'outcome-raw-path': 'raw-path',
  'outcome-aborted-as-success': 'aborted-as-success',
  'outcome-aborted-twice': 'counted-twice',
  'outcome-aborted-missing': 'aborted-not-counted',
} as const satisfies Record<keyof OutcomeFacts, FailCode>;
