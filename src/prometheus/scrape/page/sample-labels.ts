// From the labels on a page to the labels that are stored: numbers in `le` and `quantile` in one spelling, the target's
// labels joined in, the job's metric_relabel_configs applied, the limits checked.
import {
  formatFloat,
  parseFloatStrict,
  type MetricType,
  type ParsedSeries,
} from '../../../exposition/index.ts';
import type { JobConfig, ScrapeLimits } from '../../config/index.ts';
import { Labels, METRIC_NAME } from '../../model/samples.ts';
import {
  labelCharacters,
  MAX_LABEL_CHARACTERS,
  relabel,
  type MutableLabels,
} from '../../relabeling/apply.ts';

/** Undefined where a rule drops the sample. @throws {SampleFault} where the result is no valid series */
export function storedLabels(
  series: ParsedSeries,
  type: MetricType,
  targetLabels: Labels,
  job: JobConfig,
): Labels | undefined {
  const labels: MutableLabels = new Map([[METRIC_NAME, series.name]]);
  for (const [name, value] of series.labels) if (value !== '') labels.set(name, canonical(name, value, type));
  joinTarget(labels, targetLabels, job.honorLabels);
  const outcome = relabel(labels, job.metricRelabelRules);
  if (outcome === 'dropped' || labels.size === 0) return undefined;
  if (outcome === 'too-long' || labelCharacters(labels) > MAX_LABEL_CHARACTERS)
    throw new SampleFault('a series has more than 1 MiB of labels');
  if (!labels.has(METRIC_NAME)) throw new SampleFault('missing metric name (__name__ label)');
  checkLimits(labels, job.limits);
  return Labels.from(labels);
}

/** The labels of `up` and the other reports of a scrape. */
export function reportLabels(name: string, targetLabels: Labels): Labels {
  const labels: MutableLabels = new Map([[METRIC_NAME, name]]);
  joinTarget(labels, targetLabels, false);
  return Labels.from(labels);
}

/** A sample that fails the whole scrape. */
export class SampleFault extends Error {
  override readonly name = 'SampleFault';
}

/** A label of the target wins, and the page's own becomes `exported_…`; with honor_labels it is the other way round. */
function joinTarget(labels: MutableLabels, targetLabels: Labels, isHonored: boolean): void {
  const conflicts: [name: string, value: string][] = [];
  for (const [name, value] of targetLabels.entries()) {
    const existing = labels.get(name);
    if (isHonored && existing !== undefined) continue;
    if (existing !== undefined) conflicts.push([name, existing]);
    labels.set(name, value);
  }
  // Shortest first: of `a` and `exported_a`, both in conflict, `a` gets the free name.
  for (const [name, value] of conflicts.toSorted(([a], [b]) => a.length - b.length)) {
    let free = `exported_${name}`;
    while (labels.has(free)) free = `exported_${free}`;
    labels.set(free, value);
  }
}

/** Prometheus 3 stores `le="1"` as `le="1.0"`, so that both spellings are one series. */
function canonical(name: string, value: string, type: MetricType): string {
  const isNumber = (name === 'le' && type === 'histogram') || (name === 'quantile' && type === 'summary');
  if (!isNumber) return value;
  let text: string;
  try {
    text = formatFloat(parseFloatStrict(value));
  } catch {
    // Prometheus keeps text that is not a number as it is.
    return value;
  }
  return /[.eIN]/.test(text) ? text : `${text}.0`;
}

function checkLimits(labels: MutableLabels, limits: ScrapeLimits): void {
  const name = labels.get(METRIC_NAME) ?? '';
  if (limits.labelLimit > 0 && labels.size > limits.labelLimit) {
    throw new SampleFault(
      `label_limit exceeded (metric: ${name}, number of labels: ${labels.size}, limit: ${limits.labelLimit})`,
    );
  }
  if (limits.labelNameLengthLimit === 0 && limits.labelValueLengthLimit === 0) return;
  for (const [label, value] of labels) {
    const where = `metric: ${beginning(name)}, label name: ${beginning(label)}`;
    checkLength('label_name_length_limit', label, limits.labelNameLengthLimit, where);
    const whereValue = `${where}, value: ${JSON.stringify(beginning(value))}`;
    checkLength('label_value_length_limit', value, limits.labelValueLengthLimit, whereValue);
  }
}

function checkLength(limitName: string, text: string, limit: number, where: string): void {
  const length = Buffer.byteLength(text);
  if (limit > 0 && length > limit) {
    throw new SampleFault(`${limitName} exceeded (${where}, length: ${length}, limit: ${limit})`);
  }
}

/** Enough of a text to find it by. */
function beginning(text: string): string {
  return Array.from(text.slice(0, 100)).slice(0, 50).join('');
}
