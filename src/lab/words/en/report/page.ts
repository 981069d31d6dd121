// The report as a page.
import { counted } from '../grammar/phrases.ts';

export const page = {
  language: 'en',
  title: (course: string) => `${course}: report`,
  regraded: 'The checks were run again on the submitted files.',
  journals: 'This is what the journals say. The checks were not run again.',
  summary: (learners: number, day: string, basis: string) =>
    `${counted(learners, 'learner')}, ${day}. ${basis}`,
  class: 'The class',
  steps: 'The steps',
  learners: 'The learners',
  remarks: 'Remarks',
  classStepByStep: 'The class, step by step',
  aboutClass:
    'Each row is a learner, and each column is a step. A cell shows the status of the step, how many checks it took, and how long.',
  aboutSteps: 'How many learners passed each step, and what it took those who started it.',
  aboutLearners: "The seed reproduces a learner's numbers: ecom-lab start --seed NUMBER.",
  learner: 'Learner',
  seedOf: (seed: string) => `seed ${seed}`,
  now: (regraded: string) => `now: ${regraded}`,
  heads: {
    step: 'Step',
    passed: 'Passed',
    applied: 'Applied',
    skipped: 'Skipped',
    medianChecks: 'Median checks',
    medianTime: 'Median time',
    often: 'Most frequent failure',
    seed: 'Seed',
    checks: 'Checks',
    hints: 'Hints',
    time: 'Time',
    stuck: 'Stuck',
    notConfirmed: 'Not confirmed',
    runIn: 'Run in',
  },
  /** What a color of a cell means; `few`: how many failed checks are few. */
  keys: (few: number) => ({
    first: 'passed without a failed check',
    few: `passed after 1 to ${few} failed checks`,
    many: `passed after more than ${few}`,
    applied: 'the solution was applied',
    skipped: 'skipped',
    open: 'open: started but not passed',
    none: 'not started',
  }),
  wrong: 'claimed, but the check fails now',
};
