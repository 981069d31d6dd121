// The report as a table for a spreadsheet: one row a learner and step, and no cell that a spreadsheet would run.
import { cleanText } from '../../ui/render/style.ts';
import { isUnconfirmed, type ClassReport } from '../record/model.ts';
import { runInWord } from './words.ts';

const HEAD = [
  'learner',
  'seed',
  'workspace',
  'number',
  'step',
  'claimed',
  'regraded',
  'confirmed',
  'checks',
  'failed',
  'hints',
  'solution applied',
  'seconds at work',
  'most frequent failure',
  'run in',
  'part',
] as const;

/** RFC 4180, lines ended by CR LF. */
export function formatCsv({ learners, isRegraded }: ClassReport): string {
  const rows = learners.flatMap((learner) =>
    learner.steps.map((step) => [
      learner.name,
      learner.seed ?? '',
      learner.dir,
      step.number,
      step.id,
      step.claimed,
      step.regraded?.status ?? '',
      isRegraded ? (isUnconfirmed(step) ? 'no' : step.regraded?.status === 'pass' ? 'yes' : '') : '',
      step.attempts,
      step.failed,
      step.hints,
      step.isApplied ? 'yes' : 'no',
      Math.round(step.activeMs / 1000),
      step.codes[0]?.code ?? '',
      runInWord(learner),
      step.part ?? '',
    ]),
  );
  return [HEAD, ...rows].map((row) => `${row.map(formatCell).join(',')}\r\n`).join('');
}

// What spreadsheets take for the beginning of a formula, also after spaces and in full width (OWASP, CSV injection).
const FORMULA = /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20|]|^[\t\r\n]/;

/** One cell. Text that a spreadsheet could run gets an apostrophe in front, which makes it text. */
export function formatCell(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const text = cleanText(value);
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",;\r\n\t]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
