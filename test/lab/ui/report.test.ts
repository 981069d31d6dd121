import { describe, expect, test } from 'vitest';
import { fitExcerpt } from '../../../src/lab/ui/render/excerpt.ts';
import { formatReport } from '../../../src/lab/ui/render/report.ts';
import { createStyle } from '../../../src/lab/ui/render/style.ts';

const plain = createStyle(false);

describe('a report', () => {
  test('aligns what was found below the message, whatever the marks', () => {
    const report = {
      step: 'define-counter',
      status: 'fail',
      checks: [
        { kind: 'app-starts', status: 'pass', message: 'The app starts.' },
        {
          kind: 'metric',
          status: 'fail',
          code: 'wrong-type',
          message: 'x_total is a gauge.',
          expected: 'counter',
          observed: 'gauge',
          hint: 'Which type only goes up?',
        },
      ],
    } as const;
    expect(formatReport(report, plain, 79)).toBe(
      [
        '  ok       The app starts.',
        '  not yet  x_total is a gauge.',
        '           expected: counter',
        '           found:    gauge',
        '           try:      Which type only goes up?',
        'Step define-counter does not pass yet.',
      ].join('\n'),
    );
  });

  test('does not repeat an answer that its message begins with', () => {
    const checks = [{ kind: 'answer', status: 'fail', message: '3 is not correct.', observed: '3' }] as const;
    expect(formatReport({ step: 's', status: 'fail', checks }, plain, 79)).not.toContain('found');
  });

  test('without an answer says that the step waits, and blames nobody', () => {
    const checks = [{ kind: 'answer', status: 'blocked', code: 'no-answer', message: 'How many?' }] as const;
    expect(formatReport({ step: 's', status: 'blocked', checks }, plain, 79)).toContain(
      'Step s waits for your answer.',
    );
  });

  const source = "const requests = new Counter({ name: 'http_requests_total', help: 'Total";

  test.each([79, 39])('keeps to %i columns', (columns) => {
    const checks = [
      {
        kind: 'app-starts',
        status: 'fail',
        message: 'There is a syntax error at main.ts:7:94: Unterminated string literal',
        observed: `${source}\n${' '.repeat(source.lastIndexOf("'"))}^`,
        hint: 'Look at line 7 and the line above it.',
      },
    ] as const;
    const lines = formatReport({ step: 's', status: 'fail', checks }, plain, columns).split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(columns);
    const caret = lines.find((line) => line.trim() === '^') ?? '';
    const above = lines[lines.indexOf(caret) - 1] ?? '';
    // The caret stands below the quote that opens the string.
    expect(above[caret.indexOf('^')]).toBe("'");
  });
});

describe('an excerpt', () => {
  test('without a caret is left alone', () => {
    expect(fitExcerpt(['one', '  two'], 20)).toEqual(['one', '  two']);
  });

  test('that fits loses its indentation only', () => {
    expect(fitExcerpt(['    abc', '     ^'], 40)).toEqual(['abc', ' ^']);
  });
});
