// /api/v1/rules and /api/v1/alerts, field by field as in Prometheus 3 (web/api/v1/api.go).
import { createHash } from 'node:crypto';
import { compileMatcher } from '../../model/matcher.ts';
import { Labels } from '../../model/samples.ts';
import { selectorMatchers } from '../../promql/index.ts';
import type { ActiveAlert } from '../../rules/model/alert.ts';
import type { RuleGroup } from '../../rules/model/rule.ts';
import type { RuleSource, RuleView } from '../../rules/model/view.ts';
import { ApiError, invalidParameter } from '../api/error.ts';
import { success } from '../api/envelope.ts';
import { labelFilter } from '../api/label-filter.ts';
import { quote } from '../api/params.ts';
import type { ApiRequest, Reply, Route } from '../api/route.ts';
import { formatRfc3339 } from '../api/rfc3339.ts';

/** The routes that tell of rules and alerts. */
export function ruleRoutes(source: RuleSource): readonly Route[] {
  return [
    { methods: ['GET'], path: '/api/v1/rules', answer: (request) => ruleList(source, request) },
    { methods: ['GET'], path: '/api/v1/alerts', answer: () => success({ alerts: allAlerts(source) }) },
  ];
}

function allAlerts(source: RuleSource): readonly unknown[] {
  const rules = source.groups().flatMap((group) => group.rules);
  return rules.flatMap((rule) => ('alerts' in rule ? rule.alerts.map(alertJson) : []));
}

function ruleList(source: RuleSource, { params }: ApiRequest): Reply {
  const isRuleWanted = ruleFilter(params);
  const isAmong = (name: string): ((text: string) => boolean) => {
    const wanted = new Set(params.getAll(name));
    return (text) => wanted.size === 0 || wanted.has(text);
  };
  const [isGroupWanted, isFileWanted] = [isAmong('rule_group[]'), isAmong('file[]')];
  const excludesAlerts = booleanParam(params, 'exclude_alerts');
  const page = readPage(params);
  let groups = source.groups();
  if (page !== undefined && page.token !== '') {
    const at = groups.findIndex(({ group }) => tokenOf(group) === page.token);
    if (at < 0)
      throw invalidParameter(
        'group_next_token',
        `invalid group_next_token '${page.token}'. were rule groups changed?`,
      );
    groups = groups.slice(at);
  }
  const shown: unknown[] = [];
  let next: string | undefined;
  for (const { group, rules, evaluationSeconds, lastEvaluationMs } of groups) {
    if (!isGroupWanted(group.name) || !isFileWanted(group.file)) continue;
    const wanted = rules.filter(isRuleWanted);
    if (wanted.length === 0) continue;
    if (shown.length === page?.limit) {
      next = tokenOf(group);
      break;
    }
    shown.push({
      name: group.name,
      file: group.file,
      rules: wanted.map((rule) => ruleJson(rule, excludesAlerts)),
      interval: group.intervalMs / 1000,
      limit: group.limit,
      evaluationTime: evaluationSeconds,
      lastEvaluation: formatRfc3339(lastEvaluationMs),
    });
  }
  return success({ groups: shown, ...(next === undefined ? {} : { groupNextToken: next }) });
}

/** Whether a rule is of the type, has one of the names and fits one of the selectors that are asked for. */
function ruleFilter(params: URLSearchParams): (view: RuleView) => boolean {
  const filters = params.getAll('match[]').map(readFilter);
  const type = (params.get('type') ?? '').toLowerCase();
  if (!['', 'alert', 'record'].includes(type))
    throw invalidParameter('type', `not supported value ${quote(type)}`);
  const names = new Set(params.getAll('rule_name[]'));
  return ({ rule }) => {
    if (type !== '' && rule.kind !== (type === 'alert' ? 'alerting' : 'recording')) return false;
    if (names.size > 0 && !names.has(rule.name)) return false;
    const labels = Labels.from(Object.entries(rule.labels));
    return filters.length === 0 || filters.some((fits) => fits(labels));
  };
}

