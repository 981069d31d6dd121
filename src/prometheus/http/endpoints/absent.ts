// What a full Prometheus has and this one does not: an empty list where empty is the truth, 501 with a sentence elsewhere.
import { ApiError, invalidParameter } from '../api/error.ts';
import type { ServerControl } from '../api/backend.ts';
import { success, type Notes } from '../api/envelope.ts';
import { quote } from '../api/params.ts';
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
export function absentRoutes(control: ServerControl): readonly Route[] {
  return [
    {
      methods: ['GET'],
      path: '/api/v1/alerts',
      answer: () => success({ alerts: [] }, ruleNotes(control)),
    },
    {
      methods: ['GET'],
      path: '/api/v1/rules',
      answer: ({ params }) => {
        const type = (params.get('type') ?? '').toLowerCase();
        if (!['', 'alert', 'record'].includes(type))
          throw invalidParameter('type', `not supported value ${quote(type)}`);
        return success({ groups: [] }, ruleNotes(control));
      },
    },
    ...missing.map(([methods, path, what]): Route => ({
      methods,
      path,
      answer: () => {
        throw new ApiError(
          'not_implemented',
          `The embedded Prometheus of ecom-lab does not have ${what}. A full Prometheus does: see prometheus.io.`,
        );
      },
    })),
  ];
}

/** Empty is the truth only where no rules are asked for. */
function ruleNotes(control: ServerControl): Notes {
  if (control.ruleFiles().length === 0) return {};
  return { warnings: ['rule_files are not evaluated: the embedded Prometheus of ecom-lab has no rules'] };
}
