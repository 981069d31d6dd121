import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Course } from '../../../src/lab/course/index.ts';
import { activeTime } from '../../../src/lab/report/record/active-time.ts';
import { median, reportClass } from '../../../src/lab/report/record/class.ts';
import { formatCell, formatCsv } from '../../../src/lab/report/format/csv.ts';
import { formatHtml } from '../../../src/lab/report/format/html.ts';
import { formatText } from '../../../src/lab/report/format/text.ts';
import { reportLearner } from '../../../src/lab/report/record/learner.ts';
import type { ClassReport, LearnerReport } from '../../../src/lab/report/record/model.ts';
import { reportWords } from '../../../src/lab/words/index.ts';
import { parseJournal, type JournalEntry, type WorkspaceRecord } from '../../../src/lab/workspace/index.ts';

const EVIL = `<script>alert('x')</script>\u001b[31m=1+1`;

const course = {
  id: 'c',
  title: 'A <course>',
  steps: ['one', 'two', 'three'].map((id, index) => ({
    id,
    number: index + 1,
    title: `Step ${id}`,
    part: 0,
  })),
  parts: [],
} as unknown as Course;

const minute = (n: number): string => new Date(Date.UTC(2026, 0, 1, 9, 0) + n * 60_000).toISOString();
const entry = (
  at: number,
  kind: JournalEntry['kind'],
  step?: string,
  detail?: Record<string, unknown>,
): JournalEntry => ({
  at: minute(at),
  kind,
  ...(step === undefined ? {} : { step }),
  ...(detail === undefined ? {} : { detail }),
});
const failed = (at: number, step: string, code: string): JournalEntry =>
  entry(at, 'attempt', step, { status: 'fail', codes: [code] });

function record(
  learner: string | undefined,
  entries: readonly JournalEntry[],
  statuses: Readonly<Record<string, 'open' | 'passed' | 'applied' | 'skipped'>> = {},
): WorkspaceRecord {
  return {
    dir: `/class/${learner ?? 'nobody'}/ecom-lab`,
    marker: {
      version: 1,
      course: 'c',
      seed: 77,
      created: minute(0),
      ...(learner === undefined ? {} : { learner }),
    },
    progress: {
      version: 1,
      steps: Object.fromEntries(
        Object.entries(statuses).map(([id, status]) => [id, { status, attempts: 0, hintsShown: 0 }]),
      ),
    },
    journal: { entries, skipped: [] },
    notes: [],
  };
}

const classOf = (...learners: LearnerReport[]): ClassReport =>
  reportClass(course, learners, { isRegraded: false, left: [] });

/** A learner whose workspace is somewhere else than the others'. */
const at = (dir: string, name = 'Ada'): LearnerReport => reportLearner(course, { ...record(name, []), dir });

/** A learner who is stuck at the first step. */
const learnerWhoIsStuck = (name: string): LearnerReport =>
  reportLearner(course, record(name, [failed(0, 'one', 'x'), failed(2, 'one', 'x'), failed(80, 'one', 'x')]));

describe('time at work', () => {
  test('a gap counts for the step at its end, and opening the next step for the one before', () => {
    const { byStep, pauses } = activeTime([
      entry(0, 'opened', 'one'),
      entry(4, 'attempt', 'one'),
      entry(5, 'opened', 'two'),
      entry(12, 'attempt', 'two'),
    ]);
    expect(Object.fromEntries(byStep)).toEqual({ one: 5 * 60_000, two: 7 * 60_000 });
    expect(pauses).toBe(0);
  });

  test('a pause of more than 15 minutes is not counted; one of exactly 15 is', () => {
    const { byStep, pauses } = activeTime([
      entry(0, 'opened', 'one'),
      entry(15, 'attempt', 'one'),
      entry(31, 'attempt', 'one'),
    ]);
    expect(byStep.get('one')).toBe(15 * 60_000);
    expect(pauses).toBe(1);
  });

  test('a clock that was set back adds nothing', () => {
    expect(activeTime([entry(9, 'opened', 'one'), entry(0, 'attempt', 'one')]).byStep.get('one')).toBe(0);
  });
});

