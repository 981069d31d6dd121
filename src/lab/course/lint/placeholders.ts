// An unknown placeholder would reach the learner as it is.
import { PLACEHOLDER, PROMETHEUS_PLACEHOLDER } from '../../model/placeholders.ts';
import type { LintRule } from './input.ts';

/** `{{name}}` in step files where name is neither a port of the course nor `prometheus`. */
export const placeholders: LintRule = ({ spec, texts }) => {
  const known = [...Object.keys(spec.app.ports), PROMETHEUS_PLACEHOLDER];
  return texts.flatMap(({ text, yaml }) =>
    [...text.matchAll(PLACEHOLDER)]
      .filter(([, name = '']) => !known.includes(name))
      .map((match) => {
        const [placeholder] = match;
        const fact = { kind: 'unknown-placeholder', placeholder, known } as const;
        return yaml.atOffset(match.index, placeholder.length, 'error', fact);
      }),
  );
};