/** Unlike elsewhere, an error does not name the parameter. */
function readFilter(selector: string): (labels: Labels) => boolean {
  let matchers;
  try {
    matchers = selectorMatchers(selector);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new ApiError('bad_data', error.message);
  }
  if (matchers.every((matcher) => compileMatcher(matcher)('')))
    throw new ApiError('bad_data', 'match[] must contain at least one non-empty matcher');
  return labelFilter(matchers);
}

function ruleJson(view: RuleView, excludesAlerts: boolean): unknown {
  const { rule, health, lastError, evaluationSeconds, lastEvaluationMs } = view;
  const { name, query, labels } = rule;
  const progress = {
    health,
    ...(lastError === '' ? {} : { lastError }),
    evaluationTime: evaluationSeconds,
    lastEvaluation: formatRfc3339(lastEvaluationMs),
  };
  if (!('alerts' in view)) return { name, query, labels: inOrder(labels), ...progress, type: 'recording' };
  return {
    state: view.state,
    name,
    query,
    duration: view.rule.holdMs / 1000,
    keepFiringFor: view.rule.keepFiringMs / 1000,
    labels: inOrder(labels),
    annotations: inOrder(view.rule.annotations),
    alerts: excludesAlerts ? null : view.alerts.map(alertJson),
    ...progress,
    type: 'alerting',
  };
}

function alertJson({
  labels,
  annotations,
  state,
  activeAtMs,
  keepFiringSinceMs,
  value,
}: ActiveAlert): unknown {
  return {
    labels: labels.toObject(),
    annotations,
    state,
    activeAt: formatRfc3339(activeAtMs),
    ...(keepFiringSinceMs === undefined ? {} : { keepFiringSince: formatRfc3339(keepFiringSinceMs) }),
    value: formatExponent(value),
  };
}

/** In order of their names; an empty value is shown, too. */
function inOrder(texts: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(texts).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** A number as Go's strconv.FormatFloat(value, 'e', -1, 64) prints it: `1.5e+03`. */
function formatExponent(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  const [digits = '', exponent = ''] = value.toExponential().split('e');
  const sign = Object.is(value, -0) ? '-' : '';
  return `${sign}${digits}e${exponent.charAt(0)}${exponent.slice(1).padStart(2, '0')}`;
}

function booleanParam(params: URLSearchParams, name: string): boolean {
  const text = (params.get(name) ?? '').toLowerCase();
  if (['1', 't', 'true'].includes(text)) return true;
  if (['', '0', 'f', 'false'].includes(text)) return false;
  throw invalidParameter(
    name,
    `error converting ${name}: strconv.ParseBool: parsing ${quote(text)}: invalid syntax`,
  );
}

interface Page {
  readonly limit: number;
  /** Of the group that it begins with; '' begins with the first. */
  readonly token: string;
}

function readPage(params: URLSearchParams): Page | undefined {
  const limitText = params.get('group_limit') ?? '';
  const token = params.get('group_next_token') ?? '';
  if (limitText === '') {
    if (token === '') return undefined;
    throw invalidParameter(
      'group_next_token',
      'group_limit needs to be present in order to paginate over the groups',
    );
  }
  const limit = Number(limitText);
  const problem = !/^[+-]?\d+$/.test(limitText)
    ? 'invalid syntax'
    : limit > 0x7fffffff || limit < -0x80000000
      ? 'value out of range'
      : undefined;
  if (problem !== undefined)
    throw invalidParameter(
      'group_limit',
      `group_limit needs to be a valid number: strconv.ParseInt: parsing ${quote(limitText)}: ${problem}`,
    );
  if (limit <= 0) throw invalidParameter('group_limit', 'group_limit needs to be greater than 0');
  return { limit, token };
}

function tokenOf({ file, name }: RuleGroup): string {
  return createHash('sha256').update(`${file};${name}`).digest('hex');
}
