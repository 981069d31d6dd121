// What a submission can be judged by later: for each step of the built-in course, with the answers that a journal may have.
import path from 'node:path';
import { expect, test } from 'vitest';
import { loadBuiltInCourse } from '../../../src/lab/course/index.ts';
import { lastAnswer, whyNotJudged } from '../../../src/lab/report/regrade/evidence.ts';
import { reportLearner } from '../../../src/lab/report/record/learner.ts';
import { reportWords } from '../../../src/lab/words/index.ts';
import type { WorkspaceRecord } from '../../../src/lab/workspace/index.ts';

const load = await loadBuiltInCourse(path.resolve(import.meta.dirname, '../../../dist/course'));
if (load.status === 'invalid') throw new Error('the built-in course does not load');
const { course } = load;

/** A learner who has typed an answer, or a query, at each of these steps. */
function recordWith(steps: readonly string[]): WorkspaceRecord {
  const entries = steps.map((step) => {
    return { at: '2026-01-01T09:00:00Z', kind: 'answer' as const, step, detail: { answer: `of ${step}` } };
  });
  return {
    dir: '/class/ada',
    marker: { version: 1, course: course.id, seed: 7, created: '2026-01-01T09:00:00Z' },
    progress: { version: 1, steps: {} },
    journal: { entries, skipped: [] },
    notes: [],
  };
}

/** Step -> why it is not judged. */
function reasons(record: WorkspaceRecord): Readonly<Record<string, string | undefined>> {
  const report = reportLearner(course, record);
  const found = course.steps.map((step) => [step.id, whyNotJudged(step, report, record)?.message] as const);
  return Object.fromEntries(found.filter(([, message]) => message !== undefined));
}

/** The steps that ask something. */
const QUESTIONS = ['tour', 'read-total', 'busiest-endpoint', 'read-errors', 'choose-type', 'find-the-cause'];

const { noAnswer, numberOfThatDay, incidentOfThatDay, replacedBy } = reportWords.regrade;

test('without an answer, no question is judged, and all work is', () => {
  expect(reasons(recordWith([]))).toEqual(Object.fromEntries(QUESTIONS.map((id) => [id, noAnswer])));
});

test('with all answers, only those are not judged whose right answer has passed, and work that was replaced', () => {
  expect(reasons(recordWith(course.steps.map(({ id }) => id)))).toEqual({
    'define-counter': replacedBy('label-requests'),
    'count-requests': replacedBy('label-requests'),
    'read-total': numberOfThatDay,
    'busiest-endpoint': numberOfThatDay,
    'count-errors': replacedBy('count-outcomes'),
    'read-errors': numberOfThatDay,
    'in-progress': replacedBy('count-outcomes'),
    'count-outcomes': replacedBy('bound-the-labels'),
    'alert-on-error-ratio': replacedBy('burn-rate-alerts'),
    'test-the-alerts': replacedBy('burn-rate-alerts'),
    'find-the-cause': incidentOfThatDay,
  });
});

test('an answer is that of the journal, and a query that of its file', () => {
  const record = recordWith(course.steps.map(({ id }) => id));
  const given = course.steps.filter((step) => lastAnswer(step, record) !== undefined);
  expect(given.map(({ kind }) => kind)).not.toContain('query');
  expect(given.map(({ id }) => id)).toEqual(QUESTIONS);
});
