// Everything that is wrong or doubtful in a course: what keeps it from loading, then what each rule finds.
import { compareDiagnostics } from '../read/diagnostic.ts';
import type { Diagnostic } from '../read/diagnostic.ts';
import { readCourse } from '../read/course.ts';
import { caseFaults } from './case-faults.ts';
import { codeFences } from './code-fences.ts';
import { data } from './data.ts';
import { deadLinks } from './dead-links.ts';
import { givenAway } from './given-away.ts';
import type { LintRule, LintTools, ReadStep } from './input.ts';
import { placeholders } from './placeholders.ts';
import { solutionData } from './solution-data.ts';
import { stepOrder } from './step-order.ts';
import { stepShape } from './step-shape.ts';
import { strayFiles } from './stray-files.ts';
import { unfinished } from './unfinished.ts';
import { unreachable } from './unreachable.ts';

const RULES: readonly LintRule[] = [
  codeFences,
  placeholders,
  deadLinks,
  givenAway,
  unreachable,
  unfinished,
  strayFiles,
  caseFaults,
  stepOrder,
  stepShape,
  data,
  solutionData,
];

/** Lints a course folder: errors and warnings in order of place. */
export async function lintCourse(dir: string, tools: LintTools): Promise<readonly Diagnostic[]> {
  const { root, yaml, spec, steps, closings, course, diagnostics } = await readCourse(dir);
  if (yaml === undefined || spec === undefined) return diagnostics;
  const read = steps.flatMap((step): ReadStep[] =>
    step.spec === undefined ? [] : [{ ...step, spec: step.spec }],
  );
  const input = { root, yaml, spec, course, steps: read, texts: [...read, ...closings], ...tools };
  const found = await Promise.all(RULES.map(async (rule) => rule(input)));
  return [...diagnostics, ...found.flat()].toSorted(compareDiagnostics);
}
