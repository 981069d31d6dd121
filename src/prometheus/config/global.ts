// Reads the `global` section and the limits that it shares with each job.
import { ABSENT_GLOBAL_FIELDS, SETTLED_FIELDS } from './absent-fields.ts';
import { byteSize, duration, labelMap, scrapeProtocol } from './fields.ts';
import type { GlobalConfig, ScrapeLimits, ScrapeProtocol } from './model.ts';
import { list, mapping, type FieldValues } from './yaml-collections.ts';
import type { Read } from './yaml-reader.ts';
import { count } from './yaml-scalars.ts';

export const DEFAULT_PROTOCOLS: readonly ScrapeProtocol[] = [
  'OpenMetricsText1.0.0',
  'OpenMetricsText0.0.1',
  'PrometheusText1.0.0',
  'PrometheusText0.0.4',
];

/** The limits, in `global` and in each job. */
export const limitFields = {
  sample_limit: count,
  body_size_limit: byteSize,
  target_limit: count,
  label_limit: count,
  label_name_length_limit: count,
  label_value_length_limit: count,
  keep_dropped_targets: count,
};

const protocolList = list('[]config.ScrapeProtocol', scrapeProtocol, 'unknown scrape protocol ""');

/** The protocols that a target is offered: at least one, and each once. */
export const protocols: Read<ScrapeProtocol[]> = (node, reader) => {
  const known = reader.problems.length;
  const read = protocolList(node, reader);
  if (read === undefined || reader.problems.length > known) return undefined;
  if (read.length === 0) return reader.fail(node, 'scrape_protocols cannot be empty');
  if (new Set(read).size < read.length)
    return reader.fail(node, `duplicated protocol in scrape_protocols, got [${read.join(' ')}]`);
  return read;
};

const readFields = mapping(
  'GlobalConfig',
  {
    scrape_interval: duration,
    scrape_timeout: duration,
    evaluation_interval: duration,
    rule_query_offset: duration,
    external_labels: labelMap,
    scrape_protocols: protocols,
    ...limitFields,
    ...SETTLED_FIELDS,
  },
  ABSENT_GLOBAL_FIELDS,
);

const NO_LIMITS: ScrapeLimits = {
  sampleLimit: 0,
  bodySizeLimit: 0,
  targetLimit: 0,
  labelLimit: 0,
  labelNameLengthLimit: 0,
  labelValueLengthLimit: 0,
  keepDroppedTargets: 0,
};

export const DEFAULT_GLOBAL: GlobalConfig = {
  scrapeIntervalMs: 60_000,
  scrapeTimeoutMs: 10_000,
  evaluationIntervalMs: 60_000,
  ruleQueryOffsetMs: 0,
  scrapeProtocols: DEFAULT_PROTOCOLS,
  externalLabels: {},
  limits: NO_LIMITS,
};

/** Fills limits that are absent or 0 from those around them. */
export function readLimits(
  fields: FieldValues<typeof limitFields>,
  outer: ScrapeLimits = NO_LIMITS,
): ScrapeLimits {
  return {
    sampleLimit: fields.sample_limit || outer.sampleLimit,
    bodySizeLimit: fields.body_size_limit || outer.bodySizeLimit,
    targetLimit: fields.target_limit || outer.targetLimit,
    labelLimit: fields.label_limit || outer.labelLimit,
    labelNameLengthLimit: fields.label_name_length_limit || outer.labelNameLengthLimit,
    labelValueLengthLimit: fields.label_value_length_limit || outer.labelValueLengthLimit,
    keepDroppedTargets: fields.keep_dropped_targets || outer.keepDroppedTargets,
  };
}

/** The `global` section with its defaults. */
export const globalConfig: Read<GlobalConfig> = (node, reader) => {
  const fields = readFields(node, reader);
  if (fields === undefined) return undefined;
  const scrapeIntervalMs = fields.scrape_interval || DEFAULT_GLOBAL.scrapeIntervalMs;
  if ((fields.scrape_timeout ?? 0) > scrapeIntervalMs) {
    reader.fail(fields.at('scrape_timeout'), 'global scrape timeout greater than scrape interval');
  }
  return {
    scrapeIntervalMs,
    scrapeTimeoutMs: fields.scrape_timeout || Math.min(DEFAULT_GLOBAL.scrapeTimeoutMs, scrapeIntervalMs),
    evaluationIntervalMs: fields.evaluation_interval || DEFAULT_GLOBAL.evaluationIntervalMs,
    ruleQueryOffsetMs: fields.rule_query_offset ?? 0,
    scrapeProtocols: fields.scrape_protocols ?? DEFAULT_PROTOCOLS,
    externalLabels: fields.external_labels ?? {},
    limits: readLimits(fields),
  };
};