describe("a learner's report", () => {
  const learner = reportLearner(
    course,
    record(
      'Ada',
      [
        entry(0, 'opened', 'one'),
        entry(2, 'attempt', 'one', { status: 'pass', codes: [] }),
        entry(2, 'opened', 'two'),
        failed(4, 'two', 'counted-twice'),
        failed(5, 'two', 'never-counted'),
        failed(6, 'two', 'counted-twice'),
        entry(7, 'hint', 'two'),
        entry(8, 'apply', 'two'),
        entry(9, 'answer', 'two', { status: 'pass', codes: ['<b>'], answer: '4' }),
      ],
      { one: 'passed', two: 'passed' },
    ),
  );

  test('counts checks, failures, hints and applied solutions by step', () => {
    expect(learner.steps[0]).toMatchObject({ claimed: 'passed', attempts: 1, failed: 0, isApplied: false });
    expect(learner.steps[1]).toMatchObject({
      attempts: 4,
      failed: 3,
      hints: 1,
      isApplied: true,
      codes: [
        { code: 'counted-twice', count: 2 },
        { code: 'never-counted', count: 1 },
      ],
    });
    expect(learner.steps[2]).toMatchObject({ claimed: 'open', isTouched: false });
  });

  test('shows where the learner got stuck, and the seed', () => {
    expect(learner.stuck).toMatchObject({ step: 'two', failed: 3, code: 'counted-twice', isOver: true });
    expect(learner.seed).toBe(77);
  });

  test('an open step counts as stuck before a closed one', () => {
    const many = Array.from({ length: 9 }, (_, i) => failed(i, 'one', 'a'));
    const open = [failed(10, 'two', 'b'), failed(11, 'two', 'b'), failed(12, 'two', 'b')];
    const { stuck } = reportLearner(course, record('A', [...many, ...open], { one: 'passed' }));
    expect(stuck).toMatchObject({ step: 'two', isOver: false });
  });

  test('invalid codes, which anyone can write, are left out', () => {
    const { steps } = reportLearner(
      course,
      record('A', [entry(0, 'attempt', 'one', { status: 'fail', codes: [EVIL, 7, null, 'ok-code'] })]),
    );
    expect(steps[0]?.codes).toEqual([{ code: 'ok-code', count: 1 }]);
  });

  test('a workspace without a name is named after its parent folder', () => {
    expect(reportLearner(course, record(undefined, [])).name).toBe('nobody');
  });

  test('corrupt lines are counted', () => {
    const journal = parseJournal(`${JSON.stringify(entry(0, 'opened', 'one'))}\n{cut\n\n[]\n`);
    expect(reportLearner(course, { ...record('A', []), journal }).garbledLines).toBe(2);
  });
});

describe('the report of a class', () => {
  test('sums up each step over the learners who opened it', () => {
    const report = classOf(
      reportLearner(course, record('B', [failed(0, 'one', 'x'), failed(2, 'one', 'x')], { one: 'passed' })),
      reportLearner(course, record('A', [], { one: 'applied' })),
      reportLearner(course, record('C', [])),
    );
    expect(report.learners.map(({ name }) => name)).toEqual(['A', 'B', 'C']);
    expect(report.steps[0]).toMatchObject({
      passed: 1,
      applied: 1,
      touched: 2,
      medianAttempts: 1,
      code: 'x',
    });
  });

  test('learners with the same name are told apart by their folders', () => {
    const { learners } = classOf(
      at('/class/a/ecom-lab'),
      at('/class/b/ecom-lab'),
      at('/class/b/try-2'),
      at('/x', 'Bob'),
    );
    expect(learners.map(({ label }) => label)).toEqual(['Ada (a)', 'Ada (b)', 'Ada (b/try-2)', 'Bob']);
  });

  test('a name is one line, whatever it contains', () => {
    const { name, label } = reportLearner(course, record('two\nlines \u001b[31m\u202e', []));
    expect([name, label]).toEqual(['two lines', 'two lines']);
    expect(reportLearner(course, record(' \u0007\n', [])).name).not.toBe('');
  });

  test('the median is the middle value value', () => {
    expect([median([]), median([3]), median([9, 1, 2]), median([4, 1])]).toEqual([0, 3, 2, 2.5]);
  });
});

