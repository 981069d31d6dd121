import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import { failed, notJudged } from '../../../src/lab/checks/facts/verdicts.ts';
import { failed as failedAnswer } from '../../../src/lab/checks/kinds/answer/facts.ts';
import { passed as passedAlerts } from '../../../src/lab/checks/kinds/alert-timeline/facts.ts';
import { passed } from '../../../src/lab/checks/kinds/app-starts/facts.ts';
import { fitExcerpt } from '../../../src/lab/ui/render/excerpt.ts';
import { formatReport } from '../../../src/lab/ui/render/report.ts';
import { createStyle } from '../../../src/lab/ui/render/style.ts';

const plain = createStyle(false);

describe('a report', () => {
  test('aligns the details below the message, whatever the marks', () => {
    const report = {
      step: 'define-counter',
      status: 'fail',
      checks: [
        { kind: 'app-starts', ...passed('app-starts', { port: undefined }) },
        { kind: 'metric', ...failed('help-differs', { metric: 'x', wanted: 'All', found: 'Some' }) },
      ],
    } as const;
    expect(formatReport(report, plain, 79)).toBe(
      [
        '  ok       The app starts.',
        '  not yet  x has a different help text.',
        '           expected: All',
        '           found:    Some',
        '           try:      Copy the help text from the step, word for word.',
        'Step define-counter does not pass yet.',
      ].join('\n'),
    );
  });

  test('says what alerts did in each incident, where they are right, too', () => {
    const outage = { about: 'all fail', firedAfterMs: 60_000, withinMs: 300_000, budget: 0.02 };
    const night = { about: 'one fails', firedAfterMs: undefined, withinMs: undefined, budget: undefined };
    const right = passedAlerts('alerts-in-time', { incidents: 2, timelines: 1, reports: [outage, night] });
    const checks = [{ kind: 'alert-timeline', ...right }];
    expect(formatReport({ step: 's', status: 'pass', checks }, plain, 100)).toContain(
      [
        '      result:   all fail: fired after 1m (asked: within 5m), 2 % of the budget',
        '                one fails: never fired (nothing asked)',
      ].join('\n'),
    );
  });

  test.each([plain, createStyle(true)])('keeps short code of a sentence on one line', (style) => {
    const checks = [{ kind: 'app-starts', ...notJudged('port-taken', { port: 3000 }) }];
    const text = formatReport({ step: 's', status: 'blocked', checks }, style, 54);
    expect(stripVTControlCharacters(text).replaceAll('`', '')).toContain(
      `Stop that program\n${' '.repeat(23)}(ecom-lab doctor names it),`,
    );
  });

  test('does not repeat an answer that the message starts with', () => {
    const wrong = failedAnswer('number-wrong', { answer: '3', because: undefined, isFixed: true });
    const checks = [{ kind: 'answer', ...wrong }];
    expect(formatReport({ step: 's', status: 'fail', checks }, plain, 79)).not.toContain('found');
  });

  test('without an answer says that the step is waiting, and blames no work', () => {
    const open = notJudged('no-answer', { question: 'How many?', format: { form: 'number' } });
    const checks = [{ kind: 'answer', ...open }];
    expect(formatReport({ step: 's', status: 'blocked', checks }, plain, 79)).toContain(
      'Step s waits for your answer.',
    );
  });

  const source = "const requests = new Counter({ name: 'http_requests_total', help: 'Total";

  test.each([79, 39])('fits into %i columns', (columns) => {
    const unread = failed('file-unreadable', {
      file: 'main.ts',
      line: 7,
      column: source.lastIndexOf("'") + 1,
      lineText: source,
      said: 'Unterminated string literal',
      known: undefined,
    });
    const checks = [{ kind: 'app-starts', ...unread }];
    const lines = formatReport({ step: 's', status: 'fail', checks }, plain, columns).split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(columns);
    const caret = lines.find((line) => line.trim() === '^') ?? '';
    const above = lines[lines.indexOf(caret) - 1] ?? '';
    // The caret stands below the quote that opens the string.
    expect(above[caret.indexOf('^')]).toBe("'");
  });
});

describe('an excerpt', () => {
  test('without a caret stays unchanged', () => {
    expect(fitExcerpt(['one', '  two'], 20)).toEqual(['one', '  two']);
  });

  test('that fits loses only its indentation', () => {
    expect(fitExcerpt(['    abc', '     ^'], 40)).toEqual(['abc', ' ^']);
  });
});
