// Steps whose parts do not fit together, although each of them is right.
import type { StepSpec } from '../../model/schema.ts';
import type { Diagnostic } from '../read/diagnostic.ts';
import type { LintRule } from './input.ts';

/** Kinds that do not fit the checks, work without a solution, empty texts, and a Prometheus that is not asked for. */
export const stepShape: LintRule = ({ steps }) =>
  steps.flatMap(({ spec, yaml, body, bodyStart }): Diagnostic[] => {
    const found: Diagnostic[] = [];
    const warn = (path: readonly string[], code: string, message: string) =>
      found.push(yaml.at(path, 'value', 'warning', code, message));
    const forms = spec.checks.flatMap((check) => (check.kind === 'answer' ? [check.form] : []));
    if (spec.kind === 'answer' && forms.length === 0) {
      warn(['kind'], 'kind-mismatch', 'A step of the kind `answer` has a check of the kind `answer`.');
    }
    if (spec.kind === 'choice' && !forms.includes('choice')) {
      warn(['kind'], 'kind-mismatch', 'A step of the kind `choice` has an answer of the form `choice`.');
    }
    if ((spec.kind === 'edit' || spec.kind === 'command') && spec.solution === undefined) {
      warn(
        ['kind'],
        'no-solution',
        'A step in which the learner changes something has a solution that can be applied.',
      );
    }
    if (forms.length > 0 && (spec.kind === 'edit' || spec.solution !== undefined)) {
      const message =
        'A step in which the learner changes something asks no question: verify would prove the question only. Ask it in a step of its own.';
      warn(['kind'], 'kind-mismatch', message);
    }
    if (spec.prometheus !== true && needsPrometheus(spec)) {
      warn(['kind'], 'needs-prometheus', 'A check of this step asks Prometheus: say `prometheus: true`.');
    }
    if (body.trim() === '') {
      found.push(
        yaml.atOffset(bodyStart, 1, 'warning', 'empty-text', 'The step has no text below its front matter.'),
      );
    }
    return found;
  });

const needsPrometheus = ({ checks }: StepSpec) =>
  checks.some(
    (check) =>
      check.kind === 'query' ||
      check.kind === 'scrape-job' ||
      (check.kind === 'answer' && check.query !== undefined),
  );
