// Steps whose parts do not fit together, although each of them is right.
import { concernsOf } from '../../checks/index.ts';
import { queryFileOf, questionIn } from '../../model/course.ts';
import type { StepSpec } from '../spec/schema.ts';
import type { DiagnosticFact } from '../facts/diagnostics.ts';
import type { Diagnostic } from '../read/diagnostic.ts';
import type { LintRule } from './input.ts';

/** The kinds of step in which the learner changes something. */
const HAS_SOLUTION: ReadonlySet<StepSpec['kind']> = new Set(['edit', 'command', 'query']);

/** Kinds that do not fit the checks, work without a solution, empty texts, and a Prometheus that is not asked for. */
export const stepShape: LintRule = ({ steps }) =>
  steps.flatMap(({ spec, yaml, body, bodyStart }): Diagnostic[] => {
    const found: Diagnostic[] = [];
    const warn = (fact: DiagnosticFact) => found.push(yaml.at(['kind'], 'value', 'warning', fact));
    const forms = spec.checks.flatMap((check) => (check.kind === 'answer' ? [check.form] : []));
    if (spec.kind === 'answer' && questionIn(spec.checks) === undefined) {
      warn({ kind: 'kind-mismatch/answer' });
    }
    if (spec.kind === 'choice' && !forms.includes('choice')) {
      warn({ kind: 'kind-mismatch/choice' });
    }
    const query = queryFileOf(spec);
    if (query !== undefined && !spec.checks.some((check) => 'file' in check && check.file === query)) {
      warn({ kind: 'kind-mismatch/query', file: query });
    }
    if (spec.history !== undefined && spec.prometheus !== true) {
      warn({ kind: 'history-without-prometheus' });
    }
    if (HAS_SOLUTION.has(spec.kind) && spec.solution === undefined) {
      warn({ kind: 'no-solution' });
    }
    if (forms.length > 0 && (spec.kind === 'edit' || spec.solution !== undefined)) {
      warn({ kind: 'kind-mismatch/question' });
    }
    if (spec.prometheus !== true && needsPrometheus(spec)) {
      warn({ kind: 'needs-prometheus' });
    }
    if (body.trim() === '') {
      found.push(yaml.atOffset(bodyStart, 1, 'warning', { kind: 'empty-text' }));
    }
    return found;
  });

const needsPrometheus = ({ checks }: StepSpec) =>
  checks.some((check) => concernsOf(check).needs.includes('prometheus'));
