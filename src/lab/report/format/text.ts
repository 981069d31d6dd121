// The report in a terminal: a table of the class and of the steps, or of one learner's steps.
import { cutTo, formatTable, tableWidth, wrap } from '../../ui/render/layout.ts';
import { cleanText } from '../../ui/render/style.ts';
import { isUnconfirmed, type ClassReport, type LearnerReport, type StepSummary } from '../record/model.ts';
import {
  claimWord,
  countClaimed,
  describeStuck,
  describeStuckBriefly,
  formatDuration,
  plural,
  regradeRemarks,
  regradeWord,
  runInRemarks,
  seedWord,
  sumOf,
  TIME_NOTE,
} from './words.ts';

/** The whole report. `columns` is the width of the terminal. */
export function formatText(report: ClassReport, columns: number): string {
  const [only] = report.learners;
  const tables =
    report.learners.length === 1 && only !== undefined
      ? [`${only.name}, seed ${seedWord(only)}`, formatLearner(only, report.isRegraded, columns)]
      : [formatLearners(report, columns), formatSteps(report, columns)];
  return [...tables, formatRemarks(report, columns)].join('\n\n');
}

/** The longest name in a table: one learner's long name must not cost the others their table. */
const NAME_COLUMNS = 32;
const NARROW_NAME_COLUMNS = 16;

function formatLearners(report: ClassReport, columns: number): string {
  const { learners, steps, isRegraded } = report;
  const full: Column<LearnerReport>[] = [
    ['learner', ({ label }) => cutTo(label, NAME_COLUMNS)],
    ['seed', seedWord],
    ['passed', (learner) => `${countClaimed(learner, 'passed')} of ${steps.length}`],
    ['applied', (learner) => String(countClaimed(learner, 'applied'))],
    ['skipped', (learner) => String(countClaimed(learner, 'skipped'))],
    ['checks', (learner) => String(sumOf(learner, 'attempts'))],
    ['hints', (learner) => String(sumOf(learner, 'hints'))],
    ['time', ({ activeMs }) => formatDuration(activeMs)],
    ['stuck', ({ stuck }) => describeStuckBriefly(stuck)],
    ...(isRegraded ? [['regraded', describeRegrade] as const] : []),
  ];
  // What a column needs to be read beside the others: the rest is on the page and in the other formats.
  const narrow: Column<LearnerReport>[] = [
    ['learner', ({ label }) => cutTo(label, NARROW_NAME_COLUMNS)],
    ['seed', seedWord],
    ['passed', (learner) => `${countClaimed(learner, 'passed')}/${steps.length}`],
    ...full.slice(3, 4),
    ...(isRegraded ? [] : full.slice(5, 7)),
    ['time', ({ activeMs }) => formatDuration(activeMs).replace('under', '<')],
    [
      'stuck',
      ({ stuck }) => (stuck === undefined ? '' : `${stuck.isOver ? 'was' : 'is'} at ${stuck.number}`),
    ],
    ...(isRegraded ? [['regraded', describeRegrade] as const] : []),
  ];
  return widestThatFits([full, narrow], learners, columns);
}

/** A column's head, and what it says of a row. */
type Column<T> = readonly [head: string, cell: (row: T) => string];

/** The first of the tables that fits; the first of all as blocks where none does. */
function widestThatFits<T>(
  tables: readonly (readonly Column<T>[])[],
  rows: readonly T[],
  columns: number,
): string {
  const set = tables.map((table) => ({
    head: table.map(([head]) => head),
    rows: rows.map((row) => table.map(([, cell]) => cell(row))),
  }));
  const chosen = set.find((one) => tableWidth(one.head, one.rows) <= columns) ?? set[0];
  return chosen === undefined ? '' : formatTable(chosen.head, chosen.rows, columns);
}

function describeRegrade({ steps }: LearnerReport): string {
  const wrong = steps.filter(isUnconfirmed);
  if (wrong.length > 0) return `not confirmed: ${wrong.map(({ number }) => number).join(', ')}`;
  if (!steps.some(({ claimed }) => claimed === 'passed' || claimed === 'applied')) return 'nothing claimed';
  const unsure = steps.filter(({ regraded }) => regraded?.status === 'blocked').length;
  return unsure === 0 ? 'confirmed' : `${unsure} not judged`;
}

function formatSteps({ steps, learners }: ClassReport, columns: number): string {
  const full: Column<StepSummary>[] = [
    ['#', ({ number }) => String(number)],
    ['step', ({ id }) => id],
    ['passed', ({ passed }) => `${passed} of ${learners.length}`],
    ['applied', ({ applied }) => String(applied)],
    ['skipped', ({ skipped }) => String(skipped)],
    ['median checks', ({ medianAttempts }) => String(medianAttempts)],
    ['median time', ({ medianActiveMs }) => formatDuration(medianActiveMs)],
    ['often', ({ code }) => code ?? ''],
  ];
  const narrow: Column<StepSummary>[] = [
    ...full.slice(0, 2),
    ['passed', ({ passed }) => `${passed}/${learners.length}`],
    ...full.slice(3, 4),
    ['checks', ({ medianAttempts }) => String(medianAttempts)],
    ['time', ({ medianActiveMs }) => formatDuration(medianActiveMs).replace('under', '<')],
    ...full.slice(7),
  ];
  return widestThatFits([full, narrow], steps, columns);
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
  const remarks = [TIME_NOTE, ...runInRemarks(learners).map(cleanText)];
  for (const learner of learners) {
    const { label } = learner;
    if (learners.length === 1 && learner.stuck !== undefined)
      remarks.push(`Stuck: ${describeStuck(learner.stuck)}.`);
    if (learner.pauses > 0 && learners.length === 1)
      remarks.push(`${plural(learner.pauses, 'pause')} left out.`);
    if (learner.garbledLines > 0)
      remarks.push(
        `${label}: ${plural(learner.garbledLines, 'line')} of the journal cannot be read and ${learner.garbledLines === 1 ? 'is' : 'are'} not counted.`,
      );
    for (const note of learner.notes) remarks.push(`${label}: ${cleanText(note)}`);
    for (const remark of regradeRemarks(learner)) remarks.push(`${label}: ${cleanText(remark)}`);
  }
  for (const { dir, reason } of left) remarks.push(`Left out: ${cleanText(dir)}: ${cleanText(reason)}`);
  if (!isRegraded)
    remarks.push(
      'This is what the journals say. With --regrade the checks run again on the files handed in; that runs the code in them.',
    );
  return remarks.map((remark) => wrap(remark, columns)).join('\n');
}
