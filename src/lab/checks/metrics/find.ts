// Whether a metric is there as asked for, and what is there instead: registries -> the metric, or the verdict that
// names the difference. Pure.
import type { RegisteredMetric, RegistrySnapshot } from '../../model/app-run.ts';
import type { Fail } from '../../model/verdict.ts';
import { metricsNamed, ownMetricNames, type FoundMetric } from './registries.ts';
import { closestWord, isLikeName, plainWord } from '../facts/similarity.ts';
import type { MetricType } from '../facts/metrics.ts';
import { failed } from '../facts/verdicts.ts';

/** Label names that people choose for the same thing. */
const likeNames: Readonly<Record<string, readonly string[]>> = {
  path: ['route', 'url', 'uri', 'endpoint', 'resource', 'page', 'handler', 'target'],
  method: ['verb', 'httpmethod', 'requestmethod', 'type', 'action', 'operation'],
  code: ['status', 'statuscode', 'httpcode', 'httpstatus', 'httpstatuscode', 'error', 'errorcode'],
};

/** What people put in place of `_total`. */
const otherEnding = /_?(?:count|counter|number)$/i;

/** How people end the names of durations, in place of the base unit. */
const otherUnit =
  /_(?:seconds?|secs?|s|milliseconds?|millis|msecs?|ms|microseconds?|micros|us|nanoseconds?|nanos|ns|minutes?|mins?)$/i;

/**
 * The metric of that name, or the verdict that says what is there instead.
 * @param type Which of several metrics with other names is meant
 */
export function findMetric(
  snapshots: readonly RegistrySnapshot[],
  name: string,
  type?: MetricType,
): { readonly found: readonly FoundMetric[] } | { readonly missing: Fail } {
  const found = metricsNamed(snapshots, name);
  return found.length > 0 ? { found } : { missing: missingMetric(snapshots, name, type) };
}

function missingMetric(
  snapshots: readonly RegistrySnapshot[],
  metric: string,
  type: MetricType | undefined,
): Fail {
  if (snapshots.length === 0) return failed('client-unused', { metric, others: undefined });
  const names = ownMetricNames(snapshots);
  if (metric.endsWith('_total')) {
    const short = metric.slice(0, -'_total'.length);
    const found = names.find((other) => plainWord(other.replace(otherEnding, '')) === plainWord(short));
    if (found !== undefined) return failed('name-lacks-total', { metric, found });
  }
  const alike = type === undefined ? [] : names.filter((other) => typeOf(snapshots, other) === type);
  const isDistribution = type === 'histogram' || type === 'summary';
  // Without a histogram, there is a counter with a similar name, and that one is right.
  const others = isDistribution ? names.filter((other) => !other.endsWith('_total')) : names;
  const inOtherUnit = otherUnitOf(metric, alike) ?? otherUnitOf(metric, others);
  // A program has few histograms: one with quite another name is the one that was meant.
  const [only] = isDistribution ? alike : [];
  const isWithoutUnit = only !== undefined && metric.endsWith('_seconds') && !only.endsWith('_seconds');
  const close = closeName(metric, alike);
  const found = inOtherUnit ?? close ?? only ?? closeName(metric, others);
  if (found === undefined) return failed('metric-absent', { metric, others: names });
  const isUnit = inOtherUnit !== undefined || (close === undefined && isWithoutUnit);
  return failed(isUnit ? 'name-lacks-seconds' : 'name-differs', { metric, found });
}

const closeName = (name: string, others: readonly string[]): string | undefined =>
  closestWord(name, others) ?? others.find((other) => isLikeName(name, other));

/** `latencyMs` and `latency_ms` without the unit. */
const bare = (name: string): string => name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').replace(otherUnit, '');

/** The name of the same duration in another unit than seconds, or in none; undefined where one is a slip of the name. */
function otherUnitOf(metric: string, names: readonly string[]): string | undefined {
  if (!metric.endsWith('_seconds') || closestWord(metric, names) !== undefined) return undefined;
  const stem = metric.slice(0, -'_seconds'.length);
  const others = names.filter((other) => !other.endsWith('_seconds'));
  return (
    others.find((other) => plainWord(bare(other)) === plainWord(stem)) ??
    others.find((other) => plainWord(bare(other)) !== plainWord(other) && isLikeName(stem, bare(other)))
  );
}

const typeOf = (snapshots: readonly RegistrySnapshot[], name: string): string | undefined =>
  metricsNamed(snapshots, name)[0]?.metric.type;

/** A metric as a check asks for it. */
export interface WantedMetric {
  readonly name: string;
  readonly type: MetricType;
  readonly help?: string | undefined;
  /** An empty list: it must have none. */
  readonly labels?: readonly string[] | undefined;
}

/** What is wrong with a metric that has the right name, the most basic error first; undefined if nothing is. */
export function judgeMetric(found: RegisteredMetric, spec: WantedMetric): Fail | undefined {
  const { name: metric } = spec;
  if (found.type !== spec.type)
    return failed('type-differs', { metric, wanted: spec.type, found: found.type });
  if (spec.help !== undefined && plainHelp(found.help) !== plainHelp(spec.help))
    return failed('help-differs', { metric, wanted: spec.help, found: found.help });
  return spec.labels === undefined ? undefined : judgeLabelNames(found, spec.labels);
}

function plainHelp(help: string): string {
  return help
    .trim()
    .replace(/\s+/g, ' ')
    .replace(/[.!]+$/, '')
    .trimEnd()
    .toLowerCase();
}

function judgeLabelNames(
  { name: metric, labelNames: found }: RegisteredMetric,
  wanted: readonly string[],
): Fail | undefined {
  if (wanted.length === 0)
    return found.length === 0 ? undefined : failed('labels-declared-too-early', { metric, found });
  const missing = wanted.filter((label) => !found.includes(label));
  if (missing.length === 0) return undefined;
  const others = found.filter((label) => !wanted.includes(label));
  for (const name of missing) {
    const meant = likeLabel(name, others);
    if (meant !== undefined)
      return failed('label-declared-differently', { metric, wanted, found, name, meant });
  }
  return failed('labels-not-declared', { metric, wanted, found, missing });
}

/** The label among `others` that was meant to be `label`: a slip of it, or another word for the same thing. */
export function likeLabel(label: string, others: readonly string[]): string | undefined {
  const close = closestWord(label, others);
  if (close !== undefined) return close;
  return others.find((other) => likeNames[label]?.includes(plainWord(other)));
}
