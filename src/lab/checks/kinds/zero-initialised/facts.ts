// What only a check of the kind zero-initialised finds. `words/en/verdicts/` words it.
import type { Labels } from '../../facts/labels.ts';
import { verdictsOf } from '../../facts/verdicts.ts';

/** Series that should be there with 0, and those of the metric that are there. */
interface Missing {
  readonly metric: string;
  readonly missing: readonly Labels[];
  readonly found: readonly Labels[];
}

/** The parameters of each mistake. */
export interface ZeroInitialisedFails {
  /** None of them is there. */
  'zeros-absent': Missing;
  /** They come with the first request. */
  'zeros-made-by-request': Missing;
  'zeros-for-some': Missing;
  /** A series is there that has 0, but not all of the labels, or no value for one. */
  'zeros-without-labels': Missing & { readonly names: readonly string[] };
  'zeros-not-zero': { readonly metric: string; readonly labels: Labels; readonly value: number };
  /** The first failure is counted in another series. */
  'zeros-in-other-series': {
    readonly metric: string;
    readonly endpoint: string;
    readonly wanted: Labels;
    readonly found: readonly Labels[];
  };
  'zeros-first-failure': {
    readonly metric: string;
    readonly endpoint: string;
    readonly labels: Labels;
    readonly value: number;
  };
}

/** What is right: the parameters of each. */
export interface ZeroInitialisedPasses {
  'zeros-there': { readonly metric: string; readonly series: number };
}

export const verdicts = verdictsOf<ZeroInitialisedPasses, ZeroInitialisedFails>({
  'zeros-absent': 'not-initialised',
  'zeros-made-by-request': 'initialised-by-request',
  'zeros-for-some': 'partly-initialised',
  'zeros-without-labels': 'initialised-without-labels',
  'zeros-not-zero': 'starts-above-zero',
  'zeros-in-other-series': 'initialised-other-series',
  'zeros-first-failure': 'first-failure-lost',
});
export const { passed, failed } = verdicts;
