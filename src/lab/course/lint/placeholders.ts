// A placeholder that stands for nothing would reach the learner as it is.
import { PLACEHOLDER, PROMETHEUS_PLACEHOLDER } from '../../model/placeholders.ts';
import type { LintRule } from './input.ts';

/** `{{name}}` in step files where name is neither a port of the course nor `prometheus`. */
export const placeholders: LintRule = ({ spec, steps }) => {
  const known = [...Object.keys(spec.app.ports), PROMETHEUS_PLACEHOLDER];
  return steps.flatMap(({ text, yaml }) =>
    [...text.matchAll(PLACEHOLDER)]
      .filter(([, name = '']) => !known.includes(name))
      .map((match) => {
        const message = `The placeholder ${match[0]} has no value (known: ${known.map((name) => `{{${name}}}`).join(', ')}).`;
        return yaml.atOffset(match.index, match[0].length, 'error', 'unknown-placeholder', message);
      }),
  );
};
