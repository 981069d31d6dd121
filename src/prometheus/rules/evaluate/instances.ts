// The alerts that an alerting rule raises for the result of its expression, with its templates expanded.
import { METRIC_NAME, type Labels, type TimestampMs } from '../../model/samples.ts';
import { parsePromql, PromqlError } from '../../promql/index.ts';
import {
  expandTemplate,
  parseTemplate,
  TemplateError,
  type ParsedTemplate,
  type TemplateData,
  type TemplateEnvironment,
} from '../../template/index.ts';
import type { AlertInstance, AlertingRule, RuleSample } from '../model/rule.ts';
import type { RuleEnvironment } from './environment.ts';
import { evaluateExpression, RuleError } from './expression.ts';
import { overrideLabels, toOverrides } from './override-labels.ts';

export const SAME_LABELS = 'vector contains metrics with the same labelset after applying alert labels';

type NamedTemplates = readonly (readonly [name: string, template: ParsedTemplate])[];

interface RuleTemplates {
  readonly labels: NamedTemplates;
  readonly annotations: NamedTemplates;
}

/** So many alerts are made between two looks at whether the evaluation is to end. */
const ALERTS_A_LOOK = 100;

const templatesOf = new WeakMap<AlertingRule, RuleTemplates>();

/** The alert of each series that an expression gave at `timeMs`. @throws {RuleError} where two have the same labels */
export function alertInstances(
  rule: AlertingRule,
  found: readonly RuleSample[],
  timeMs: TimestampMs,
  env: RuleEnvironment,
): readonly AlertInstance[] {
  const keys = new Set<string>();
  const signal = env.options?.signal;
  return found.map((sample, index) => {
    if ((index + 1) % ALERTS_A_LOOK === 0 && signal?.aborted === true)
      throw new PromqlError('canceled', 'query was canceled in expression evaluation');
    const labels = instanceLabels(rule, sample, timeMs, env);
    if (keys.has(labels.key)) throw new RuleError(SAME_LABELS);
    keys.add(labels.key);
    return { labels, annotations: instanceAnnotations(rule, sample, timeMs, env), value: sample.value };
  });
}

/** The labels of the alert that one result raises. */
export function instanceLabels(
  rule: AlertingRule,
  sample: RuleSample,
  timeMs: TimestampMs,
  env: RuleEnvironment,
): Labels {
  return overrideLabels(
    sample.labels,
    toOverrides([
      [METRIC_NAME, ''],
      ...expandAll(parsedTemplates(rule).labels, sample, timeMs, env),
      ['alertname', rule.name],
    ]),
  );
}

/** The annotations of the alert that one result raises. */
export function instanceAnnotations(
  rule: AlertingRule,
  sample: RuleSample,
  timeMs: TimestampMs,
  env: RuleEnvironment,
): Readonly<Record<string, string>> {
  return Object.fromEntries(expandAll(parsedTemplates(rule).annotations, sample, timeMs, env));
}

function parsedTemplates(rule: AlertingRule): RuleTemplates {
  let templates = templatesOf.get(rule);
  if (templates === undefined) {
    const parseAll = (texts: Readonly<Record<string, string>>): NamedTemplates =>
      Object.entries(texts).map(([name, text]) => [name, parseTemplate(text, `__alert_${rule.name}`)]);
    templates = { labels: parseAll(rule.labels), annotations: parseAll(rule.annotations) };
    templatesOf.set(rule, templates);
  }
  return templates;
}

function expandAll(
  templates: NamedTemplates,
  { labels, value }: RuleSample,
  timeMs: TimestampMs,
  env: RuleEnvironment,
): readonly (readonly [name: string, text: string])[] {
  const { externalLabels, externalUrl } = env;
  const data: TemplateData = { labels, externalLabels, externalUrl, value };
  const templateEnv: TemplateEnvironment = {
    nowMs: timeMs,
    query: (promql) => evaluateExpression(env.samples, parsePromql(promql), timeMs, env.options ?? {}),
  };
  return templates.map(([name, template]) => [name, expand(template, data, templateEnv)]);
}

/** A template that fails says so in its text; the alert is raised all the same. */
function expand(parsed: ParsedTemplate, data: TemplateData, env: TemplateEnvironment): string {
  if (parsed.status === 'error') return `<error expanding template: ${parsed.message}>`;
  try {
    return expandTemplate(parsed.template, data, env);
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    return `<error expanding template: ${error.message}>`;
  }
}
