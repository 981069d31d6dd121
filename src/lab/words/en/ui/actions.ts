// What the menu's entries ask and say.

export const actions = {
  askPromql: 'PromQL, for example up (up [10m] plots 10 minutes; empty to go back):',
  /** Before the query, in the line above its result. */
  promqlLabel: 'PromQL: ',
  askQuery: 'Your query (empty to go back):',
  /** Above a query that the lab wrote. */
  solutionIs: 'The query of the solution:',
  /** The four parts of an answer on an incident, in order. */
  askIncident: {
    endpoint: 'Which endpoint, like GET /cart (empty to go back)?',
    since: 'Since when, like 14:05?',
    badly: 'How badly, like 12 %, 1.2 s or 7?',
    alert: 'Which alert fired, or none?',
  },
  /** A question that was answered before; `last` is that answer. */
  askAgain: (question: string, last: string) => `${question} (empty for ${last})`,
  askStep: 'Go to which step?',
  askTraffic: 'Send which traffic?',
  askMore: 'More',
  askRestart: 'Restart what?',
  restartApp: 'The app (its counters start at zero again)',
  restartPrometheus: 'Prometheus (it reads prometheus.yml again)',
  askApply: 'Replace your version with the solution? A copy of yours is kept.',
  askReset: 'Reset the files of this step and mark the later steps as open? A copy is kept.',
  /** Above the reports on those steps. */
  walkedWithout:
    'This Prometheus cannot have the past that some steps are about, so they could not be judged. All other steps of this run pass:',
  reviewing: 'Checking all steps once more, against your finished app ...',
  regression:
    'A step that passed before no longer passes: a later change broke it. Fix it, then finish again.',
  summaryKept: (file: string) => `This summary is saved in ${file}.`,
  hintTitle: (level: number, total: number) => `Hint ${level} of ${total}`,
  noDifference: 'Your files match the solution.',
  nothingPrinted: 'The app has not printed anything yet.',
  openYourself: (file: string) =>
    `Open ${file} in your editor. To open it from here, start your editor first or set EDITOR (for example EDITOR=nano).`,
  scenario: (id: string, title: string) => `${id}: ${title}`,
};
