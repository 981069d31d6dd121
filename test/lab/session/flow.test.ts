import { beforeAll, describe, expect, test } from 'vitest';
import { loadCourse } from '../../../src/lab/course/index.ts';
import type { Course, Step } from '../../../src/lab/course/index.ts';
import { planFlow } from '../../../src/lab/session/work/flow.ts';
import type { StepStatus } from '../../../src/lab/session/contract/state.ts';
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
const names = (one: Step, status: StepStatus): string[] =>
  planFlow(course, one, status).actions.map(({ name }) => name);

describe("the learner's flow", () => {
  test('leads on once the step is done, and after the last one to the review', () => {
    const last = course.steps.length;
    expect(names(step(1), 'open')).not.toContain('next');
    for (const status of ['passed', 'applied', 'skipped'] as const)
      expect(names(step(1), status)[0]).toBe('next');
    expect(planFlow(course, step(1), 'open').next).toBe(step(2).id);
    expect(names(step(last), 'passed')[0]).toBe('finish');
    expect(planFlow(course, step(last), 'passed').next).toBeUndefined();
  });

  test('offers an answer where the step asks a question, and no solution to apply', () => {
    expect(names(step(1), 'open')).toEqual(expect.arrayContaining(['check', 'diff', 'apply']));
    expect(names(step(2), 'open')[0]).toBe('answer');
    for (const action of ['check', 'diff', 'apply']) expect(names(step(2), 'open')).not.toContain(action);
  });

  test('lets no step be skipped that is done, nor the last one', () => {
    expect(names(step(1), 'open')).toContain('skip');
    expect(names(step(1), 'passed')).not.toContain('skip');
    expect(names(step(course.steps.length), 'open')).not.toContain('skip');
  });

  test('has the restart at hand where the step is about the scrape job', () => {
    const scraping: Step = { ...step(1), solution: { scrapeJob: { job: 'api', port: 'api' } } };
    expect(planFlow(course, scraping, 'open').actions).toContainEqual({ name: 'restart', isAtHand: true });
    expect(planFlow(course, step(1), 'open').actions).toContainEqual({ name: 'restart', isAtHand: false });
  });

  test("edits the step's first file, or the app where it names none", () => {
    expect(planFlow(course, { ...step(1), files: ['a.ts', 'b.ts'] }, 'open').file).toBe('a.ts');
    const { files: _, ...withoutFiles } = step(1);
    expect(planFlow(course, withoutFiles, 'open')).toMatchObject({ file: course.app.entry });
    expect(names(withoutFiles, 'open')).not.toContain('edit');
  });
});
