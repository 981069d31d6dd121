// The whole table of the server's addresses.
import { absentRoutes } from './absent.ts';
import { alertmanagersRoute } from './alertmanagers.ts';
import type { Backend } from '../api/backend.ts';
import { exemplarRoute } from './exemplars.ts';
import { federateRoute } from './federate.ts';
import { lifecycleRoutes } from './lifecycle.ts';
import { ownMetricsRoute, type RequestCounts } from './own-metrics.ts';
import { pageRoutes } from './page.ts';
import { queryRoutes } from './query.ts';
import type { Route } from '../api/route.ts';
import { ruleRoutes } from './rules.ts';
import { seriesRoutes } from './series.ts';
import { statusRoutes } from './status.ts';
import { targetRoutes } from './targets.ts';

/** Every path that the server handles. */
export function allRoutes(backend: Backend, requests: RequestCounts): readonly Route[] {
  return [
    ...queryRoutes(backend),
    ...seriesRoutes(backend.samples, backend.samples),
    federateRoute(backend),
    exemplarRoute(backend.exemplars),
    ...targetRoutes(backend.targets),
    ...ruleRoutes(backend.rules),
    alertmanagersRoute(backend.alertmanagers),
    ...statusRoutes(backend),
    ...lifecycleRoutes(backend.control),
    ownMetricsRoute(backend, requests),
    ...pageRoutes(new URL('../page/', import.meta.url)),
    ...absentRoutes(),
  ];
}
