// What can be found about a page of metrics: facts, and the code of each. `words/en/verdicts/pages.ts` words them.
import type { FactOf } from '../../model/verdict.ts';
import type { FactCodes } from './codes.ts';
import type { ClientErrors } from '../../runtimes/contract/program-errors.ts';

/** `localhost:8000/metrics` */
interface Page {
  readonly place: string;
}

/** `text`: the beginning of the page, of a line of it or of its error. */
interface Shown extends Page {
  readonly text: string;
}

interface OnPage extends Page {
  readonly metric: string;
}

/** A metric that is not on the page. `others`: how many there are. */
interface Absent extends OnPage {
  readonly others: number;
}

/** The values of the metric, summed up: in the registry, and as the page shows it. */
interface Sums extends OnPage {
  readonly registered: number;
  readonly shown: number;
}

/** Why an app responds with another status than 200, where it can be told. */
type StatusReason = 'redirect' | 'not-public' | 'function-sent';

/** The parameters of each mistake. */
export interface PageFacts {
  /** Nothing listens on the port of the metrics; `others`: the ports where the app listens. */
  'metrics-port-closed': { readonly port: number; readonly others: readonly number[] };
  /** `listen()` got a name in place of that port. */
  'metrics-listen-on-name': { readonly port: number; readonly name: string };
  /** `found`: the place where the metrics are. */
  'metrics-on-other-port': Page & {
    readonly port: number;
    readonly found: { readonly place: string; readonly port: number };
  };
  'metrics-at-other-path': Page & {
    readonly path: string;
    readonly found: { readonly place: string; readonly path: string };
  };
  /** `hasStarted`: the beginning of the page came. */
  'page-unfinished': Page & { readonly afterMs: number; readonly hasStarted: boolean };
  'page-too-large': Page & { readonly maxBytes: number };
  /** `error`: what the system says; undefined where the connection was refused. */
  'page-cut-off': Page & { readonly error: string | undefined };
  'page-not-found': Page;
  /** A status from 201 to 299. */
  'page-status-not-200': Page & { readonly status: number };
  'page-client-error': Shown & { readonly status: number; readonly known: FactOf<ClientErrors> };
  'page-fails': Shown & { readonly status: number; readonly reason: StatusReason | undefined };
  'page-not-awaited': Shown;
  'page-compressed': Page & { readonly encoding: string };
  'page-blank': Page;
  'page-on-one-line': Shown;
  'page-is-json': Shown;
  'page-is-html': Shown;
  'page-has-carriage-returns': Page;
  /** `said`: what the parser says of the line. */
  'page-unparsable': Shown & {
    readonly line: number;
    readonly said: string;
    readonly isOpenMetrics: boolean;
  };
  'page-without-type': Page;
  'page-of-other-type': Page & { readonly contentType: string };
  'page-without-metrics': OnPage;
  'metric-not-on-page': Absent;
  /** The metric is in a registry, and the page shows another one. */
  'registry-not-on-page': Absent;
  'client-not-on-page': OnPage & { readonly metricOf: string; readonly pageOf: string };
  'metric-only-described': OnPage;
  'metric-only-commented': OnPage;
  'metric-shown-as-other': OnPage & { readonly found: string };
  'type-not-on-page': OnPage & { readonly wanted: string };
  'type-on-page-differs': OnPage & { readonly wanted: string; readonly found: string };
  'unused-registry-on-page': Sums;
  'page-stale': Sums;
}

export const pageFactCodes = {
  'metrics-port-closed': 'metrics-not-served',
  'metrics-listen-on-name': 'metrics-not-served',
  'metrics-on-other-port': 'wrong-port',
  'metrics-at-other-path': 'wrong-path',
  'page-unfinished': 'page-hangs',
  'page-too-large': 'page-too-large',
  'page-cut-off': 'connection-closed',
  'page-not-found': 'metrics-page-not-found',
  'page-status-not-200': 'metrics-page-error',
  'page-client-error': 'metrics-page-error',
  'page-fails': 'metrics-page-error',
  'page-not-awaited': 'metrics-not-awaited',
  'page-compressed': 'page-not-parsable',
  'page-blank': 'page-empty',
  'page-on-one-line': 'page-not-parsable',
  'page-is-json': 'page-not-parsable',
  'page-is-html': 'page-is-html',
  'page-has-carriage-returns': 'page-not-parsable',
  'page-unparsable': 'page-not-parsable',
  'page-without-type': 'content-type-missing',
  'page-of-other-type': 'content-type-wrong',
  'page-without-metrics': 'page-empty',
  'metric-not-on-page': 'metric-not-on-page',
  'registry-not-on-page': 'wrong-registry',
  'client-not-on-page': 'two-clients',
  'metric-only-described': 'metric-not-on-page',
  'metric-only-commented': 'metric-not-on-page',
  'metric-shown-as-other': 'wrong-name',
  'type-not-on-page': 'wrong-type',
  'type-on-page-differs': 'wrong-type',
  'unused-registry-on-page': 'wrong-registry',
  'page-stale': 'stale-page',
} as const satisfies FactCodes<PageFacts>;
