// The words of a report, the same in the terminal, in the table for a spreadsheet and on the page.
import {
  isUnconfirmed,
  type LearnerReport,
  type Regrade,
  type StepRecord,
  type Stuck,
} from '../record/model.ts';

/** `4 min`, `1 h 12 min`, `under 1 min`; `-` for none. */
export function formatDuration(ms: number): string {
  if (ms === 0) return '-';
  const minutes = Math.round(ms / 60_000);
  if (minutes === 0) return 'under 1 min';
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** `3 checks` */
export const plural = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;

/** Where a learner got stuck, in a few words. */
export function describeStuck(stuck: Stuck | undefined): string {
  if (stuck === undefined) return '';
  const { number, step, failed, activeMs, code, isOver } = stuck;
  const how =
    failed > 0
      ? `${plural(failed, 'failed check')}${code === undefined ? '' : `, mostly ${code}`}`
      : formatDuration(activeMs);
  return `${isOver ? 'was at' : 'is at'} ${number} ${step} (${how})`;
}

/** The same in the fewest words. */
export const describeStuckBriefly = (stuck: Stuck | undefined): string =>
  stuck === undefined ? '' : `${stuck.isOver ? 'was' : 'is'} at ${stuck.number} ${stuck.step}`;

/** How a step stands, in one word. */
export const claimWord = ({ claimed, isTouched }: StepRecord): string =>
  claimed === 'open' ? (isTouched ? 'open' : 'not begun') : claimed;

const REGRADE_WORDS: Readonly<Record<Regrade['status'], string>> = {
  pass: 'passes',
  fail: 'fails',
  blocked: 'blocked',
  'not-judged': 'not judged',
};

/** What the checks say now. */
export const regradeWord = ({ regraded }: StepRecord): string =>
  regraded === undefined ? '' : REGRADE_WORDS[regraded.status];

/** The seed as it is typed after `--seed`. */
export const seedWord = ({ seed }: LearnerReport): string => (seed === undefined ? 'unknown' : String(seed));

/** How many steps of a learner have a status. */
export const countClaimed = ({ steps }: LearnerReport, claimed: StepRecord['claimed']): number =>
  steps.filter((step) => step.claimed === claimed).length;

/** The sum of a number over a learner's steps. */
export const sumOf = ({ steps }: LearnerReport, key: 'attempts' | 'hints'): number =>
  steps.reduce((sum, step) => sum + step[key], 0);

/** What the times mean, for whoever reads them. */
export const TIME_NOTE =
  'Times are from the journal; a pause of more than 15 minutes between two entries is not counted.';

/** How a submission was run, in a few words. */
export const runInWord = ({ runIn }: LearnerReport): string =>
  runIn === undefined ? '' : runIn.isolation === 'none' ? 'no sandbox' : runIn.isolation;

/** How the submissions were run, one sentence for all of which the same is true. */
export function runInRemarks(learners: readonly LearnerReport[]): readonly string[] {
  const groups = new Map<string, string[]>();
  for (const { label, runIn } of learners) {
    if (runIn === undefined) continue;
    const how =
      runIn.isolation === 'none'
        ? `ran without a sandbox. ${runIn.reason}`
        : `ran in a sandbox (${runIn.isolation}).`;
    groups.set(how, [...(groups.get(how) ?? []), label]);
  }
  return [...groups].map(([how, labels]) =>
    labels.length === learners.length
      ? `${labels.length === 1 ? 'The submission' : 'All submissions'} ${how}`
      : `${labels.join(', ')} ${how}`,
  );
}

/** What the checks contradict or could not tell, one sentence for the steps of which it is true for the same reason. */
export function regradeRemarks({ steps }: LearnerReport): readonly string[] {
  const contradicted = new Map<string, string[]>();
  const untold = new Map<string, string[]>();
  for (const step of steps) {
    const { regraded, number, id } = step;
    const why = `(${regraded !== undefined && 'code' in regraded ? regraded.code : ''}): ${regraded?.message ?? ''}`;
    const group = isUnconfirmed(step) ? contradicted : regraded?.status === 'blocked' ? untold : undefined;
    group?.set(why, [...(group.get(why) ?? []), `${number} ${id}`]);
  }
  return [
    ...[...contradicted].map(([why, which]) =>
      which.length === 1
        ? `step ${which.join('')} is claimed, and its check fails now ${why}`
        : `steps ${which.join(', ')} are claimed, and their checks fail now ${why}`,
    ),
    ...[...untold].map(([why, which]) =>
      which.length === steps.length
        ? `no step could be judged ${why}`
        : `${plural(which.length, 'step')} could not be judged, ${which.join(', ')} ${why}`,
    ),
  ];
}