describe('a table for a spreadsheet', () => {
  test.each([
    ['=1+1', "'=1+1"],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['|calc', "'|calc"],
    ['  =1', "'  =1"],
    ['\t=1', `"'\t=1"`],
    ['\uff1d1', "'\uff1d1"],
    ['\u0000=1', "'=1"],
    ['=HYPERLINK("x","y")', `"'=HYPERLINK(""x"",""y"")"`],
    ['Ada, Countess', '"Ada, Countess"'],
    ['two\nlines', '"two\nlines"'],
    ['plain-text', 'plain-text'],
    [-7, '-7'],
  ])('%j becomes %j', (value, cell) => {
    expect(formatCell(value)).toBe(cell);
  });

  test('has one row per learner and step, with the line endings of RFC 4180', () => {
    const csv = formatCsv(classOf(reportLearner(course, record('=cmd', [], { one: 'passed' }))));
    const rows = csv.split('\r\n');
    expect(rows).toHaveLength(5);
    expect(rows[1]).toMatch(/^'=cmd,77,/);
    expect(rows[4]).toBe('');
  });
});

describe('the page', () => {
  const learner = reportLearner(
    course,
    record(EVIL, [failed(0, 'one', 'counted-twice'), entry(3, 'attempt', 'one')], { one: 'passed' }),
  );
  const page = formatHtml(
    reportClass(course, [{ ...learner, notes: [EVIL], dir: EVIL }], {
      isRegraded: false,
      left: [{ dir: EVIL, reason: EVIL }],
    }),
    new Date(0),
  );

  test('escapes all text from outside, and contains no script and no external resource', () => {
    expect(page).not.toContain('<script');
    expect(page).not.toContain('\u001b');
    expect(page).toContain('&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;');
    expect(page).toContain('A &lt;course&gt;');
    expect(page).not.toMatch(/\b(?:src|href|on\w+)\s*=/i);
    expect(page).not.toContain('http://');
    expect(page).not.toContain('https://');
  });

  test('allows only its own style sheet, by its hash', () => {
    const [, style = ''] = /<style>([^]*?)<\/style>/.exec(page) ?? [];
    const hash = createHash('sha256').update(style).digest('base64');
    expect(page).toContain(`default-src &#39;none&#39;; style-src &#39;sha256-${hash}&#39;`);
    expect(page).not.toContain('style="');
  });

  test('can be read on a narrow screen and on paper: wide tables scroll, and paper shows all columns', () => {
    expect(page.match(/<div class="scroll" role="region" aria-label="[^"]+" tabindex="0">/g)).toHaveLength(3);
    expect(page).toMatch(/@media print \{[^@]*\.scroll \{ overflow: visible; \}/);
  });

  test('is a table with row and column headers, with each state in words', () => {
    expect(page).toContain('<caption>');
    expect(page).toMatch(/<th scope="col">1<small>one<\/small><\/th>/);
    expect(page).toMatch(/<th scope="row">/);
    expect(page).toMatch(/<td class="few">\s*passed<small>2\u00a0checks, 3\u00a0min<\/small>/);
    expect(page).toContain('not started');
    expect(page).toContain('seed 77');
  });

  test('shows a claim that the check does not confirm, also in words', () => {
    const fails = { status: 'fail', code: 'metric-missing' } as const;
    const steps = learner.steps.map((step) => ({ ...step, regraded: fails }));
    const regraded = formatHtml(
      reportClass(course, [{ ...learner, steps }], { isRegraded: true, left: [] }),
      new Date(0),
    );
    expect(regraded).toMatch(/<td class="few wrong">/);
    expect(regraded).toContain('now: fails');
    expect(regraded).not.toContain('0\u00a0checks');
    expect(regraded).toContain('1 one (metric-missing)');
  });
});

describe('the report in a terminal', () => {
  test('names learner and seed, removes control characters, and says what is not counted', () => {
    const text = formatText(classOf(reportLearner(course, record(EVIL, []))), 200);
    expect(text).toContain('seed 77');
    expect(text).not.toContain('\u001b');
    expect(text).toContain('15 minutes');
    expect(text).toContain('--regrade');
  });

  const long = 'A learner whose name has no end and no meaning at all';

  test.each([200, 100, 80])('is two tables in %i columns, even with a long name', (columns) => {
    const text = formatText(classOf(learnerWhoIsStuck('Ada'), learnerWhoIsStuck(long)), columns);
    for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(columns);
    expect(text).toMatch(/^learner +seed +passed .*\n-+ .*\nA learn.* is at 1/m);
    expect(text).toMatch(/^# +step +passed .*\n-+ .*\n1 +one/m);
  });

  test('gives one reason for several unconfirmed claims', () => {
    const learner = reportLearner(
      course,
      record('Ada', [], { one: 'passed', two: 'applied', three: 'passed' }),
    );
    const steps = learner.steps.map((step) => ({
      ...step,
      regraded: {
        status: 'fail',
        code: step.id === 'three' ? 'b' : 'a',
        message: 'It is not there.',
      } as const,
    }));
    const text = formatText(
      reportClass(course, [{ ...learner, steps }], { isRegraded: true, left: [] }),
      200,
    );
    expect(text).toContain(
      'Ada: steps 1 one, 2 two are claimed, but their checks fail now (a): It is not there.',
    );
    expect(text).toContain('Ada: step 3 three is claimed, but its check fails now (b): It is not there.');
  });

  test.each([
    [0, '-'],
    [20_000, 'under 1 min'],
    [61_000, '1 min'],
    [3_600_000 * 1.2, '1 h 12 min'],
  ])('%i ms are shown as %s', (ms, words) => {
    expect(reportWords.table.time(ms)).toBe(words);
  });
});

describe('the report of a course in parts', () => {
  const parted = {
    ...course,
    steps: course.steps.map((step) => ({ ...step, part: step.number < 3 ? 0 : 1 })),
    parts: [
      { id: 'first', title: 'The <first>' },
      { id: 'second', title: 'The second' },
    ],
  } as unknown as Course;
  const reports = ['Ada', 'Bob'].map((name) => reportLearner(parted, record(name, [], { one: 'passed' })));
  const made = (learners: readonly LearnerReport[]): ClassReport =>
    reportClass(parted, learners, { isRegraded: false, left: [] });

  test('names the part of each step in its data', () => {
    const { parts, steps, learners } = made(reports);
    expect(parts).toEqual(parted.parts);
    expect(steps.map(({ part }) => part)).toEqual(['first', 'first', 'second']);
    expect(learners[0]?.steps.map(({ part }) => part)).toEqual(['first', 'first', 'second']);
    expect(classOf(...reports)).not.toHaveProperty('parts');
  });

  test.each([
    ['of a class', reports],
    ['of one learner', reports.slice(0, 1)],
  ])('has a table of the steps for each part: %s', (_of, learners) => {
    const lines = formatText(made(learners), 120).split('\n');
    const places = ['Part 1: The <first>', '1  one', '2  two', 'Part 2: The second', '3  three'];
    const found = places.map((text) => lines.findIndex((line) => line.startsWith(text)));
    expect(found).not.toContain(-1);
    expect(found).toEqual(found.toSorted((a, b) => a - b));
  });

  test('has the parts above the steps of the class chart, and in the table of the steps', () => {
    const page = formatHtml(made(reports), new Date());
    expect(page).toMatch(/<th scope="colgroup" colspan="2">\s*Part 1: The &lt;first&gt;\s*<\/th>/);
    expect(page).toMatch(/<th scope="colgroup" colspan="1">\s*Part 2: The second\s*<\/th>/);
    expect(page.match(/scope="rowgroup"/g)).toHaveLength(2);
    expect(formatHtml(classOf(...reports), new Date())).not.toContain('colgroup');
  });

  test('has the part in the last column of the table for spreadsheets', () => {
    const [head = '', ...rows] = formatCsv(made(reports.slice(0, 1)))
      .trim()
      .split('\r\n');
    expect(head.split(',').at(-1)).toBe('part');
    expect(rows.map((row) => row.split(',').at(-1))).toEqual(['first', 'first', 'second']);
  });
});
