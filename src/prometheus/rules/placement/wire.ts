// A rule and its outcome as JSON, for a thread that evaluates it. Types and their two directions, nothing else.
import { Labels } from '../../model/samples.ts';
import { formatSampleValue, parsePromql } from '../../promql/index.ts';
import type { RuleMoment, RuleOutcome } from '../model/outcome.ts';
import type { Rule } from '../model/rule.ts';

/** What a thread needs to evaluate a rule. The moment is told apart from it, because it is another one each time. */
export interface RuleTask {
  readonly rule: Rule;
  readonly moment: RuleMoment;
  readonly externalLabels: Readonly<Record<string, string>>;
  readonly externalUrl: string;
}

/** The text of a task; equal for each evaluation of a rule. */
export function formatTask({ rule, externalLabels, externalUrl }: Omit<RuleTask, 'moment'>): string {
  const { expr: _parsed, ...texts } = rule;
  return JSON.stringify({ rule: texts, externalLabels, externalUrl });
}

/** Reads what {@link formatTask} wrote. */
export function parseTask(text: string): Omit<RuleTask, 'moment'> {
  const { rule, ...rest } = JSON.parse(text) as Omit<RuleTask, 'moment'>;
  return { ...rest, rule: { ...rule, expr: parsePromql(rule.query) } };
}

type WireSample = readonly [flat: readonly string[], value: string];

type WireOutcome =
  | { readonly status: 'recorded'; readonly samples: readonly WireSample[] }
  | {
      readonly status: 'alerts';
      readonly instances: readonly (readonly [
        ...WireSample,
        annotations: Readonly<Record<string, string>>,
      ])[];
    }
  | (RuleOutcome & { readonly status: 'failed' });

/** The text of an outcome. */
export function formatOutcome(outcome: RuleOutcome): string {
  return JSON.stringify(toWire(outcome));
}

function toWire(outcome: RuleOutcome): WireOutcome {
  if (outcome.status === 'failed') return outcome;
  if (outcome.status === 'recorded') {
    const samples = outcome.samples.map(
      ({ labels, value }) => [labels.flat, formatSampleValue(value)] as const,
    );
    return { status: 'recorded', samples };
  }
  const instances = outcome.instances.map(
    ({ labels, value, annotations }) => [labels.flat, formatSampleValue(value), annotations] as const,
  );
  return { status: 'alerts', instances };
}

/** Reads what {@link formatOutcome} wrote. */
export function parseOutcome(text: string): RuleOutcome {
  const outcome = JSON.parse(text) as WireOutcome;
  if (outcome.status === 'failed') return outcome;
  if (outcome.status === 'recorded') {
    const samples = outcome.samples.map(([flat, value]) => ({
      labels: Labels.fromFlat(flat),
      value: parseValue(value),
    }));
    return { status: 'recorded', samples };
  }
  const instances = outcome.instances.map(([flat, value, annotations]) => ({
    labels: Labels.fromFlat(flat),
    value: parseValue(value),
    annotations,
  }));
  return { status: 'alerts', instances };
}

function parseValue(text: string): number {
  if (text === '+Inf') return Infinity;
  return text === '-Inf' ? -Infinity : Number(text);
}
