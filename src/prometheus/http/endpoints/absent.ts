// What a full Prometheus has and this one does not: status 501 with a sentence.
import { ApiError } from '../api/error.ts';
import type { Method, Route } from '../api/route.ts';

const all: readonly Method[] = ['GET', 'POST', 'PUT', 'DELETE'];

const missing: readonly (readonly [methods: readonly Method[], path: string, what: string])[] = [
  [['POST'], '/api/v1/write', 'the remote write receiver'],
  [['POST'], '/api/v1/read', 'remote read'],
  [['POST'], '/api/v1/otlp/*', 'the OTLP receiver'],
  [all, '/api/v1/admin/*', 'the TSDB admin API'],
  [['DELETE'], '/api/v1/series', 'deleting series'],
  [['GET'], '/api/v1/notifications', 'notifications'],
  [['GET'], '/api/v1/notifications/live', 'notifications'],
  [['GET'], '/api/v1/targets/relabel_steps', 'the relabelling debugger'],
  [['GET'], '/api/v1/status/tsdb/blocks', 'blocks on disk'],
  [['GET'], '/api/v1/features', 'the feature list'],
  [['GET'], '/rules', 'rules'],
  [['GET'], '/alerts', 'alerts'],
  [['GET'], '/consoles/*', 'console templates'],
  [all, '/debug/*', 'the Go debug pages'],
];

/** The routes of what is not here. */
export function absentRoutes(): readonly Route[] {
  return missing.map(([methods, path, what]) => ({
    methods,
    path,
    answer: () => {
      throw new ApiError(
        'not_implemented',
        `The embedded Prometheus of ecom-lab does not have ${what}. A full Prometheus does: see prometheus.io.`,
      );
    },
  }));
}
