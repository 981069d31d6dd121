// The mutants of a course's steps as cases to run: each must fail, but for those that are known to be equivalent.
import type { Runtime } from '../../runtimes/contract/runtime.ts';
import type { Course, Step } from '../../course/index.ts';
import { fileStateAfter, fileStateBefore, readFileState } from '../../workspace/index.ts';
import type { VerifyCase } from '../cases/model.ts';
import { equivalentOf, readEquivalents, type Equivalent } from './equivalents.ts';
import type { Mutant } from '../../runtimes/contract/mutants.ts';
import { mutantsOf } from './plan.ts';

/** All mutants of the steps that have a solution, in course order. */
export async function planMutants(
  course: Course,
  steps: readonly Step[],
  runtime: Runtime,
): Promise<readonly VerifyCase[]> {
  const cases = await Promise.all(
    steps
      .filter(({ solution }) => solution !== undefined)
      .map((step) => mutantsOfStep(course, step, runtime)),
  );
  return cases.flat();
}

async function mutantsOfStep(course: Course, step: Step, runtime: Runtime): Promise<readonly VerifyCase[]> {
  const before = await readFileState(fileStateBefore(course, step.id), runtime.packages);
  const after = await readFileState(fileStateAfter(course, step.id), runtime.packages);
  const shared = await readEquivalents(course.dir);
  const own = await readEquivalents(step.dir);
  const ports = Object.values(course.app.ports);
  const used = new Set<Equivalent>();
  const cases: VerifyCase[] = [];
  for (const [file, text] of after) {
    const old = before.get(file) ?? '';
    if (old === text) continue;
    const mutants = await mutantsOf({ file, before: old, after: text }, ports, runtime);
    for (const [index, mutant] of mutants.entries()) {
      const entry = equivalentOf(mutant, [...own, ...shared]);
      if (entry !== undefined) used.add(entry);
      cases.push({
        kind: 'mutant',
        step,
        name: `${step.id}/${nameOf(mutant)} #${index + 1}`,
        texts: new Map([[mutant.file, mutant.text]]),
        detail: [mutant.operator, ...mutant.diff].join('\n'),
        ...(entry === undefined ? {} : { equivalent: entry.reason }),
      });
    }
  }
  const stale = own.filter((entry) => !used.has(entry));
  return [
    ...cases,
    ...stale.map(({ operator, line }): VerifyCase => ({
      kind: 'stale-equivalent',
      step,
      name: `${step.id}/equivalent-mutants.txt:${line} ${operator}`,
    })),
  ];
}

const nameOf = ({ file, line, operator }: Mutant): string => `${file}:${line} ${operator}`;
