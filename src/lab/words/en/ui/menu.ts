// What a learner can choose at a step.

export const menu = {
  question: 'What next?',
  next: (step: { readonly number: number; readonly title: string }) =>
    `Continue with step ${step.number}: ${step.title}`,
  finish: 'Finish the course',
  finishPart: (title: string) => `Finish this part: ${title}`,
  answer: 'Answer the question',
  check: 'Check my work',
  writeQuery: 'Write the query',
  checkQuery: (file: string) => `Check ${file}`,
  hint: (next: number, total: number) => `Show a hint (${next} of ${total})`,
  hintsAgain: (total: number) => `Show the hints again (${total})`,
  diff: 'Show the difference to the solution',
  apply: 'Apply the solution for me',
  edit: (file: string) => `Open ${file} in the editor`,
  traffic: 'Send traffic to the app',
  query: 'Query Prometheus (PromQL)',
  restart: 'Restart the app or Prometheus',
  log: "Read the app's log",
  show: 'Show this step again',
  goto: 'Go to another step',
  reset: 'Start this step over',
  skip: 'Skip this step',
  back: 'Back',
  more: 'More: log, restart, start over ...',
  quit: 'Quit (you can continue later)',
  /** The keys of a menu, by what they do. */
  keys: { move: 'navigate', choose: 'select' },
};
