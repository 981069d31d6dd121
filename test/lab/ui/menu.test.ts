import { beforeAll, describe, expect, test } from 'vitest';
import { loadCourse } from '../../../src/lab/course/index.ts';
import type { Course, Step } from '../../../src/lab/course/index.ts';
import type { SessionState, StepStatus } from '../../../src/lab/session/contract/calls.ts';
import { planMenu } from '../../../src/lab/ui/menu.ts';
import { formatReview } from '../../../src/lab/ui/render/review.ts';
import { TINY } from '../course/course-copy.ts';

let course: Course;
beforeAll(async () => {
  const load = await loadCourse(TINY);
  if (load.status !== 'ok') throw new Error('the tiny course has faults');
  ({ course } = load);
});

const step = (number: number): Step => {
  const found = course.steps[number - 1];
  if (found === undefined) throw new Error(`no step ${number}`);
  return found;
};

const stateWith = (status: StepStatus, hintsShown = 0): SessionState => ({
  course: course.id,
  workspaceDir: '/home/learner/ecom-lab',
  seed: 1,
  currentStep: 'ring',
  steps: course.steps.map(({ id, number, title, kind, hints }) => ({
    id,
    number,
    title,
    kind,
    status,
    hintsShown,
    hintsTotal: hints.length,
  })),
  addresses: {},
  app: { state: 'running' },
});

const mainNames = (one: Step, state: SessionState): string[] =>
  planMenu(course, one, state).main.map(({ name }) => name);
const moreValues = (one: Step, state: SessionState): string[] =>
  planMenu(course, one, state).more.map(({ value }) => value);

describe('the menu of a step', () => {
  test('begins with the check while the step is open, and with the next step once it is done', () => {
    expect(mainNames(step(1), stateWith('open'))[0]).toBe('Check my work');
    expect(mainNames(step(1), stateWith('passed'))[0]).toMatch(/^Continue with step 2: /);
    expect(mainNames(step(course.steps.length), stateWith('passed'))[0]).toBe('Finish the course');
  });

  test('offers an answer where the step asks a question, and no solution to apply', () => {
    const names = mainNames(step(2), stateWith('open'));
    expect(names[0]).toBe('Answer the question');
    expect(names.join()).not.toContain('Apply');
  });

  test('says which hint is next, and that they begin again after the last', () => {
    const total = step(1).hints.length;
    expect(mainNames(step(1), stateWith('open', 1))).toContain(`Show a hint (2 of ${total})`);
    expect(mainNames(step(1), stateWith('open', total))).toContain(`Show the hints again (${total})`);
  });

  test('leaves half of a screen of 24 rows to what was just printed', () => {
    for (const status of ['open', 'passed'] as const) {
      for (const one of course.steps)
        expect(planMenu(course, one, stateWith(status)).main.length).toBeLessThanOrEqual(11);
    }
  });

  test('no step can be skipped that is done, nor the last one', () => {
    expect(moreValues(step(1), stateWith('open'))).toContain('skip');
    expect(moreValues(step(1), stateWith('passed'))).not.toContain('skip');
    expect(moreValues(step(course.steps.length), stateWith('open'))).not.toContain('skip');
  });

  test('offers the restart at hand where the step is about the scrape job, behind "more" elsewhere', () => {
    const scraping: Step = { ...step(1), solution: { scrapeJob: { job: 'api', port: 'api' } } };
    expect(planMenu(course, scraping, stateWith('open')).main.map(({ value }) => value)).toContain('restart');
    expect(moreValues(step(1), stateWith('open'))).toContain('restart');
  });
});

describe('the last review', () => {
  test('calls a pass only what was judged again', () => {
    const reports = course.steps.map(({ id }, index) => ({
      step: id,
      status: 'pass' as const,
      checks: index === 0 ? [{ kind: 'metric', status: 'pass' as const }] : [],
    }));
    const lines = formatReview(course, stateWith('passed'), reports, 79).split('\n');
    expect(lines[2]).toMatch(/^ 1 {2}.* passes$/);
    expect(lines[3]).toMatch(/^ 2 {2}.* answered$/);
    expect(formatReview(course, stateWith('open'), reports.slice(0, 1), 79)).toMatch(
      /^ 2 {2}.* not answered$/m,
    );
    expect(formatReview(course, stateWith('skipped'), reports.slice(1), 79)).toContain('skipped');
  });
});
