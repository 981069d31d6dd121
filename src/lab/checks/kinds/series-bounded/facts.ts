// What only a check of the kind series-bounded finds. `words/en/verdicts/series.ts` words it.
import type { Labels } from '../../facts/labels.ts';
import { verdictsOf } from '../../facts/verdicts.ts';

/** A route, and values of its label. Routes are written `GET /products/:id`. */
interface OfRoute {
  readonly metric: string;
  readonly label: string;
  readonly route: string;
  readonly values: readonly string[];
}

/** The parameters of each mistake. */
export interface SeriesBoundedFails {
  /** The label holds the URL with its query, or with the host. */
  'series-by-url': OfRoute;
  /** The label holds the path as the visitor typed it. */
  'series-by-path': OfRoute;
  /** A label, any of them, holds the id. */
  'series-by-id': OfRoute & { readonly id: string };
  'route-in-several-values': OfRoute;
  'route-not-in-metric': Pick<OfRoute, 'metric' | 'route'>;
  'route-without-label': Pick<OfRoute, 'metric' | 'label' | 'route'> & { readonly found: Labels };
  /** The routers have the same pattern, and the label holds nothing else. */
  'mount-path-missing': Pick<OfRoute, 'metric' | 'label'> & {
    readonly routes: readonly string[];
    readonly value: string;
  };
  'routes-share-value': Pick<OfRoute, 'metric' | 'label'> & {
    readonly routes: readonly string[];
    readonly value: string;
  };
  /** `value`: that of a request that failed. */
  'mount-path-missing-on-failure': Omit<OfRoute, 'values'> & {
    readonly served: string;
    readonly value: string;
  };
  'route-differs-on-failure': Omit<OfRoute, 'values'> & { readonly served: string; readonly value: string };
  'failure-not-in-metric': Pick<OfRoute, 'metric' | 'route'>;
  'unmatched-breaks-app': {
    readonly request: string;
    readonly status: number | undefined;
    /** What the app printed or answered. */
    readonly error: string | undefined;
  };
  'unmatched-not-in-metric': { readonly metric: string; readonly request: string };
  'unmatched-under-route': Omit<OfRoute, 'values'> & { readonly request: string; readonly value: string };
  'unmatched-without-value': { readonly metric: string; readonly label: string; readonly value: string };
  'unmatched-by-url': Pick<OfRoute, 'metric' | 'label' | 'values'>;
  'series-by-unmatched-path': Pick<OfRoute, 'metric' | 'label' | 'values'> & {
    readonly count: number;
    readonly requests: number;
  };
  'label-has-many-values': Pick<OfRoute, 'metric' | 'label' | 'values'> & {
    readonly count: number;
    readonly bound: number;
    readonly isMethod: boolean;
  };
  'series-beyond-bound': {
    readonly metric: string;
    readonly count: number;
    readonly bound: number;
    readonly requests: number;
    /** The label with the most values. */
    readonly label: string;
    readonly values: readonly string[];
  };
}

/** What is right: the parameters of each. */
export interface SeriesBoundedPasses {
  /** `series`: of the metric that has most. */
  'series-within-bound': {
    readonly metrics: readonly string[];
    readonly requests: number;
    readonly series: number;
  };
}

export const verdicts = verdictsOf<SeriesBoundedPasses, SeriesBoundedFails>({
  'series-by-url': 'url-in-label',
  'series-by-path': 'path-in-label',
  'series-by-id': 'id-in-label',
  'route-in-several-values': 'route-split',
  'route-not-in-metric': 'endpoint-not-counted',
  'route-without-label': 'label-missing',
  'mount-path-missing': 'mount-path-lost',
  'routes-share-value': 'routes-collide',
  'mount-path-missing-on-failure': 'mount-path-lost-on-failure',
  'route-differs-on-failure': 'route-lost-on-failure',
  'failure-not-in-metric': 'failure-not-counted',
  'unmatched-breaks-app': 'crashed-on-unmatched',
  'unmatched-not-in-metric': 'unmatched-not-counted',
  'unmatched-under-route': 'unmatched-as-route',
  'unmatched-without-value': 'label-undefined',
  'unmatched-by-url': 'url-in-label',
  'series-by-unmatched-path': 'unmatched-path-in-label',
  'label-has-many-values': ({ isMethod }) => (isMethod ? 'method-in-label' : 'too-many-series'),
  'series-beyond-bound': 'too-many-series',
});
export const { passed, failed } = verdicts;
