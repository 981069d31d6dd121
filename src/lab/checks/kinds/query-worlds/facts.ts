// What only a check of the kind query-worlds finds. `words/en/verdicts/queries/` words it.
import { verdictsOf } from '../../facts/verdicts.ts';
import type { RowLabels } from '../../worlds/rows.ts';

/** Values are text everywhere, because JSON has no NaN and no infinities. */
type ValueText = string;

/** One row of an answer. */
export interface ShownRow {
  readonly labels: RowLabels;
  /** Empty where there is no such row. */
  readonly values: readonly ValueText[];
}

/** What the query says on the samples of the workspace's Prometheus. */
export type LiveResult =
  /** The first rows of `count`. */
  | { readonly kind: 'rows'; readonly rows: readonly ShownRow[]; readonly count: number }
  | { readonly kind: 'error'; readonly said: string }
  /** No Prometheus runs, or it does not answer. */
  | { readonly kind: 'no-prometheus' };

/** What the learner's query says, and one that a restart breaks. Undefined where there is no row. */
export interface BothValues {
  readonly own: ValueText | undefined;
  readonly broken: ValueText | undefined;
}

/** What both queries said on the workspace's Prometheus just before the last restart of the app, and say now. */
export type RestartResult =
  | { readonly kind: 'no-restart' }
  /** Prometheus has not scraped the app since. */
  | { readonly kind: 'not-scraped-yet' }
  /** The app had counted nothing that the restart could break. */
  | { readonly kind: 'nothing-before' }
  | {
      readonly kind: 'restarted';
      readonly agoMs: number;
      /** The query that a restart breaks. */
      readonly broken: string;
      readonly before: BothValues;
      readonly now: BothValues;
    };

interface ShownSeries {
  /** With `__name__`; labels that are the same everywhere are left out. */
  readonly labels: RowLabels;
  /** Samples from the first to the last; `…` where some are left out, `_` where a scrape is missing. */
  readonly samples: readonly string[];
  /** From 0 to 1, one for each column; null where there is no sample. */
  readonly plot: readonly (number | null)[];
}

/** The smallest timeline that was found on which the answers differ in the same way. */
export interface Example {
  readonly series: readonly ShownSeries[];
  /** How many more series it has. */
  readonly others: number;
  readonly stepMs: number;
  readonly expected: readonly ShownRow[];
  readonly observed: readonly ShownRow[];
}

/** What was seen in one world. */
export interface Seen {
  /** Continues "Here …": the course's words. */
  readonly about: string;
  /** The labels that rows are compared by. */
  readonly by: readonly string[];
  readonly expected: ShownRow;
  readonly observed: ShownRow;
  /** Instead of one value, the reference allows a range. */
  readonly range: { readonly min: number; readonly max: number } | undefined;
  readonly example: Example | undefined;
  readonly live: LiveResult;
}

/** Where in the query, both 1-based, with the line and what it should point at. */
export interface QueryPlace {
  readonly line: number;
  readonly column: number;
  readonly text: string;
}

/** A frequent reason why a query cannot be read. */
export type SyntaxSlip =
  | 'sum-in-range'
  | 'no-range'
  | 'range-as-argument'
  | 'missing-bracket'
  | 'extra-bracket'
  | 'typographic-quotes'
  | 'missing-quotes'
  | 'copied-result'
  | 'copied-prompt'
  | 'missing-comma'
  | 'by-without-aggregation'
  | 'double-equals'
  | { readonly similar: string; readonly name: string }
  | { readonly unknown: string };

