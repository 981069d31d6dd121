// What can be found about a metric in the registries of the app: facts, and the code of each. `words/en/verdicts/metrics.ts`
// words them.
import type { FailCode } from './codes.ts';
import type { Labels } from './labels.ts';

export type MetricType = 'counter' | 'gauge' | 'histogram' | 'summary';

/** A place in the learner's files: `main.ts:20`, and the text of the line. */
interface SourceLine {
  readonly at: string;
  readonly text: string;
}

interface Missing {
  readonly metric: string;
  /** The metrics that are there instead; undefined where the app has no registry. */
  readonly others: readonly string[] | undefined;
}

interface LabelNames {
  readonly metric: string;
  readonly wanted: readonly string[];
  readonly found: readonly string[];
}

/** A series that changed by so much over so many scrapes of the page at `place`. */
interface Scraped {
  readonly metric: string;
  readonly place: string;
  readonly labels: Labels;
  readonly change: number;
  readonly scrapes: number;
}

/** The parameters of each mistake. */
export interface MetricFacts {
  'client-unused': Missing;
  /** The entry file imports the client, and makes no metric. */
  'client-only-imported': Missing & { readonly entry: string };
  /** A file that nothing imports makes the only metric. */
  'client-in-unused-file': Missing & { readonly file: string; readonly entry: string };
  'metric-absent': Missing;
  'metric-in-unused-file': Missing & { readonly file: string; readonly entry: string };
  'metric-removed': Missing & { readonly line: SourceLine };
  /** A line of the learner's names the metric, and the app has none. */
  'metric-only-written': Missing & { readonly line: SourceLine };
  'metric-made-by-request': { readonly metric: string };
  'name-lacks-total': { readonly metric: string; readonly found: string };
  /** Another unit, or none, ends the name of a duration. */
  'name-lacks-seconds': { readonly metric: string; readonly found: string };
  'name-differs': { readonly metric: string; readonly found: string };
  'type-differs': { readonly metric: string; readonly wanted: MetricType; readonly found: string };
  'help-differs': { readonly metric: string; readonly wanted: string; readonly found: string };
  'labels-declared-too-early': Pick<LabelNames, 'metric' | 'found'>;
  'labels-not-declared': LabelNames & { readonly missing: readonly string[] };
  'label-declared-differently': LabelNames & { readonly name: string; readonly meant: string };
  'metric-removed-by-scrape': Pick<Scraped, 'metric' | 'place'>;
  'metric-raised-by-scrape': Scraped;
  'metric-lowered-by-scrape': Scraped;
  /** The page shows more than the registry has: the scrape is in it. */
  'metric-with-scrape': Pick<Scraped, 'metric' | 'place'> & {
    readonly registered: number;
    readonly shown: number;
  };
  /** It changes with each reading of the registry, also without a scrape. */
  'metric-changed-by-reading': Pick<Scraped, 'metric' | 'labels' | 'change'>;
  'registry-throws': { readonly error: string };
  /** What a `collect()` function waits for does not come. */
  'registry-stuck': object;
  'registry-unparsable': object;
}

export const metricFactCodes = {
  'client-unused': 'client-not-used',
  'client-only-imported': 'client-not-used',
  'client-in-unused-file': 'client-not-used',
  'metric-absent': 'metric-missing',
  'metric-in-unused-file': 'metric-missing',
  'metric-removed': 'metric-missing',
  'metric-only-written': 'metric-missing',
  'metric-made-by-request': 'created-in-handler',
  'name-lacks-total': 'name-without-total',
  'name-lacks-seconds': 'unit-in-name',
  'name-differs': 'wrong-name',
  'type-differs': 'wrong-type',
  'help-differs': 'help-differs',
  'labels-declared-too-early': 'labels-too-early',
  'labels-not-declared': 'label-missing',
  'label-declared-differently': 'label-misnamed',
  'metric-removed-by-scrape': 'counts-scrapes',
  'metric-raised-by-scrape': 'counts-scrapes',
  'metric-lowered-by-scrape': 'counts-scrapes',
  'metric-with-scrape': 'counts-scrapes',
  'metric-changed-by-reading': 'counted-wrong-amount',
  'registry-throws': 'registry-failed',
  'registry-stuck': 'registry-failed',
  'registry-unparsable': 'registry-failed',
} as const satisfies Record<keyof MetricFacts, FailCode>;
