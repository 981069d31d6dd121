// Verdicts, events and failures as text for a learner.
import stringWidth from 'fast-string-width';
import type { AppExit, Listen, StartFailure } from '../../model/app-run.ts';
import type { CheckReport, StepReport } from '../../session/contract/events.ts';
import { worded, type Words } from '../../words/index.ts';
import { fitExcerpt } from './excerpt.ts';
import { wrap } from './layout.ts';
import { renderInline } from './blocks.ts';
import { cleanText, type Style } from './style.ts';

const LABEL_COLUMNS = 'expected: '.length;
const NARROW_COLUMNS = 60;
const MARKS = { pass: 'ok', fail: 'not yet', blocked: 'cannot tell' } as const;

/** One check, in words: the mark, what was found, and help where it did not pass. `markColumns` aligns several. */
export function formatCheck(
  report: CheckReport,
  style: Style,
  columns: number,
  markColumns = MARKS[report.status].length,
): string {
  const check = worded(report);
  const paint = { pass: style.good, fail: style.bad, blocked: style.warn }[check.status];
  const mark = MARKS[check.status];
  const indent = ' '.repeat(markColumns + 4);
  const first = `  ${paint(mark)}${' '.repeat(Math.max(0, markColumns - mark.length) + 2)}`;
  const message = cleanText(check.message ?? describeKind(check.kind));
  const lines = [wrap(renderInline(message, style), columns, indent, first)];
  for (const [label, parts] of detailsOf(check, message, style)) {
    // In a narrow terminal the words need the room more than their column needs to be straight.
    const labelColumns = columns < NARROW_COLUMNS ? label.length + 2 : LABEL_COLUMNS;
    const below = `${indent}${' '.repeat(labelColumns)}`;
    for (const [index, part] of fitExcerpt(parts, columns - below.length).entries()) {
      const start = index === 0 ? `${indent}${style.dim(`${label}:`.padEnd(labelColumns))}` : below;
      // Wrapping takes away leading spaces, and a caret stands where it is by those.
      const isShort = stringWidth(part) <= columns - below.length;
      lines.push(isShort ? start + part : wrap(part, columns, below, start));
    }
  }
  return lines.join('\n');
}

/** What is printed under the message of a check that did not pass: label and lines. */
function detailsOf(
  check: Words & Pick<CheckReport, 'status'>,
  message: string,
  style: Style,
): [string, readonly string[]][] {
  if (check.status === 'pass') return [];
  // What was seen or is wanted: lines of a file or a page, and no Markdown.
  const facts: [string, string | undefined][] = [
    ['expected', check.expected],
    ['found', check.observed],
  ];
  const details = facts.flatMap(([label, value]): [string, readonly string[]][] =>
    value === undefined || isSaid(value, message) ? [] : [[label, cleanText(value).split('\n')]],
  );
  if (check.hint !== undefined)
    details.push([check.status === 'fail' ? 'try' : 'way out', [renderInline(cleanText(check.hint), style)]]);
  return details;
}

/** Whether the message begins with the value: `3 is not right.` needs no `found: 3`. */
const isSaid = (value: string, message: string): boolean =>
  message.startsWith(`${value} `) || message.startsWith(`"${value}" `);

/** All checks of a step and a last line that says the outcome. */
export function formatReport(report: StepReport, style: Style, columns: number): string {
  const isUnanswered = report.checks.at(-1)?.code === 'no-answer';
  const last = {
    pass: style.good(wrap(`Step ${report.step} passes.`, columns)),
    fail: style.bad(wrap(`Step ${report.step} does not pass yet.`, columns)),
    blocked: style.warn(
      wrap(
        isUnanswered
          ? `Step ${report.step} waits for your answer.`
          : `Step ${report.step} could not be judged. This is not a mistake in your work.`,
        columns,
      ),
    ),
  }[report.status];
  const markColumns = Math.max(0, ...report.checks.map((check) => MARKS[check.status].length));
  return [...report.checks.map((check) => formatCheck(check, style, columns, markColumns)), last].join('\n');
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
    case 'never-listened': {
      const others = failure.listens?.filter(({ status }) => status === 'listening') ?? [];
      const seconds = Math.round(failure.afterMs / 1000);
      if (others.length === 0) return `The app runs, but after ${seconds} s it listens on no port.`;
      const ports = others.map(placeOf).join(' and ');
      return `The app runs, but after ${seconds} s it listens on ${ports}, and not on port ${failure.port}.`;
    }
    case 'unresponsive':
      return `The app runs, but it has been too busy to answer for ${Math.round(failure.afterMs / 1000)} s. Is there a loop that never ends?`;
    default:
      return failure satisfies never;
  }
}

function placeOf(listen: Listen): string {
  const name = listen.status === 'listening' ? listen.name : undefined;
  return name === undefined ? `port ${listen.asked}` : JSON.stringify(name);
}

/** How the app ended: its error and the place where that is known, else the last lines that it printed. */
export function formatExit(exit: AppExit): string {
  const at = exit.at === undefined ? '' : ` (${exit.at})`;
  if (exit.error !== undefined) return `It ended with an error: ${exit.error}${at}`;
  const how = exit.signal === null ? `with exit code ${exit.code ?? 'unknown'}` : `by ${exit.signal}`;
  const tail = exit.lastLines.slice(-6).map((line) => `  ${line}`);
  return [`It ended ${how}${at}.`, ...tail].join('\n');
}
