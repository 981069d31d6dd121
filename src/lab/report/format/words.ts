// What a report says of a learner or a step, the same in the terminal and on the page.
import { reportWords } from '../../words/index.ts';
import { isUnconfirmed, type LearnerReport, type StepRecord, type Stuck } from '../record/model.ts';

const { remarks, table } = reportWords;

/** Where a learner got stuck, in a few words. */
export const describeStuck = (stuck: Stuck | undefined): string =>
  stuck === undefined ? '' : table.stuck(stuck);

/** The status of a step, in one or two words. */
export const claimWord = ({ claimed, isTouched }: StepRecord): string =>
  table.claims[claimed === 'open' && !isTouched ? 'untouched' : claimed];

/** What the checks say now. */
export const regradeWord = ({ regraded }: StepRecord): string =>
  regraded === undefined ? '' : table.regraded[regraded.status];

/** The seed as it is typed after `--seed`. */
export const seedWord = ({ seed }: LearnerReport): string =>
  seed === undefined ? table.unknownSeed : String(seed);

/** How many steps of a learner have a status. */
export const countClaimed = ({ steps }: LearnerReport, claimed: StepRecord['claimed']): number =>
  steps.filter((step) => step.claimed === claimed).length;

/** The sum of a number over a learner's steps. */
export const sumOf = ({ steps }: LearnerReport, key: 'attempts' | 'hints'): number =>
  steps.reduce((sum, step) => sum + step[key], 0);

/** How a submission was run, in a few words. */
export const runInWord = ({ runIn }: LearnerReport): string =>
  runIn === undefined ? '' : runIn.isolation === 'none' ? table.noSandbox : runIn.isolation;

/** How the submissions were run, one sentence for all of which the same is true. */
export function runInRemarks(learners: readonly LearnerReport[]): readonly string[] {
  const groups = new Map<string, string[]>();
  for (const { label, runIn } of learners) {
    if (runIn === undefined) continue;
    const how =
      runIn.isolation === 'none' ? remarks.noSandbox(runIn.reason) : remarks.sandbox(runIn.isolation);
    groups.set(how, [...(groups.get(how) ?? []), label]);
  }
  return [...groups].map(([how, labels]) =>
    labels.length === learners.length ? remarks.allRan(labels.length, how) : remarks.someRan(labels, how),
  );
}

/** What the checks contradict or could not judge, one sentence for the steps of which it is true for the same reason. */
export function regradeRemarks({ steps }: LearnerReport): readonly string[] {
  const contradicted = new Map<string, string[]>();
  const unjudged = new Map<string, string[]>();
  for (const step of steps) {
    const { regraded, number, id } = step;
    const code = regraded !== undefined && 'code' in regraded ? regraded.code : undefined;
    const why = remarks.why(code ?? '', regraded?.message ?? '');
    const group = isUnconfirmed(step) ? contradicted : regraded?.status === 'blocked' ? unjudged : undefined;
    group?.set(why, [...(group.get(why) ?? []), `${number} ${id}`]);
  }
  return [
    ...[...contradicted].map(([why, which]) => remarks.contradicted(which, why)),
    ...[...unjudged].map(([why, which]) =>
      which.length === steps.length ? remarks.noneJudged(why) : remarks.notJudged(which, why),
    ),
  ];
}
