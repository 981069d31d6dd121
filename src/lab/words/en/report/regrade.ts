// What regrading submissions says.
import { duration } from '../grammar/phrases.ts';

export const regrade = {
  timedOut: (afterMs: number) =>
    `The checks took longer than ${duration(afterMs)} and were stopped. Set another limit with --time-limit.`,
  killed: 'The process that ran the checks was killed, perhaps by the submission itself.',
  numberOfThatDay: 'The correct answer was a number that only the app of that day had.',
  incidentOfThatDay:
    'The incident began at a moment of that day, and begins at another one whenever it is played.',
  noAnswer: 'The journal has no answer.',
  replacedBy: (step: string) => `The work on step ${step} has replaced it.`,
  notAFile: (file: string) => `${file} is not a regular file and was not copied.`,
  tooLarge: (file: string) => `${file} is too large and was not copied.`,
  tooMany: (most: number) => `There are more than ${most} files. The others were not copied.`,
  more: (count: number) => `The same is true of ${count} more.`,
  notSaved: (dir: string, code: string | undefined) =>
    `The results cannot be saved in ${dir}${code === undefined ? '' : ` (${code})`}. If this report is interrupted, it starts over.`,
};
