// The report in a terminal: a table of the class and of the steps, or of one learner's steps.
import { formatByPart } from '../../ui/render/by-part.ts';
import { cutTo, formatTable, tableWidth, wrap } from '../../ui/render/layout.ts';
import { cleanText } from '../../ui/render/style.ts';
import { reportWords } from '../../words/index.ts';
import {
  isUnconfirmed,
  type ClassReport,
  type LearnerReport,
  type StepRecord,
  type StepSummary,
} from '../record/model.ts';
import {
  claimWord,
  countClaimed,
  describeStuck,
  regradeRemarks,
  regradeWord,
  runInRemarks,
  seedWord,
  sumOf,
} from './words.ts';

const { remarks: say, table } = reportWords;
const { heads } = table;

/** The whole report. `columns` is the width of the terminal. */
export function formatText(report: ClassReport, columns: number): string {
  const { parts = [] } = report;
  const [only] = report.learners;
  const tables =
    report.learners.length === 1 && only !== undefined
      ? [
          table.learner(only.name, seedWord(only)),
          formatByPart(parts, only.steps, columns, (steps) =>
            formatLearner(steps, report.isRegraded, columns),
          ),
        ]
      : [
          formatLearners(report, columns),
          formatByPart(parts, report.steps, columns, (steps) =>
            formatSteps(steps, report.learners.length, columns),
          ),
        ];
  return [...tables, formatRemarks(report, columns)].join('\n\n');
}

/** The longest name in a table: one learner's long name must not cost the others their table. */
const NAME_COLUMNS = 32;
const NARROW_NAME_COLUMNS = 16;

function formatLearners(report: ClassReport, columns: number): string {
  const { learners, steps, isRegraded } = report;
  const full: Column<LearnerReport>[] = [
    [heads.learner, ({ label }) => cutTo(label, NAME_COLUMNS)],
    [heads.seed, seedWord],
    [heads.passed, (learner) => table.some(countClaimed(learner, 'passed'), steps.length)],
    [heads.applied, (learner) => String(countClaimed(learner, 'applied'))],
    [heads.skipped, (learner) => String(countClaimed(learner, 'skipped'))],
    [heads.checks, (learner) => String(sumOf(learner, 'attempts'))],
    [heads.hints, (learner) => String(sumOf(learner, 'hints'))],
    [heads.time, ({ activeMs }) => table.time(activeMs)],
    [heads.stuck, ({ stuck }) => (stuck === undefined ? '' : table.stuckAt(stuck))],
    ...(isRegraded ? [[heads.regraded, describeRegrade] as const] : []),
  ];
  // What a column needs to be read beside the others: the rest is on the page and in the other formats.
  const narrow: Column<LearnerReport>[] = [
    [heads.learner, ({ label }) => cutTo(label, NARROW_NAME_COLUMNS)],
    [heads.seed, seedWord],
    [heads.passed, (learner) => `${countClaimed(learner, 'passed')}/${steps.length}`],
    ...full.slice(3, 4),
    ...(isRegraded ? [] : full.slice(5, 7)),
    [heads.time, ({ activeMs }) => table.shortTime(activeMs)],
    [heads.stuck, ({ stuck }) => (stuck === undefined ? '' : table.stuckShort(stuck))],
    ...(isRegraded ? [[heads.regraded, describeRegrade] as const] : []),
  ];
  return widestThatFits([full, narrow], learners, columns);
}

/** A column's head, and what it says of a row. */
type Column<T> = readonly [head: string, cell: (row: T) => string];

/** The first of the tables that fits; the first of all as blocks if none does. */
function widestThatFits<T>(
  tables: readonly (readonly Column<T>[])[],
  rows: readonly T[],
  columns: number,
): string {
  const set = tables.map((one) => ({
    head: one.map(([head]) => head),
    rows: rows.map((row) => one.map(([, cell]) => cell(row))),
  }));
  const chosen = set.find((one) => tableWidth(one.head, one.rows) <= columns) ?? set[0];
  return chosen === undefined ? '' : formatTable(chosen.head, chosen.rows, columns);
}

function describeRegrade({ steps }: LearnerReport): string {
  const wrong = steps.filter(isUnconfirmed);
  if (wrong.length > 0) return table.notConfirmed(wrong.map(({ number }) => number));
  if (!steps.some(({ claimed }) => claimed === 'passed' || claimed === 'applied'))
    return table.nothingClaimed;
  const unsure = steps.filter(({ regraded }) => regraded?.status === 'blocked').length;
  return unsure === 0 ? table.confirmed : table.notJudged(unsure);
}

function formatSteps(steps: readonly StepSummary[], learners: number, columns: number): string {
  const full: Column<StepSummary>[] = [
    [heads.number, ({ number }) => String(number)],
    [heads.step, ({ id }) => id],
    [heads.passed, ({ passed }) => table.some(passed, learners)],
    [heads.applied, ({ applied }) => String(applied)],
    [heads.skipped, ({ skipped }) => String(skipped)],
    [heads.medianChecks, ({ medianAttempts }) => String(medianAttempts)],
    [heads.medianTime, ({ medianActiveMs }) => table.time(medianActiveMs)],
    [heads.often, ({ code }) => code ?? ''],
  ];
  const narrow: Column<StepSummary>[] = [
    ...full.slice(0, 2),
    [heads.passed, ({ passed }) => `${passed}/${learners}`],
    ...full.slice(3, 4),
    [heads.checks, ({ medianAttempts }) => String(medianAttempts)],
    [heads.time, ({ medianActiveMs }) => table.shortTime(medianActiveMs)],
    ...full.slice(7),
  ];
  return widestThatFits([full, narrow], steps, columns);
}

function formatLearner(steps: readonly StepRecord[], isRegraded: boolean, columns: number): string {
  const head = [
    heads.number,
    heads.step,
    isRegraded ? heads.claimed : heads.status,
    heads.checks,
    heads.failed,
    heads.hints,
    heads.time,
    heads.often,
  ];
  const rows = steps.map((step) => [
    String(step.number),
    step.id,
    step.isApplied && step.claimed !== 'applied' ? table.solutionSeen(claimWord(step)) : claimWord(step),
    String(step.attempts),
    String(step.failed),
    String(step.hints),
    table.time(step.activeMs),
    step.codes[0]?.code ?? '',
    ...(isRegraded ? [regradeWord(step)] : []),
  ]);
  return formatTable(isRegraded ? [...head, heads.regraded] : head, rows, columns);
}

/** What the tables do not say. */
function formatRemarks({ learners, left, isRegraded }: ClassReport, columns: number): string {
  const remarks = [say.times, ...runInRemarks(learners).map(cleanText)];
  for (const learner of learners) {
    const { label } = learner;
    if (learners.length === 1 && learner.stuck !== undefined)
      remarks.push(say.stuck(describeStuck(learner.stuck)));
    if (learner.pauses > 0 && learners.length === 1) remarks.push(say.pauses(learner.pauses));
    if (learner.garbledLines > 0) remarks.push(say.garbled(label, learner.garbledLines));
    for (const note of learner.notes) remarks.push(say.about(label, cleanText(note)));
    for (const remark of regradeRemarks(learner)) remarks.push(say.about(label, cleanText(remark)));
  }
  for (const { dir, reason } of left) remarks.push(say.leftOut(cleanText(dir), cleanText(reason)));
  if (!isRegraded) remarks.push(say.onlyJournals);
  return remarks.map((remark) => wrap(remark, columns)).join('\n');
}
