// What a report says besides its tables, one sentence each.
import { counted, plural } from '../grammar/phrases.ts';

export const remarks = {
  times: 'Times come from the journal. A pause of more than 15 minutes between two entries is not counted.',
  onlyJournals:
    'This is what the journals say. With --regrade, the checks run again on the submitted files, which runs the code in them.',
  stuck: (where: string) => `Stuck: ${where}.`,
  pauses: (count: number) => `${counted(count, 'pause')} left out.`,
  garbled: (label: string, lines: number) =>
    `${label}: ${counted(lines, 'line')} of the journal cannot be read and ${plural(lines, 'is', 'are')} not counted.`,
  leftOut: (dir: string, reason: string) => `Left out: ${dir}: ${reason}`,
  about: (label: string, remark: string) => `${label}: ${remark}`,
  noSandbox: (reason: string) => `ran without a sandbox. ${reason}`,
  sandbox: (isolation: string) => `ran in a sandbox (${isolation}).`,
  /** `how` is one of the two above. */
  allRan: (count: number, how: string) => `${plural(count, 'The submission', 'All submissions')} ${how}`,
  someRan: (labels: readonly string[], how: string) => `${labels.join(', ')} ${how}`,
  why: (code: string, message: string) => `(${code}): ${message}`,
  contradicted: (steps: readonly string[], why: string) =>
    steps.length === 1
      ? `step ${steps.join('')} is claimed, but its check fails now ${why}`
      : `steps ${steps.join(', ')} are claimed, but their checks fail now ${why}`,
  noneJudged: (why: string) => `no step could be judged ${why}`,
  notJudged: (steps: readonly string[], why: string) =>
    `${counted(steps.length, 'step')} could not be judged, ${steps.join(', ')} ${why}`,
};
