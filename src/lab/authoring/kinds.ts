// The kinds of step, and the kinds of check that a new step of each begins with.
import type { CheckKind } from '../checks/index.ts';
import type { StepSpec } from '../model/schema/course.ts';

export type StepKind = StepSpec['kind'];

/** Each kind with what the learner does in it. */
export const STEP_KINDS = [
  'edit',
  'query',
  'command',
  'read',
  'answer',
  'choice',
] as const satisfies readonly StepKind[];

/** The kinds of check that new-step can write, by the kind of step; the first is the default. */
export const CHECKS_OF: Readonly<Record<StepKind, readonly CheckKind[]>> = {
  edit: [
    'metric',
    'app-starts',
    'request',
    'requests-counted',
    'histogram-placed',
    'zero-initialised',
    'metrics-exposed',
    'in-progress',
    'series-bounded',
    'scrape-job',
    'query',
    'rule-values',
    'alert-timeline',
    'rule-tests',
  ],
  query: ['query-worlds'],
  command: ['dependency'],
  read: ['answer'],
  answer: ['answer', 'incident'],
  choice: ['answer'],
};

/** The file of a workspace that Prometheus is started with. */
export const CONFIG_FILE = 'prometheus.yml';

/** Kinds whose steps need a Prometheus, and so its configuration. */
export const NEEDS_CONFIG: ReadonlySet<CheckKind> = new Set<CheckKind>([
  'scrape-job',
  'query',
  'rule-values',
  'alert-timeline',
  'incident',
]);
