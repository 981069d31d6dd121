// What only a check of the kind in-progress finds. `words/en/verdicts/` words it.
import { verdictsOf } from '../../facts/verdicts.ts';

/** What the gauge showed while only requests to one endpoint were held. */
export interface EndpointReading {
  /** `GET /cart` */
  readonly endpoint: string;
  readonly held: number;
  readonly raised: number;
}

/** How requests ended; `not-found`: they asked for a page that does not exist. */
export type End = 'answered' | 'aborted' | 'failed' | 'not-found';

/** Why a gauge is below 0: raised under other labels than it is lowered under, lowered twice, or never raised. */
export type BelowZero = 'other-labels' | 'lowered-twice' | 'never-raised';

interface Value {
  readonly metric: string;
  readonly value: number;
}

interface Held {
  readonly metric: string;
  readonly readings: readonly EndpointReading[];
}

/** What is left after so many requests have ended. */
interface Left extends Value {
  readonly requests: number;
}

/** The parameters of each mistake. */
export interface InProgressFails {
  'gauge-not-zero-at-rest': Value;
  'gauge-below-zero-at-rest': Value & { readonly reason: BelowZero };
  'gauge-below-zero-held': Held;
  'gauge-below-zero-after': Left & { readonly end: End; readonly reason: BelowZero };
  'gauge-zero-again': Held;
  'gauge-never-raised': Held;
  'gauge-misses-endpoints': Held & { readonly endpoints: readonly string[] };
  'gauge-raised-twice': Held & { readonly endpoints: readonly string[] };
  'gauge-other-number': Held;
  /** The total is wrong, though each endpoint alone is right. */
  'gauge-other-total': { readonly metric: string; readonly held: number; readonly raised: number };
  'gauge-lowered-by-timer': Value & { readonly open: number; readonly later: number };
  /** It stays at 0 until a timer fires. */
  'gauge-raised-by-timer': Value & { readonly open: number; readonly later: number };
  /** It shows another number until a timer fires. */
  'gauge-set-by-timer': Value & { readonly open: number; readonly later: number };
  'gauge-holds-duration': Left;
  'gauge-forgets-others': Value & { readonly open: number };
  'gauge-keeps-one-over': Value & { readonly open: number };
  'gauge-lowered-late': Left;
  'gauge-not-lowered': Left;
  'gauge-lowered-for-some': Left;
  'gauge-leaks-on-abort': Left;
  'gauge-leaks-on-error': Left;
  'gauge-leaks-on-missing-page': Left;
  /** An endpoint responded while every call of the store was held. */
  'store-skipped': Readonly<Record<string, never>>;
}

/** What is right: the parameters of each. */
export interface InProgressPasses {
  'gauge-follows': { readonly metric: string; readonly requests: number };
}

export const verdicts = verdictsOf<InProgressPasses, InProgressFails>({
  'gauge-not-zero-at-rest': 'never-lowered',
  'gauge-below-zero-at-rest': 'goes-negative',
  'gauge-below-zero-held': 'goes-negative',
  'gauge-below-zero-after': 'goes-negative',
  'gauge-zero-again': 'lowered-too-early',
  'gauge-never-raised': 'never-registered',
  'gauge-misses-endpoints': 'raised-for-some',
  'gauge-raised-twice': 'raised-twice',
  'gauge-other-number': 'wrong-in-progress-count',
  'gauge-other-total': 'wrong-in-progress-count',
  'gauge-lowered-by-timer': 'lowered-too-early',
  'gauge-raised-by-timer': 'never-registered',
  'gauge-set-by-timer': 'wrong-in-progress-count',
  'gauge-holds-duration': 'wrong-in-progress-count',
  'gauge-forgets-others': 'lowered-too-early',
  'gauge-keeps-one-over': 'wrong-in-progress-count',
  'gauge-lowered-late': 'wrong-in-progress-count',
  'gauge-not-lowered': 'never-lowered',
  'gauge-lowered-for-some': 'lowered-for-some',
  'gauge-leaks-on-abort': 'leaks-on-abort',
  'gauge-leaks-on-error': 'leaks-on-error',
  'gauge-leaks-on-missing-page': 'lowered-for-some',
  'store-skipped': 'store-not-awaited',
});
export const { passed, failed } = verdicts;
