// Parts of course.yaml that no step leads to.
import { listedSteps } from '../read/listed-steps.ts';
import type { LintRule } from './input.ts';

/**
 * Scenarios that no step sends, histories that none reads, and stages that nothing uses. Silent while a step cannot be
 * read: it may use them.
 */
export const unreachable: LintRule = ({ yaml, spec, steps }) => {
  if (steps.length < listedSteps(spec).length) return [];
  const sent = new Set(steps.flatMap((step) => step.spec.scenario ?? []));
  const solved = new Set(
    steps.flatMap(({ spec: { solution } }) =>
      solution !== undefined && 'stage' in solution ? [solution.stage] : [],
    ),
  );
  const starters = new Set(Object.values(spec.workspace));
  // Learners send those that the store holds themselves.
  const scenarios = Object.entries(spec.scenarios ?? {}).flatMap(([id, { heldForSeconds }]) =>
    sent.has(id) || heldForSeconds !== undefined ? [] : [id],
  );
  const read = new Set(steps.flatMap((step) => step.spec.history ?? []));
  const histories = Object.keys(spec.histories ?? {}).filter((id) => !read.has(id));
  const stages = Object.entries(spec.stages ?? {}).filter(
    ([id, file]) => !solved.has(id) && !starters.has(file),
  );
  return [
    ...scenarios.map((id) =>
      yaml.at(['scenarios', id], 'key', 'warning', { kind: 'unreachable-scenario', id }),
    ),
    ...histories.map((id) => yaml.at(['histories', id], 'key', 'warning', { kind: 'unused-history', id })),
    ...stages.map(([id]) => yaml.at(['stages', id], 'key', 'warning', { kind: 'unused-stage', id })),
  ];
};
