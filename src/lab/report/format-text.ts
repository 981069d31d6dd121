// The report in a terminal: a table of the class and of the steps, or of one learner's steps.
import { formatTable, wrap } from '../ui/layout.ts';
import { cleanText } from '../ui/style.ts';
import { isUnconfirmed, type ClassReport, type LearnerReport } from './model.ts';
import {
  claimWord,
  countClaimed,
  describeStuck,
  describeStuckBriefly,
  formatDuration,
  plural,
  regradeWord,
  seedWord,
  sumOf,
  TIME_NOTE,
} from './words.ts';

/** The whole report. `columns` is the width of the terminal. */
export function formatText(report: ClassReport, columns: number): string {
  const [only] = report.learners;
  const tables =
    report.learners.length === 1 && only !== undefined
      ? [`${cleanText(only.name)}, seed ${seedWord(only)}`, formatLearner(only, report.isRegraded, columns)]
      : [formatLearners(report, columns), formatSteps(report, columns)];
  return [...tables, formatRemarks(report, columns)].join('\n\n');
}

function formatLearners({ learners, steps, isRegraded }: ClassReport, columns: number): string {
  const head = ['learner', 'seed', 'passed', 'applied', 'skipped', 'checks', 'hints', 'time', 'stuck'];
  const rows = learners.map((learner) => [
    cleanText(learner.name),
    seedWord(learner),
    `${countClaimed(learner, 'passed')} of ${steps.length}`,
    String(countClaimed(learner, 'applied')),
    String(countClaimed(learner, 'skipped')),
    String(sumOf(learner, 'attempts')),
    String(sumOf(learner, 'hints')),
    formatDuration(learner.activeMs),
    describeStuckBriefly(learner.stuck),
    ...(isRegraded ? [describeRegrade(learner)] : []),
  ]);
  return formatTable(isRegraded ? [...head, 'regraded'] : head, rows, columns);
}

function describeRegrade({ steps }: LearnerReport): string {
  const wrong = steps.filter(isUnconfirmed);
  if (wrong.length > 0) return `not confirmed: ${wrong.map(({ number }) => number).join(', ')}`;
  if (!steps.some(({ claimed }) => claimed === 'passed' || claimed === 'applied')) return 'nothing claimed';
  const unsure = steps.filter(({ regraded }) => regraded?.status === 'blocked').length;
  return unsure === 0 ? 'confirmed' : `${unsure} not judged`;
}

function formatSteps({ steps, learners }: ClassReport, columns: number): string {
  return formatTable(
    ['#', 'step', 'passed', 'applied', 'skipped', 'median checks', 'median time', 'often'],
    steps.map((step) => [
      String(step.number),
      step.id,
      `${step.passed} of ${learners.length}`,
      String(step.applied),
      String(step.skipped),
      String(step.medianAttempts),
      formatDuration(step.medianActiveMs),
      step.code ?? '',
    ]),
    columns,
  );
}

function formatLearner({ steps }: LearnerReport, isRegraded: boolean, columns: number): string {
  const head = ['#', 'step', isRegraded ? 'claimed' : 'status', 'checks', 'failed', 'hints', 'time', 'often'];
  const rows = steps.map((step) => [
    String(step.number),
    step.id,
    `${claimWord(step)}${step.isApplied && step.claimed !== 'applied' ? ' (solution seen)' : ''}`,
    String(step.attempts),
    String(step.failed),
    String(step.hints),
    formatDuration(step.activeMs),
    step.codes[0]?.code ?? '',
    ...(isRegraded ? [regradeWord(step)] : []),
  ]);
  return formatTable(isRegraded ? [...head, 'regraded'] : head, rows, columns);
}

/** What the tables do not say. */
function formatRemarks({ learners, left, isRegraded }: ClassReport, columns: number): string {
  const remarks = [TIME_NOTE];
  for (const learner of learners) {
    const name = cleanText(learner.name);
    if (learners.length === 1 && learner.stuck !== undefined)
      remarks.push(`Stuck: ${describeStuck(learner.stuck)}.`);
    if (learner.pauses > 0 && learners.length === 1)
      remarks.push(`${plural(learner.pauses, 'pause')} left out.`);
    if (learner.garbledLines > 0)
      remarks.push(
        `${name}: ${plural(learner.garbledLines, 'line')} of the journal cannot be read and ${learner.garbledLines === 1 ? 'is' : 'are'} not counted.`,
      );
    for (const note of learner.notes) remarks.push(`${name}: ${cleanText(note)}`);
    for (const step of learner.steps) {
      const { regraded } = step;
      if (!isUnconfirmed(step) || regraded?.status !== 'fail') continue;
      remarks.push(
        `${name}: step ${step.number} ${step.id} is claimed, and its check fails now (${regraded.code ?? ''}): ${cleanText(regraded.message ?? '')}`,
      );
    }
  }
  for (const { dir, reason } of left) remarks.push(`Left out: ${cleanText(dir)}: ${cleanText(reason)}`);
  if (!isRegraded)
    remarks.push(
      'This is what the journals say. With --regrade the checks run again on the files handed in; that runs the code in them.',
    );
  return remarks.map((remark) => wrap(remark, columns)).join('\n');
}
