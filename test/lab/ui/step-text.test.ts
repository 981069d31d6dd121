import path from 'node:path';
import { expect, test } from 'vitest';
// @ts-expect-error The build's scripts are plain JavaScript.
import { assembleCourse } from '../../../scripts/assemble-course.mjs';
import { compileCourse } from '../../../src/lab/authoring/compile-course.ts';
import { loadBuiltInCourse, loadCourse } from '../../../src/lab/course/index.ts';
import type { Course } from '../../../src/lab/course/index.ts';
import type { SessionState } from '../../../src/lab/session/contract/state.ts';
import { formatStep } from '../../../src/lab/ui/render/step.ts';
import { createStyle } from '../../../src/lab/ui/render/style.ts';
import { temporaryFolder, TINY } from '../course/course-copy.ts';

async function tinyCourse(): Promise<Course> {
  const load = await loadCourse(TINY);
  if (load.status !== 'ok') throw new Error('not loaded');
  return load.course;
}

function stateAt(course: Course, stepId: string, status: 'open' | 'passed'): SessionState {
  return {
    course: course.id,
    seed: 0,
    workspaceDir: path.resolve('bell'),
    currentStep: stepId,
    flow: { actions: [], file: course.app.entry },
    steps: course.steps.map(({ id, number, title, kind }) => ({
      id,
      number,
      title,
      kind,
      status,
      hintsShown: 0,
      hintsTotal: 2,
    })),
    app: { state: 'stopped' },
    addresses: { api: 'localhost:4210', numbers: 'localhost:4211', prometheus: 'localhost:9090' },
  };
}

/** The lines below the text of a step: a name, and where it runs. */
async function places(
  course: Course,
  stepId: string,
  status: 'open' | 'passed',
): Promise<Record<string, string>> {
  const step = course.steps.find(({ id }) => id === stepId);
  if (step === undefined) throw new Error(`no step ${stepId}`);
  const state = stateAt(course, stepId, status);
  const text = await formatStep(step, { course, state }, createStyle(false), 80);
  return Object.fromEntries(
    [...text.matchAll(/^(\S+) {2,}(\S.*)$/gm)].map(([, name, where]) => [name, where]),
  );
}

test('a metrics page has its usual path if the check names none, and does not exist before its step', async () => {
  const course = await tinyCourse();
  expect((await places(course, 'ring', 'open'))['numbers']).toBe('http://localhost:4211/metrics');
  const [ring, ...more] = course.steps;
  if (ring === undefined) throw new Error('no step');
  const later = { ...course, steps: [...more, ring].map((step, index) => ({ ...step, number: index + 1 })) };
  expect((await places(later, 'why', 'open'))['numbers']).toBe('you create it in step 3');
  expect((await places(later, 'why', 'passed'))['numbers']).toBe('http://localhost:4211/metrics');
});

test('the port that receives traffic responds from the first step on, even if it is to serve the metrics', async () => {
  const course = await tinyCourse();
  const steps = course.steps.map((step) => ({
    ...step,
    checks: step.checks.map((check) =>
      check.kind === 'metrics-exposed' ? { ...check, port: 'api' } : check,
    ),
  }));
  const [ring, ...more] = steps;
  if (ring === undefined) throw new Error('no step');
  const later = { ...course, steps: [...more, ring].map((step, index) => ({ ...step, number: index + 1 })) };
  expect((await places(later, 'why', 'open'))['app']).toBe('http://localhost:4210');
  expect((await places({ ...course, steps }, 'ring', 'open'))['app']).toBe('http://localhost:4210');
});

test('text that the build has parsed looks like its source, with the live addresses', async () => {
  const dir = await temporaryFolder();
  await assembleCourse(dir);
  const load = await loadCourse(dir);
  if (load.status !== 'ok') throw new Error('not loaded');
  await compileCourse(dir);
  const compiled = await loadBuiltInCourse(dir);
  if (compiled.status !== 'ok') throw new Error('not compiled');
  // The first prompt shows this one.
  expect(compiled.course.steps[0]?.blocks).toBeDefined();
  for (const [index, step] of load.course.steps.entries()) {
    const built = compiled.course.steps[index];
    if (built === undefined) throw new Error(`${step.id} is not there`);
    for (const columns of [24, 80]) {
      const here = {
        ...stateAt(load.course, step.id, 'open'),
        addresses: { api: 'localhost:1', metrics: 'localhost:2' },
      };
      const place = { course: load.course, state: here };
      const shown = await formatStep(built, place, createStyle(true), columns);
      expect(shown).toBe(await formatStep(step, place, createStyle(true), columns));
    }
  }
});
