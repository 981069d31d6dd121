// What a full Prometheus has and this one does not: status 501 with a sentence.
import { ApiError } from '../api/error.ts';
import type { Method, Route } from '../api/route.ts';

const all: readonly Method[] = ['GET', 'POST', 'PUT', 'DELETE'];

const FULL = 'A full Prometheus does: see prometheus.io.';

const missing: readonly (readonly [
  methods: readonly Method[],
  path: string,
  what: string,
  /** @default FULL */
  instead?: string,
])[] = [
  [
    ['POST'],
    '/api/v1/write',
    'a remote write receiver',
    'Scrape the sender or its /federate page instead, or send to a Prometheus that runs with --web.enable-remote-write-receiver.',
  ],
  [['POST'], '/api/v1/read', 'remote read'],
  [
    ['POST'],
    '/api/v1/otlp/*',
    'an OTLP receiver',
    'Show the metrics on a page and scrape it instead, or send to a Prometheus that runs with --web.enable-otlp-receiver.',
  ],
  [all, '/api/v1/admin/*', 'the TSDB admin API'],
  [['DELETE'], '/api/v1/series', 'deleting series'],
  [['GET'], '/api/v1/notifications', 'notifications'],
  [['GET'], '/api/v1/notifications/live', 'notifications'],
  [['GET'], '/api/v1/targets/relabel_steps', 'the relabeling debugger'],
  [['GET'], '/api/v1/status/tsdb/blocks', 'blocks on disk'],
  [['GET'], '/api/v1/features', 'the feature list'],
  [['GET'], '/consoles/*', 'console templates'],
  [all, '/debug/*', 'the Go debug pages'],
];

/** The routes of what is not here. */
export function absentRoutes(): readonly Route[] {
  return missing.map(([methods, path, what, instead = FULL]) => ({
    methods,
    path,
    answer: () => {
      throw new ApiError(
        'not_implemented',
        `The embedded Prometheus of ecom-lab does not have ${what}. ${instead}`,
      );
    },
  }));
}
