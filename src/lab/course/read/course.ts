// Reads course.yaml and every step of a course, and collects all errors.
import { realpath } from 'node:fs/promises';
import path from 'node:path';
import { bodyExcess } from '../../model/body-limits.ts';
import type { Part } from '../../model/course.ts';
import type { Course, Step } from '../spec/course.ts';
import { stepSchema } from '../spec/schema.ts';
import { courseSchema, type CourseSpec } from '../../model/schema/course.ts';
import type { PathFact } from '../facts/diagnostics.ts';
import { readCourseFile } from './course-folder.ts';
import { compareDiagnostics } from './diagnostic.ts';
import type { Diagnostic } from './diagnostic.ts';
import { splitFrontMatter } from './front-matter.ts';
import { listedSteps } from './listed-steps.ts';
import { readClosings } from './part-closings.ts';
import { courseFaults } from './course-faults.ts';
import { stepFaults } from './step-faults.ts';
import {
  COURSE_FILE,
  STEP_FILE,
  type ClosingSource,
  type CourseRead,
  type StepSource,
} from './step-source.ts';
import { controlCharacterFaults, escapedControlFaults } from './text-faults.ts';
import { validate } from './validate.ts';
import { readYaml } from './yaml-source.ts';
import type { YamlSource } from './yaml-source.ts';

/** Reads the course in a folder. Never rejects for what an author wrote. */
export async function readCourse(dir: string): Promise<CourseRead> {
  const root = await realpath(dir).catch(() => path.resolve(dir));
  const read = await readCourseFile(root, COURSE_FILE);
  if (read.status !== 'ok') {
    const nowhere = readYaml({ file: path.join(root, COURSE_FILE), text: '' });
    const diagnostics = [nowhere.atOffset(0, 1, 'error', read.fact)];
    return {
      root,
      course: undefined,
      diagnostics,
      yaml: undefined,
      spec: undefined,
      steps: [],
      closings: [],
    };
  }
  const yaml = readYaml(read);
  const diagnostics: Diagnostic[] = [...yaml.diagnostics, ...textFaults(yaml, read.text)];
  const spec = validated(yaml, () => validate(courseSchema, yaml), diagnostics);

  const steps: StepSource[] = [];
  for (const { folder, path: place, part } of listedSteps(yaml.data)) {
    const step = await readStep(root, folder);
    if (step.status === 'fault') {
      diagnostics.push(yaml.at(place, 'value', 'error', step.fact));
    } else {
      steps.push({ ...step.source, part });
      diagnostics.push(...step.diagnostics);
    }
  }
  const { closings, diagnostics: closingFaults } = await readClosings(root, yaml);
  diagnostics.push(...closingFaults);
  if (spec !== undefined && yaml.diagnostics.length === 0) {
    diagnostics.push(...(await courseFaults({ root, yaml, spec, steps })));
    for (const step of steps) diagnostics.push(...(await stepFaults({ root, spec, step, steps })));
  }
  diagnostics.sort(compareDiagnostics);
  const course =
    diagnostics.length === 0 && spec !== undefined ? assembled(root, spec, steps, closings) : undefined;
  return { root, course, diagnostics, yaml, spec, steps, closings };
}

type StepRead =
  | {
      readonly status: 'ok';
      readonly source: Omit<StepSource, 'part'>;
      readonly diagnostics: readonly Diagnostic[];
    }
  | { readonly status: 'fault'; readonly fact: PathFact };

async function readStep(root: string, folder: string): Promise<StepRead> {
  const read = await readCourseFile(root, `${folder}/${STEP_FILE}`);
  if (read.status !== 'ok') return read;
  const { file, text } = read;
  const matter = splitFrontMatter(text);
  if (matter.status === 'fault') {
    const yaml = readYaml({ file, text, range: [0, 0] });
    const diagnostics = [yaml.atOffset(0, 3, 'error', matter.fact), ...controlCharacterFaults(yaml, text)];
    return {
      status: 'ok',
      source: { folder, text, yaml, bodyStart: 0, spec: undefined, body: '' },
      diagnostics,
    };
  }
  const { range, bodyStart, body } = matter;
  const yaml = readYaml({ file, text, range });
  const diagnostics: Diagnostic[] = [...yaml.diagnostics, ...textFaults(yaml, text, bodyStart)];
  const excess = bodyExcess(body);
  if (excess !== undefined) {
    const { offset, length, fact } = excess;
    diagnostics.push(yaml.atOffset(bodyStart + offset, length, 'error', fact));
  }
  const spec = validated(yaml, () => validate(stepSchema, yaml), diagnostics);
  return { status: 'ok', source: { folder, text, yaml, bodyStart, spec, body }, diagnostics };
}

const textFaults = (yaml: YamlSource, text: string, bodyStart?: number): readonly Diagnostic[] => [
  ...controlCharacterFaults(yaml, text, bodyStart),
  ...escapedControlFaults(yaml),
];

function validated<T>(
  yaml: YamlSource,
  run: () => { status: 'ok'; value: T } | { status: 'invalid'; diagnostics: readonly Diagnostic[] },
  diagnostics: Diagnostic[],
): T | undefined {
  // Invalid YAML has no data, and errors about missing keys would not help.
  if (yaml.data === undefined && yaml.diagnostics.length > 0) return undefined;
  const result = run();
  if (result.status === 'ok') return result.value;
  diagnostics.push(...result.diagnostics);
  return undefined;
}

function assembled(
  root: string,
  { steps: _steps, parts: listed = [], ...spec }: CourseSpec,
  sources: readonly StepSource[],
  closings: readonly ClosingSource[],
): Course {
  const steps = sources.flatMap(({ folder, spec: step, body, part }, index): Step[] => {
    if (step === undefined) return [];
    const dir = path.join(root, folder);
    return [{ ...step, number: index + 1, part, dir, source: path.join(dir, STEP_FILE), body }];
  });
  const parts = listed.map(({ id, title }, index): Part => {
    const page = closings.find(({ part }) => part === index);
    const closing = page === undefined ? {} : { closing: { source: page.yaml.file, body: page.body } };
    return { id, title, ...closing };
  });
  return { ...spec, dir: root, steps, parts };
}
