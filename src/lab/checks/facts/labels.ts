// What can be found about labels and their values: facts, and the code of each. `words/en/verdicts/labels.ts` words them.
import type { FailCode } from './codes.ts';

export type Labels = Readonly<Record<string, string>>;

/** What a series gained. */
export interface SeriesGain {
  readonly labels: Labels;
  readonly value: number;
}

/** A part of a request that differs from visitor to visitor. */
export type VisitPart =
  | 'path'
  | 'query'
  | 'body'
  | 'host'
  | 'agent'
  | 'referer'
  | 'language'
  | 'accept'
  | 'cookie'
  | 'id'
  | 'address'
  | 'url';

/** The labels that a request should be counted under, and those of the series that it is counted in. */
interface Counted {
  readonly metric: string;
  readonly wanted: Labels;
  readonly found: Labels;
}

/** The parameters of each mistake. Endpoints are written `GET /cart`. */
export interface LabelFacts {
  'counted-with-and-without-labels': {
    readonly metric: string;
    readonly endpoint: string;
    readonly wanted: Labels;
    readonly gained: readonly SeriesGain[];
  };
  'counted-without-labels': {
    readonly metric: string;
    readonly endpoints: readonly string[];
    /** The names of the labels that the step asks for. */
    readonly names: readonly string[];
    readonly wanted: Labels;
    readonly gained: readonly SeriesGain[];
  };
  'counted-without-some-labels': Counted & { readonly endpoint: string; readonly missing: readonly string[] };
  'label-of-another-name': Counted & { readonly name: string; readonly meant: string };
  'label-spelled-two-ways': {
    readonly metric: string;
    readonly name: string;
    readonly values: readonly [string, string];
  };
  'counted-in-several-series': {
    readonly metric: string;
    readonly endpoint: string;
    readonly wanted: Labels;
    readonly found: readonly Labels[];
  };
  'label-value-differs': {
    readonly metric: string;
    readonly endpoint: string;
    /** Label -> its value, for the labels that differ. */
    readonly values: Labels;
    /** Whether one of the values is the text of a function. */
    readonly isFunction: boolean;
    readonly wanted: Labels;
    readonly found: readonly Labels[];
  };
  'label-value-missing': Counted & {
    readonly endpoint: string;
    readonly name: string;
    readonly value: string;
  };
  'label-values-swapped': Counted & { readonly names: readonly [string, string] };
  'label-holds-pattern': Counted & { readonly name: string; readonly value: string };
  'label-holds-url': { readonly name: string; readonly wanted: string; readonly value: string };
  'label-grows': {
    readonly metric: string;
    readonly name: string;
    /** Why it never runs out of values; `repeats`: it holds a part of what the visitor sends. */
    readonly reason: 'time' | 'each-request' | { readonly repeats: VisitPart };
    /** Series that show it, a few. */
    readonly examples: readonly Labels[];
  };
}

export const labelFactCodes = {
  'counted-with-and-without-labels': 'unlabelled-leftover',
  'counted-without-labels': 'not-labelled',
  'counted-without-some-labels': 'label-missing',
  'label-of-another-name': 'label-misnamed',
  'label-spelled-two-ways': 'label-inconsistent',
  'counted-in-several-series': 'counted-in-two-series',
  'label-value-differs': 'wrong-label-value',
  'label-value-missing': 'label-undefined',
  'label-values-swapped': 'values-swapped',
  'label-holds-pattern': 'wrong-label-value',
  'label-holds-url': 'raw-url',
  'label-grows': 'unbounded-label',
} as const satisfies Record<keyof LabelFacts, FailCode>;
