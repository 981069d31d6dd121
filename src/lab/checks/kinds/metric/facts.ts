// What only a check of the kind metric finds. `words/en/verdicts/` words it.
import type { Labels } from '../../facts/labels.ts';
import { verdictsOf } from '../../facts/verdicts.ts';

/** The parameters of each mistake of an info metric. */
export interface InfoFails {
  'info-without-series': { readonly metric: string; readonly labels: readonly string[] };
  /** `found`: a few of its series. */
  'info-in-several-series': {
    readonly metric: string;
    readonly count: number;
    readonly found: readonly Labels[];
  };
  'info-without-labels': {
    readonly metric: string;
    readonly missing: readonly string[];
    readonly found: Labels;
  };
  'info-label-without-value': { readonly metric: string; readonly name: string; readonly value: string };
  /** `value`: as text, because JSON has no NaN and no Infinity. */
  'info-value-differs': { readonly metric: string; readonly found: Labels; readonly value: string };
  /** It has other labels each time it is read. */
  'info-changes-when-read': {
    readonly metric: string;
    readonly name: string;
    readonly values: readonly string[];
  };
  /** It has other labels after a start of the same program. */
  'info-changes-at-start': {
    readonly metric: string;
    readonly name: string;
    readonly values: readonly string[];
  };
  /** `others`: the metrics that have a label of the info metric. */
  'info-label-on-others': {
    readonly metric: string;
    readonly name: string;
    readonly others: readonly string[];
  };
}

/** What is right: the parameters of each. */
export interface MetricPasses {
  'metric-exists': { readonly metric: string; readonly type: string };
  'info-there': { readonly metric: string; readonly found: Labels };
}

export const verdicts = verdictsOf<MetricPasses, InfoFails>({
  'info-without-series': 'info-missing',
  'info-in-several-series': 'info-several-series',
  'info-without-labels': 'label-missing',
  'info-label-without-value': 'label-undefined',
  'info-value-differs': 'info-value',
  'info-changes-when-read': 'info-changes',
  'info-changes-at-start': 'info-changes',
  'info-label-on-others': 'info-on-other-metrics',
});
export const { passed, failed } = verdicts;
