// Verdicts as a learner reads them.

export const report = {
  marks: { pass: 'ok', fail: 'not yet', blocked: 'blocked' },
  expected: 'expected',
  found: 'found',
  example: 'example',
  /** Before what the workspace's Prometheus says to the learner's query. */
  live: 'live',
  result: 'result',
  /** Before the hint of a check that failed, and of one that could not be judged. */
  try: 'try',
  whatToDo: 'what to do',
  pass: (step: string) => `Step ${step} passes.`,
  fail: (step: string) => `Step ${step} does not pass yet.`,
  blocked: (step: string) => `Step ${step} could not be judged. This is not a mistake in your work.`,
  unanswered: (step: string) => `Step ${step} waits for your answer.`,
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
