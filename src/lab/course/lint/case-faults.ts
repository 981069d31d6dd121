// Steps that nobody can prove: edits without mistakes or right ways, and cases whose header says nothing.
import { readCases } from '../cases/read.ts';
import type { Diagnostic } from '../read/diagnostic.ts';
import type { LintRule } from './input.ts';

/** Warns of steps that edit and have no cases; names each case that cannot be used. */
export const caseFaults: LintRule = async ({ course, steps }) => {
  if (course === undefined) return [];
  const found = await Promise.all(
    course.steps.map(async (step, index): Promise<Diagnostic[]> => {
      const source = steps[index];
      const { cases, faults } = await readCases(course, step);
      const broken = faults.map((fault): Diagnostic => ({
        ...fault,
        column: 1,
        length: Math.max(1, fault.lineText?.length ?? 1),
        severity: 'error',
      }));
      if (step.kind !== 'edit' || source === undefined) return broken;
      const missing = (['mistake', 'variant'] as const).filter(
        (kind) => !cases.some((one) => one.kind === kind),
      );
      const warnings = missing.map((kind) => {
        const what = kind === 'mistake' ? 'a mistake that must fail' : 'another right way that must pass';
        const message = `The step has no file in ${kind}s/: put ${what} there, so that verify can prove the checks.`;
        return source.yaml.at(['kind'], 'value', 'warning', `no-${kind}s`, message);
      });
      return [...broken, ...warnings];
    }),
  );
  return found.flat();
};
