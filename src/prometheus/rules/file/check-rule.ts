// What is wrong with one rule, in the words of Prometheus and in its order (rulefmt.go, Rule.Validate).
import type { Node } from 'yaml';
import { isLabelName } from '../../promql/text/strings.ts';
import { parsePromql, PromqlError, type Expr } from '../../promql/index.ts';
import { METRIC_NAME } from '../../model/samples.ts';
import { parseTemplate } from '../../template/index.ts';
import type { Placed, PlacedTexts, RuleSource } from './read-groups.ts';

/** A problem and the places that Prometheus would name, or `near` where it names none. */
export interface RuleProblem {
  readonly message: string;
  readonly places: readonly Node[];
  readonly near: Node;
}

export interface CheckedRule {
  /** Absent where it cannot be parsed. */
  readonly expr: Expr | undefined;
  readonly problems: readonly RuleProblem[];
}

/** Checks a rule and parses its expression. */
export function checkRule(rule: RuleSource): CheckedRule {
  const [record, alert] = [rule.record, rule.alert].map(unlessEmpty);
  const problems: RuleProblem[] = [];
  const report = (message: string, ...places: Node[]): void => {
    problems.push({ message, places, near: places[0] ?? rule.node });
  };
  if (record !== undefined && alert !== undefined)
    report("only one of 'record' and 'alert' must be set", record.node, alert.node);
  if (record === undefined && alert === undefined)
    report("one of 'record' or 'alert' must be set", (rule.record ?? rule.alert ?? rule).node);
  const expr = checkExpr(rule, report);
  if (record !== undefined) checkRecording(rule, record, report);
  problems.push(...checkLabels(rule.labels));
  for (const [name, { node }] of rule.annotations) {
    if (!isLabelName(name))
      problems.push({ message: `invalid annotation name: ${name}`, places: [], near: node });
  }
  if (alert !== undefined) problems.push(...checkTemplates(rule, alert.value));
  return { expr, problems };
}

const unlessEmpty = (text: Placed<string> | undefined): Placed<string> | undefined =>
  text?.value === '' ? undefined : text;

type Report = (message: string, ...places: Node[]) => void;

function checkExpr({ node, expr }: RuleSource, report: Report): Expr | undefined {
  if (expr === undefined || expr.value === '') {
    report("field 'expr' must be set in rule", expr?.node ?? node);
    return undefined;
  }
  try {
    return parsePromql(expr.value);
  } catch (error) {
    if (!(error instanceof PromqlError)) throw error;
    report(`could not parse expression: ${error.message}`, expr.node);
    return undefined;
  }
}

function checkRecording(rule: RuleSource, { value, node }: Placed<string>, report: Report): void {
  if (rule.annotations.size > 0) report("invalid field 'annotations' in recording rule", node);
  if (rule.holdMs !== 0) report("invalid field 'for' in recording rule", node);
  if (rule.keepFiringMs !== 0) report("invalid field 'keep_firing_for' in recording rule", node);
  // Any text may be a metric's name; one with braces is an expression in the wrong place.
  if (/[{}]/.test(value))
    report(`braces present in the recording rule name; should it be in expr?: ${value}`, node);
}

/** Names that cannot be those of labels. */
export function checkLabels(labels: PlacedTexts): RuleProblem[] {
  return [...labels]
    .filter(([name]) => !isLabelName(name) || name === METRIC_NAME)
    .map(([name, { node }]) => ({ message: `invalid label name: ${name}`, places: [], near: node }));
}

function checkTemplates({ labels, annotations }: RuleSource, alert: string): RuleProblem[] {
  const check = (kind: string, texts: PlacedTexts): RuleProblem[] =>
    [...texts].flatMap(([name, { value, node }]) => {
      const parsed = parseTemplate(value, `__alert_${alert}`);
      if (parsed.status === 'ok') return [];
      return [{ message: `${kind} ${JSON.stringify(name)}: ${parsed.message}`, places: [], near: node }];
    });
  return [...check('label', labels), ...check('annotation', annotations)];
}
