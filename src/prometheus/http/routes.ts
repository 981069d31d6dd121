// The whole table of the server's addresses.
import { absentRoutes } from './absent-endpoints.ts';
import type { Backend } from './backend.ts';
import { lifecycleRoutes } from './lifecycle-endpoints.ts';
import { ownMetricsRoute, type RequestCounts } from './own-metrics.ts';
import { pageRoutes } from './page-endpoints.ts';
import { queryRoutes } from './query-endpoints.ts';
import type { Route } from './route.ts';
import { seriesRoutes } from './series-endpoints.ts';
import { statusRoutes } from './status-endpoints.ts';
import { targetRoutes } from './target-endpoints.ts';

/** Every address that the server answers. */
export function allRoutes(backend: Backend, requests: RequestCounts): readonly Route[] {
  return [
    ...queryRoutes(backend),
    ...seriesRoutes(backend.samples, backend.samples),
    ...targetRoutes(backend.targets),
    ...statusRoutes(backend),
    ...lifecycleRoutes(backend.control),
    ownMetricsRoute(backend, requests),
    ...pageRoutes(new URL('./page/', import.meta.url)),
    ...absentRoutes(backend.control),
  ];
}
