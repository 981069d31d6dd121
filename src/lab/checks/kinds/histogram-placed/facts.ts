// What only a check of the kind histogram-placed finds. `words/en/verdicts/` words it.
import type { Labels } from '../../facts/labels.ts';
import { verdictsOf } from '../../facts/verdicts.ts';

/** How long a request took, and what was observed. */
interface Observed {
  readonly metric: string;
  /** `GET /cart` */
  readonly endpoint: string;
  /** In seconds. */
  readonly wanted: number;
  readonly found: number;
}

/** The parameters of each mistake. Endpoints are written `GET /cart`. */
export interface HistogramPlacedFails {
  'durations-never-observed': { readonly metric: string };
  /** Only requests that match no route are observed. */
  'durations-below-routes': { readonly metric: string };
  /** Already while the store holds the request. */
  'durations-too-early': { readonly metric: string; readonly endpoint: string };
  'durations-twice': { readonly metric: string; readonly endpoints: readonly string[] };
  'durations-missing': { readonly metric: string; readonly endpoints: readonly string[] };
  'durations-other-count': { readonly metric: string; readonly endpoint: string; readonly found: number };
  /** `factor`: how many of the unit make a second. */
  'durations-in-other-unit': Observed & { readonly factor: number };
  /** Hardly anything: the timer starts when the work is done. */
  'durations-started-late': Observed;
  'durations-differ': Observed;
  'durations-mixed-up': { readonly metric: string };
  'durations-without-boundary': {
    readonly metric: string;
    readonly boundary: number;
    readonly found: readonly string[];
  };
  'durations-in-other-bucket': {
    readonly metric: string;
    readonly boundary: number;
    readonly labels: Labels;
    readonly wanted: number;
    readonly found: number;
  };
  /** `le`: the bucket, as the page shows it. `requests`: how many of known lengths were sent; `wanted` are that short. */
  'buckets-differ': {
    readonly metric: string;
    readonly le: string;
    readonly requests: number;
    readonly wanted: number;
    readonly found: number;
  };
  /** `found`: the bounds in the order of the page. Requests are in buckets that are too narrow for them. */
  'buckets-unsorted': { readonly metric: string; readonly found: readonly string[] };
  'buckets-twice': { readonly metric: string; readonly bound: number; readonly found: readonly string[] };
  /** In seconds. Each bucket is right, and the sum is not: the values are rounded. */
  'durations-differ-together': {
    readonly metric: string;
    readonly requests: number;
    readonly wanted: number;
    readonly found: number;
  };
}

/** What is right: the parameters of each. */
export interface HistogramPlacedPasses {
  'durations-placed': { readonly metric: string; readonly requests: number };
}

export const verdicts = verdictsOf<HistogramPlacedPasses, HistogramPlacedFails>({
  'durations-never-observed': 'never-observed',
  'durations-below-routes': 'below-the-routes',
  'durations-too-early': 'observed-too-early',
  'durations-twice': 'observed-twice',
  'durations-missing': 'endpoint-not-observed',
  'durations-other-count': 'observed-twice',
  'durations-in-other-unit': 'wrong-time-unit',
  'durations-started-late': 'timer-started-late',
  'durations-differ': 'wrong-duration',
  'durations-mixed-up': 'timer-shared',
  'durations-without-boundary': 'boundary-missing',
  'durations-in-other-bucket': 'wrong-bucket',
  'buckets-differ': 'wrong-bucket',
  'buckets-unsorted': 'bounds-unsorted',
  'buckets-twice': 'bound-twice',
  'durations-differ-together': 'wrong-duration',
});
export const { passed, failed } = verdicts;