/** Mistakes that were seen in a world. */
export interface WorldFails {
  'raw-counter': Seen & { readonly metric: string };
  'rate-after-sum': Seen & { readonly func: string };
  'instant-rate': Seen & { readonly func: string };
  'gauge-function': Seen & { readonly func: string; readonly metric: string };
  'rate-of-gauge': Seen & { readonly func: string; readonly metric: string };
  'quantile-of-quantiles': Seen & { readonly op: string };
  'not-a-histogram': Seen;
  'le-lost': Seen;
  'no-rate-in-quantile': Seen;
  'wrong-quantile': Seen & { readonly found: ValueText };
  'buckets-summed': Seen & { readonly metric: string };
  'labels-lost': Seen;
  'fallback-without-labels': Seen;
  'average-of-ratios': Seen & { readonly op: string };
  /** Both sides have rows, and the result has none. */
  'labels-do-not-match': Seen & { readonly op: string };
  /** Each series is divided by the one with the same labels: by itself. */
  'labels-do-not-match/each-series': Seen & { readonly op: string };
  /** `said`: Prometheus's words. */
  'labels-do-not-match/ambiguous': Seen & { readonly said: string };
  /** `others`: the labels that split it. */
  'group-split': Seen & { readonly others: readonly string[] };
  'not-a-number': Seen;
  'wrong-selector': Seen & { readonly selector: string };
  /** It reads nothing in any world. */
  'wrong-selector/empty': Seen & { readonly selector: string };
  'wrong-metric': Seen & { readonly metric: string };
  'shifted-in-time': Seen;
  'wrong-aggregation': Seen & { readonly op: string };
  /** The answer is always `factor` times the reference. */
  'wrong-unit': Seen & { readonly factor: number };
  /** `gapMs`: the longest time between two samples there. */
  'window-too-short': Seen & { readonly windowMs: number; readonly gapMs: number };
  'wrong-window': Seen & { readonly windowMs: number };
  'wrong-operator': Seen & { readonly op: string };
  'group-missing': Seen;
  'group-extra': Seen;
  'values-differ': Seen;
  /** `said`: Prometheus's words. */
  'evaluation-failed': Seen & { readonly said: string };
  'range-vector': Seen;
  'string-result': Seen;
  'query-too-heavy': Seen & { readonly why: 'time' | 'work' | 'memory' };
}

export interface QueryFails extends WorldFails {
  'query-empty': { readonly file: string; readonly isMissing: boolean };
  'query-syntax': {
    readonly file: string;
    /** Prometheus's words. */
    readonly said: string;
    readonly place: QueryPlace | undefined;
    readonly slip: SyntaxSlip | undefined;
  };
  /** It cannot even be read within the limits. */
  'query-too-heavy/unread': { readonly file: string };
}

export interface QueryPasses {
  /** `restart`: where the step asks for it, and Prometheus can be asked. */
  'query-agrees': {
    readonly worlds: number;
    readonly live: LiveResult;
    readonly restart: RestartResult | undefined;
  };
}

export const verdicts = verdictsOf<QueryPasses, QueryFails>({
  'query-empty': 'query-empty',
  'query-syntax': 'query-syntax',
  'query-too-heavy': 'query-too-heavy',
  'query-too-heavy/unread': 'query-too-heavy',
  'raw-counter': 'raw-counter',
  'rate-after-sum': 'rate-after-sum',
  'instant-rate': 'instant-rate',
  'gauge-function': 'gauge-function',
  'rate-of-gauge': 'rate-of-gauge',
  'quantile-of-quantiles': 'quantile-of-quantiles',
  'not-a-histogram': 'not-a-histogram',
  'le-lost': 'le-lost',
  'no-rate-in-quantile': 'no-rate-in-quantile',
  'wrong-quantile': 'wrong-quantile',
  'buckets-summed': 'buckets-summed',
  'labels-lost': 'labels-lost',
  'fallback-without-labels': 'fallback-without-labels',
  'average-of-ratios': 'average-of-ratios',
  'labels-do-not-match': 'labels-do-not-match',
  'labels-do-not-match/each-series': 'labels-do-not-match',
  'labels-do-not-match/ambiguous': 'labels-do-not-match',
  'group-split': 'group-split',
  'not-a-number': 'not-a-number',
  'wrong-selector': 'wrong-selector',
  'wrong-selector/empty': 'wrong-selector',
  'wrong-metric': 'wrong-metric',
  'shifted-in-time': 'shifted-in-time',
  'wrong-aggregation': 'wrong-aggregation',
  'wrong-unit': 'wrong-unit',
  'window-too-short': 'window-too-short',
  'wrong-window': 'wrong-window',
  'wrong-operator': 'wrong-operator',
  'group-missing': 'group-missing',
  'group-extra': 'group-extra',
  'values-differ': 'values-differ',
  'evaluation-failed': 'evaluation-failed',
  'range-vector': 'range-vector',
  'string-result': 'string-result',
});
export const { passed, failed } = verdicts;
