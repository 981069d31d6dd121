// Verdicts as text for a learner.
import stringWidth from 'fast-string-width';
import type { CheckReport, StepReport } from '../../session/contract/values.ts';
import { ui, worded, type Words } from '../../words/index.ts';
import { fitExcerpt } from './excerpt.ts';
import { padTo, withSpaces, wrap, wrapLine } from './layout.ts';
import { renderInline } from './blocks.ts';
import { cleanText, type Style } from './style.ts';

const words = ui.report;
const LABEL_COLUMNS =
  Math.max(
    ...[words.expected, words.found, words.example, words.result, words.live, words.try].map((label) =>
      stringWidth(label),
    ),
  ) + 2;
const NARROW_COLUMNS = 60;

/** One check, in words: the mark, what was found, and help where it did not pass. `markColumns` aligns several. */
export function formatCheck(
  report: CheckReport,
  style: Style,
  columns: number,
  markColumns = stringWidth(words.marks[report.status]),
): string {
  const check = worded(report);
  const paint = { pass: style.good, fail: style.bad, blocked: style.warn }[check.status];
  const mark = words.marks[check.status];
  const indent = ' '.repeat(markColumns + 4);
  const first = `  ${paint(mark)}${' '.repeat(Math.max(0, markColumns - stringWidth(mark)) + 2)}`;
  const message = cleanText(check.message);
  const lines = [wrap(renderInline(message, style), columns, indent, first)];
  for (const [label, parts] of detailsOf(check, message, style)) {
    // In a narrow terminal, space matters more than alignment.
    const labelColumns =
      columns < NARROW_COLUMNS ? stringWidth(label) + 2 : Math.max(LABEL_COLUMNS, stringWidth(label) + 2);
    const below = `${indent}${' '.repeat(labelColumns)}`;
    for (const [index, part] of fitExcerpt(parts, columns - below.length).entries()) {
      const start = index === 0 ? `${indent}${style.dim(padTo(`${label}:`, labelColumns))}` : below;
      lines.push((parts.length === 1 ? wrap : wrapLine)(part, columns, below, start));
    }
  }
  return withSpaces(lines.join('\n'));
}

/** What is printed under the message of a check: label and lines. */
function detailsOf(
  check: Words & Pick<CheckReport, 'status'>,
  message: string,
  style: Style,
): [string, readonly string[]][] {
  // What was seen or is wanted: lines of a file or a page, and no Markdown.
  const facts: (readonly [string, string | undefined])[] =
    check.status === 'pass'
      ? []
      : [
          [words.expected, check.expected],
          [words.found, check.observed],
          [words.example, check.example],
        ];
  facts.push([words.result, check.result], [words.live, check.live]);
  const details = facts.flatMap(([label, value]): [string, readonly string[]][] =>
    value === undefined || isSaid(value, message) ? [] : [[label, cleanText(value).split('\n')]],
  );
  if (check.status !== 'pass' && check.hint !== undefined)
    details.push([
      check.status === 'fail' ? words.try : words.whatToDo,
      [renderInline(cleanText(check.hint), style)],
    ]);
  return details;
}

/** Whether the message begins with the value: `3 is not right.` needs no `found: 3`. */
const isSaid = (value: string, message: string): boolean =>
  message.startsWith(`${value} `) || message.startsWith(`"${value}" `);

/** All checks of a step and a last line that says the outcome. */
export function formatReport(report: StepReport, style: Style, columns: number): string {
  const isUnanswered = report.checks.at(-1)?.code === 'no-answer';
  const last = {
    pass: style.good(wrap(words.pass(report.step), columns)),
    fail: style.bad(wrap(words.fail(report.step), columns)),
    blocked: style.warn(
      wrap(isUnanswered ? words.unanswered(report.step) : words.blocked(report.step), columns),
    ),
  }[report.status];
  const markColumns = Math.max(0, ...report.checks.map((check) => stringWidth(words.marks[check.status])));
  return [...report.checks.map((check) => formatCheck(check, style, columns, markColumns)), last].join('\n');
}
