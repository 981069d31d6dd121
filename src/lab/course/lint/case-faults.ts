// Steps that cannot be proven: edits without mistakes or variants, and cases whose header says nothing.
import { codeOf } from '../../model/errors.ts';
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
        code: codeOf(fault.fact.kind),
        column: 1,
        length: Math.max(1, fault.lineText?.length ?? 1),
        severity: 'error',
      }));
      if ((step.kind !== 'edit' && step.kind !== 'query') || source === undefined) return broken;
      const missing = (['mistake', 'variant'] as const).filter(
        (kind) => !cases.some((one) => one.kind === kind),
      );
      const warnings = missing.map((kind) =>
        source.yaml.at(['kind'], 'value', 'warning', { kind: `no-${kind}s` }),
      );
      return [...broken, ...warnings];
    }),
  );
  return found.flat();
};
