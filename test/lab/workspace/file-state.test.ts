import { describe, expect, test } from 'vitest';
import { fileStateAfter, fileStateBefore, readFileState } from '../../../src/lab/workspace/index.ts';
import { PACKAGES, sampleCourse } from './sample.ts';

const stage = (text: string | undefined) => /stage = (\d)/.exec(text ?? '')?.[1];

describe('the files before and after each step', () => {
  test('follow from the solutions of the steps before', async () => {
    const course = await sampleCourse();
    const before: (string | undefined)[] = [];
    const after: (string | undefined)[] = [];
    for (const { id } of course.steps) {
      before.push(stage((await readFileState(fileStateBefore(course, id), PACKAGES)).get('main.ts')));
      after.push(stage((await readFileState(fileStateAfter(course, id), PACKAGES)).get('main.ts')));
    }
    expect(before).toEqual(['0', '0', '1', '2', '2', '2']);
    expect(after).toEqual(['0', '1', '2', '2', '2', '3']);
  });

  test('at the end of a step are those at the start of the next', async () => {
    const course = await sampleCourse();
    const ids = course.steps.map(({ id }) => id);
    const left = ids.slice(0, -1).map((id) => fileStateAfter(course, id));
    expect(ids.slice(1).map((id) => fileStateBefore(course, id))).toEqual(left);
  });

  test('have the dependency, the new file and the scrape job from the step on that brings them', async () => {
    const course = await sampleCourse();
    const end = await readFileState(fileStateAfter(course, 'three'), PACKAGES);
    expect([...end.keys()].toSorted()).toEqual([
      'extra.ts',
      'lib/store.ts',
      'main.ts',
      'package.json',
      'prometheus.yml',
    ]);
    expect(JSON.parse(end.get('package.json') ?? '')).toMatchObject({
      dependencies: { express: '^5.0.0', 'prom-client': expect.stringMatching(/^\^\d+\.\d+\.\d+$/) },
    });
    expect(end.get('prometheus.yml')).toMatch(/^# mine\n[^]*job_name: api[^]*localhost:8000/);
    const early = await readFileState(fileStateBefore(course, 'two'), PACKAGES);
    expect([early.has('extra.ts'), early.get('prometheus.yml')?.includes('api')]).toEqual([false, false]);
  });

  test('are plain data', async () => {
    const state = fileStateAfter(await sampleCourse(), 'three');
    expect(JSON.parse(JSON.stringify(state))).toEqual(state);
  });

  test('a step that the course does not have is a bug of the caller', async () => {
    const course = await sampleCourse();
    expect(() => fileStateBefore(course, 'none')).toThrow('no step none');
  });
});
