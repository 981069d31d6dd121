// Verdicts as a learner reads them.
import type { CheckKind } from '../../../checks/index.ts';

/** What a check found, where it has nothing to say about it. */
const kinds = {
  'app-starts': 'The app starts.',
  request: 'The request gets its response.',
  dependency: 'The package is installed.',
  metric: 'The metric exists.',
  'requests-counted': 'Requests are counted exactly.',
  'metrics-exposed': 'The metrics are exposed.',
  'in-progress': 'The gauge follows the requests in progress.',
  'scrape-job': 'Prometheus scrapes the app.',
  query: 'The query returns the value.',
  answer: 'The answer is correct.',
} satisfies Record<CheckKind, string>;

export const report = {
  marks: { pass: 'ok', fail: 'not yet', blocked: 'blocked' },
  expected: 'expected',
  found: 'found',
  /** Before the hint of a check that failed, and of one that could not be judged. */
  try: 'try',
  whatToDo: 'what to do',
  pass: (step: string) => `Step ${step} passes.`,
  fail: (step: string) => `Step ${step} does not pass yet.`,
  blocked: (step: string) => `Step ${step} could not be judged. This is not a mistake in your work.`,
  unanswered: (step: string) => `Step ${step} waits for your answer.`,
  kinds,
  /** The review of all steps: its head, and what can be said of each. */
  review: {
    head: { number: ' #', step: 'step', now: 'now' },
    pass: 'passes',
    fail: 'does not pass',
    blocked: 'could not be judged',
    skipped: 'skipped',
    answered: 'answered',
    unanswered: 'not answered',
    replacedBy: (step: number) => `replaced by step ${step}`,
  },
};
