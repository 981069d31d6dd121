// What the evaluation of a rule writes, and what came of writing it.
import type { Labels, TimestampMs } from '../../model/samples.ts';
import type { RuleSample } from './rule.ts';

/** The samples of one rule at one moment, and the series that have a stale marker then. */
export interface RuleBatch {
  readonly timeMs: TimestampMs;
  readonly samples: readonly RuleSample[];
  readonly stale: readonly Labels[];
}

/** The samples that were not written, by reason; markers are not counted. */
export type BatchOutcome =
  | {
      readonly status: 'stored';
      readonly outOfOrder: number;
      readonly duplicates: number;
      readonly outOfBounds: number;
    }
  /** Nothing was written. */
  | { readonly status: 'full'; readonly message: string };
