// What only a check of the kind requests-counted finds. `words/en/verdicts/` words it.
import type { FactOf } from '../../../model/verdict.ts';
import type { Labels, SeriesGain } from '../../facts/labels.ts';
import { verdictsOf } from '../../facts/verdicts.ts';
import type { ClientErrors } from '../../../runtimes/contract/program-errors.ts';

/** How much one request to an endpoint added, and how much it should have. */
export interface Gain {
  /** `GET /cart` */
  readonly endpoint: string;
  readonly adds: number;
  readonly gained: number;
}

interface Gains {
  readonly metric: string;
  /** Of the endpoints that are not counted as they should be. */
  readonly gains: readonly Gain[];
}

/** An error that the app printed where a request was not counted. */
export interface PrintedFact {
  readonly error: string;
  /** `main.ts:20` */
  readonly at?: string | undefined;
  /** The error of the client, where it is a known one. */
  readonly known?: FactOf<ClientErrors> | undefined;
}

/** The parameters of each mistake. Endpoints are written `GET /cart`. */
export interface RequestsCountedFails {
  'gains-negative': Gains & { readonly endpoints: readonly string[] };
  'gains-of-others-only': Gains & { readonly counted: readonly string[]; readonly silent: readonly string[] };
  'gains-none': Gains & { readonly printed?: PrintedFact };
  'gains-uneven': Gains;
  'gains-missing': Gains & {
    readonly endpoints: readonly string[];
    /** Whether nothing but the path `/` is left out. */
    readonly isRootAlone: boolean;
    readonly printed?: PrintedFact;
  };
  'gains-unwanted': Gains & { readonly endpoints: readonly string[] };
  'gains-twice': Gains & { readonly endpoints: readonly string[] };
  'gains-too-small': Gains & { readonly endpoints: readonly string[] };
  'gains-other-amount': Gains & { readonly endpoints: readonly string[] };
  'total-uneven': { readonly metric: string; readonly wanted: number; readonly gained: number };
  'first-of-a-kind-only': { readonly metric: string; readonly sent: number; readonly counted: number };
  'timer-lowers': { readonly metric: string; readonly labels: Labels; readonly change: number };
  'timer-raises': { readonly metric: string; readonly labels: Labels; readonly change: number };
  'timer-doubles': { readonly metric: string; readonly atOnce: number; readonly later: number };
  'timer-counts-again': { readonly metric: string; readonly atOnce: number; readonly later: number };
  'overlap-total': { readonly metric: string; readonly wanted: number; readonly gained: readonly number[] };
  'overlap-series': {
    readonly metric: string;
    readonly wanted: readonly SeriesGain[];
    readonly gained: readonly SeriesGain[];
  };
  'removed-from-registry': { readonly metric: string };
  'created-by-request': { readonly metric: string };
}

/** What is right: the parameters of each. */
export interface RequestsCountedPasses {
  /** `kinds` of requests are counted, `others` are rightly left out. */
  'counted-exactly': { readonly metric: string; readonly kinds: number; readonly others: number };
}

export const verdicts = verdictsOf<RequestsCountedPasses, RequestsCountedFails>({
  'gains-negative': 'counter-went-down',
  'gains-of-others-only': 'success-counted',
  'gains-none': 'never-counted',
  'gains-uneven': 'counted-wrong-amount',
  'gains-missing': 'endpoint-not-counted',
  'gains-unwanted': 'success-counted',
  'gains-twice': 'counted-twice',
  'gains-too-small': 'counted-wrong-amount',
  'gains-other-amount': 'counted-wrong-amount',
  'total-uneven': 'counted-wrong-amount',
  'first-of-a-kind-only': 'counted-wrong-amount',
  'timer-lowers': 'counter-went-down',
  'timer-raises': 'counted-wrong-amount',
  'timer-doubles': 'counted-twice',
  'timer-counts-again': 'counted-wrong-amount',
  'overlap-total': 'counted-wrong-amount',
  'overlap-series': 'counted-wrong-amount',
  'removed-from-registry': 'counter-went-down',
  'created-by-request': 'created-in-handler',
});
export const { passed, failed } = verdicts;
