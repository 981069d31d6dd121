// The steps whose cases represent families of delays: docs/reliability.md names them all, and CI runs what it says.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { loadBuiltInCourse, readCases } from '../../../src/lab/course/index.ts';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const textOf = (file: string): Promise<string> => readFile(path.join(ROOT, file), 'utf8');
const numbersIn = (text: string | undefined): readonly number[] =>
  [...(text ?? '').matchAll(/\d+/g)].map(([number]) => Number(number));

test('each step with a family of cases can be run under stress as the documents say', async () => {
  const load = await loadBuiltInCourse(path.join(ROOT, 'dist/course'));
  if (load.status === 'invalid') throw new Error('the built-in course does not load');
  const { course } = load;
  const withFamilies: number[] = [];
  for (const step of course.steps) {
    const { cases } = await readCases(course, step);
    if (cases.some(({ members }) => members !== undefined)) withFamilies.push(step.number);
  }
  const promise = /`ecom-lab verify --stress ([\d ]+)`; CI runs steps ([^.]+)\./.exec(
    await textOf('docs/reliability.md'),
  );
  expect(numbersIn(promise?.[1])).toEqual(withFamilies);
  const ofCi = /verify --stress --repeat 1 ([\d ]+)/.exec(await textOf('.ci/run'))?.[1];
  expect(numbersIn(ofCi)).toEqual(numbersIn(promise?.[2]));
  expect(withFamilies).toEqual(expect.arrayContaining([...numbersIn(ofCi)]));
});
