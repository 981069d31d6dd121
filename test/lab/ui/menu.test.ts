import { beforeAll, describe, expect, test } from 'vitest';
import { passed } from '../../../src/lab/checks/kinds/metric/facts.ts';
import { loadCourse } from '../../../src/lab/course/index.ts';
import type { Course, Step } from '../../../src/lab/course/index.ts';
import type { SessionState, StepStatus } from '../../../src/lab/session/contract/state.ts';
import { planFlow } from '../../../src/lab/session/work/flow.ts';
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

const stateAt = (current: Step, status: StepStatus, hintsShown = 0): SessionState => ({
  course: course.id,
  workspaceDir: '/home/learner/ecom-lab',
  seed: 1,
  currentStep: current.id,
  flow: planFlow(course, current, status),
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
const stateWith = (status: StepStatus): SessionState => stateAt(step(1), status);

const mainNames = (one: Step, status: StepStatus, hintsShown = 0): string[] =>
  planMenu(stateAt(one, status, hintsShown)).main.map(({ name }) => name);

describe('the menu of a step', () => {
  test('starts with the check while the step is open, and with the next step once it is done', () => {
    expect(mainNames(step(1), 'open')[0]).toBe('Check my work');
    expect(mainNames(step(1), 'passed')[0]).toMatch(/^Continue with step 2: /);
    expect(mainNames(step(course.steps.length), 'passed')[0]).toBe('Finish the course');
  });

  test('says which hint is next, and that they start over after the last', () => {
    const total = step(1).hints.length;
    expect(mainNames(step(1), 'open', 1)).toContain(`Show a hint (2 of ${total})`);
    expect(mainNames(step(1), 'open', total)).toContain(`Show the hints again (${total})`);
  });

  test('leaves half of a 24-row screen for what was just printed', () => {
    for (const status of ['open', 'passed'] as const) {
      for (const one of course.steps) expect(mainNames(one, status).length).toBeLessThanOrEqual(11);
    }
  });

  test('has a way to the rest, and one back', () => {
    const { main, more } = planMenu(stateWith('open'));
    expect(main.slice(-2).map(({ value }) => value)).toEqual(['more', 'quit']);
    expect(more.map(({ value }) => value)).toEqual([
      'restart',
      'log',
      'show',
      'goto',
      'reset',
      'skip',
      'back',
    ]);
  });
});

/** The first entry at the last step of a course with parts of these titles. */
const named = (titles: readonly string[]): string | undefined => {
  const last = step(course.steps.length);
  const parts = titles.map((title) => ({ id: title.toLowerCase(), title, steps: 1, isFinished: false }));
  const state = stateAt(last, 'passed');
  const steps = state.steps.map((one) => ({ ...one, part: 'rings' }));
  return planMenu({ ...state, steps, parts }).main[0]?.name;
};

describe('the menu at the end of a part', () => {
  test('names the part if there are several', () => {
    expect(named(['Rings', 'Knocks'])).toBe('Finish this part: Rings');
    expect(named(['Rings'])).toBe('Finish the course');
  });
});

describe('the last review', () => {
  test('counts as passed only what was judged again', () => {
    const reports = course.steps.map(({ id }, index) => ({
      step: id,
      status: 'pass' as const,
      checks:
        index === 0 ? [{ kind: 'metric', ...passed('metric-exists', { metric: 'm', type: 'gauge' }) }] : [],
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
