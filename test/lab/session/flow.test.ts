import { beforeAll, describe, expect, test } from 'vitest';
import { loadCourse } from '../../../src/lab/course/index.ts';
import type { Course, Step } from '../../../src/lab/course/index.ts';
import { planFlow, stepAfterPart } from '../../../src/lab/session/work/flow.ts';
import type { StepStatus } from '../../../src/lab/session/contract/state.ts';
import { TINY, TWO_PARTS } from '../course/course-copy.ts';

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

describe('the flow of a course in two parts', () => {
  let parted: Course;
  beforeAll(async () => {
    const load = await loadCourse(TWO_PARTS);
    if (load.status !== 'ok') throw new Error('the course in two parts has faults');
    parted = load.course;
  });
  const at = (index: number): Step => {
    const found = parted.steps[index];
    if (found === undefined) throw new Error(`no step ${index}`);
    return found;
  };
  const done = { status: 'passed', attempts: 1, hintsShown: 0 } as const;

  test('leads to the review at the end of each part', () => {
    const first = parted.steps.map((one) => planFlow(parted, one, 'passed').actions[0]?.name);
    expect(first).toEqual(['next', 'finish', 'next', 'finish']);
    expect(planFlow(parted, at(1), 'passed').next).toBe('how-often');
    expect(planFlow(parted, at(3), 'passed').next).toBeUndefined();
  });

  test('lets the last step of a part be skipped if another part follows', () => {
    const skips = parted.steps.map((one) =>
      planFlow(parted, one, 'open').actions.some(({ name }) => name === 'skip'),
    );
    expect(skips).toEqual([true, true, true, false]);
  });

  test('continues at the first open step of the next part', () => {
    const after = (steps: Readonly<Record<string, typeof done>>): string | undefined =>
      stepAfterPart(parted, 0, { version: 1, steps })?.id;
    expect(after({})).toBe('how-often');
    expect(after({ 'how-often': done })).toBe('hear-knocks');
    expect(after({ 'how-often': done, 'hear-knocks': done })).toBe('how-often');
    expect(stepAfterPart(parted, 1, { version: 1, steps: {} })).toBeUndefined();
  });
});
