// Verdicts, events and failures as text for a learner.
import type { AppExit, StartFailure } from '../model/app-run.ts';
import type { CheckReport, StepReport } from '../session/events.ts';
import { wrap } from './layout.ts';
import { cleanText, type Style } from './style.ts';

const MARKS = { pass: 'ok', fail: 'not yet', blocked: 'cannot tell' } as const;

/** One check, in words: the mark, what was found, and help where it did not pass. */
export function formatCheck(check: CheckReport, style: Style, columns: number): string {
  const paint = { pass: style.good, fail: style.bad, blocked: style.warn }[check.status];
  const mark = MARKS[check.status];
  const first = `  ${paint(mark)}  `;
  const indent = ' '.repeat(mark.length + 4);
  const lines = [wrap(cleanText(check.message ?? describeKind(check.kind)), columns, indent, first)];
  const add = (label: string, value: string | undefined): void => {
    if (value === undefined) return;
    for (const [index, part] of cleanText(value).split('\n').entries()) {
      const labelText = index === 0 ? `${label}: ` : ' '.repeat(label.length + 2);
      lines.push(
        wrap(part, columns, `${indent}${' '.repeat(label.length + 2)}`, `${indent}${style.dim(labelText)}`),
      );
    }
  };
  if (check.status !== 'pass') {
    add('expected', check.expected);
    add('found', check.observed);
    add(check.status === 'fail' ? 'try' : 'way out', check.hint);
  }
  return lines.join('\n');
}

/** All checks of a step and a last line that says the outcome. */
export function formatReport(report: StepReport, style: Style, columns: number): string {
  const last = {
    pass: style.good(`Step ${report.step} passes.`),
    fail: style.bad(`Step ${report.step} does not pass yet.`),
    blocked: style.warn(`Step ${report.step} could not be judged. This is not a mistake in your work.`),
  }[report.status];
  return [...report.checks.map((check) => formatCheck(check, style, columns)), last].join('\n');
}

const KIND_WORDS: Readonly<Record<string, string>> = {
  'app-starts': 'The app starts.',
  request: 'The request gets its answer.',
  dependency: 'The package is installed.',
  metric: 'The metric exists.',
  'requests-counted': 'Requests are counted exactly.',
  'metrics-exposed': 'The metrics are exposed.',
  'in-progress': 'The gauge follows the requests in progress.',
  'scrape-job': 'Prometheus scrapes the app.',
  query: 'The query gives the value.',
  answer: 'The answer is right.',
};

const describeKind = (kind: string): string => KIND_WORDS[kind] ?? kind;

/** Why the app did not come up, with the place in the learner's file where it is known. */
export function formatStartFailure(failure: StartFailure): string {
  switch (failure.kind) {
    case 'missing-entry':
      return `${failure.file} is missing from your folder.`;
    case 'syntax-error':
      return `${failure.file}:${failure.line}:${failure.column}: ${failure.message}\n  ${failure.lineText.trim()}`;
    case 'unresolved-import': {
      const place =
        failure.file === undefined
          ? ''
          : `${failure.file}${failure.line === undefined ? '' : `:${failure.line}`}: `;
      return `${place}"${failure.specifier}" cannot be found.`;
    }
    case 'crashed':
    case 'exited':
      return formatExit(failure.exit);
    case 'listen-failed':
      return failure.listen.status === 'failed'
        ? `The app could not listen on port ${failure.listen.asked}: ${failure.listen.message}`
        : `The app could not listen on port ${failure.listen.asked}.`;
    case 'never-listened':
      return `The app runs, but after ${Math.round(failure.afterMs / 1000)} s it listens on no port.`;
    case 'unresponsive':
      return `The app runs, but it has been too busy to answer for ${Math.round(failure.afterMs / 1000)} s. Is there a loop that never ends?`;
    default:
      return failure satisfies never;
  }
}

/** How the app ended, with the last lines that it printed. */
export function formatExit(exit: AppExit): string {
  const how = exit.signal === null ? `with exit code ${exit.code ?? 'unknown'}` : `by ${exit.signal}`;
  const why = exit.error === undefined ? '' : `: ${exit.error}`;
  const at = exit.at === undefined ? '' : ` (${exit.at})`;
  const tail = exit.lastLines.slice(-6).map((line) => `  ${line}`);
  return [`The app ended ${how}${why}${at}`, ...tail].join('\n');
}
