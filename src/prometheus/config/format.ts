// A Config back to YAML with its defaults written out: what /api/v1/status/config shows.
import { dirname, resolve } from 'node:path';
import { stringify } from 'yaml';
import { formatDuration } from '../../durations.ts';
import { formatByteSize } from './fields.ts';
import type { Config, GlobalConfig, JobConfig, ScrapeLimits } from './model.ts';
import type { RelabelRule } from './relabel-rule.ts';

/** The loaded configuration as YAML, in the order and with the defaults that Prometheus shows. */
export function formatLoadedConfig(config: Config): string {
  const document = {
    global: globalFields(config.global),
    ...when(config.ruleFiles.length > 0, { rule_files: config.ruleFiles }),
    ...when(config.scrapeConfigFiles.length > 0, {
      scrape_config_files: config.scrapeConfigFiles.map((file) => resolve(dirname(config.file), file)),
    }),
    ...when(config.jobs.length > 0, { scrape_configs: config.jobs.map(jobFields) }),
  };
  return stringify(document, { indentSeq: false, lineWidth: 0, aliasDuplicateObjects: false });
}

function globalFields(global: GlobalConfig): object {
  return {
    scrape_interval: formatDuration(global.scrapeIntervalMs),
    scrape_timeout: formatDuration(global.scrapeTimeoutMs),
    scrape_protocols: global.scrapeProtocols,
    evaluation_interval: formatDuration(global.evaluationIntervalMs),
    ...when(Object.keys(global.externalLabels).length > 0, { external_labels: global.externalLabels }),
    ...limitFields(global.limits),
  };
}

function jobFields(job: JobConfig): object {
  return {
    job_name: job.jobName,
    ...when(job.honorLabels, { honor_labels: true }),
    honor_timestamps: job.honorTimestamps,
    track_timestamps_staleness: job.trackTimestampsStaleness,
    ...when(Object.keys(job.params).length > 0, { params: job.params }),
    scrape_interval: formatDuration(job.scrapeIntervalMs),
    scrape_timeout: formatDuration(job.scrapeTimeoutMs),
    scrape_protocols: job.scrapeProtocols,
    ...when(job.fallbackScrapeProtocol !== undefined, {
      fallback_scrape_protocol: job.fallbackScrapeProtocol,
    }),
    metrics_path: job.metricsPath,
    scheme: job.scheme,
    enable_compression: job.enableCompression,
    ...limitFields(job.limits),
    follow_redirects: job.followRedirects,
    enable_http2: job.enableHttp2,
    ...when(job.relabelRules.length > 0, { relabel_configs: job.relabelRules.map(ruleFields) }),
    ...when(job.metricRelabelRules.length > 0, {
      metric_relabel_configs: job.metricRelabelRules.map(ruleFields),
    }),
    ...when(job.fileDiscoveries.length > 0, {
      file_sd_configs: job.fileDiscoveries.map(({ files, refreshIntervalMs }) => ({
        files,
        refresh_interval: formatDuration(refreshIntervalMs),
      })),
    }),
    ...when(job.staticConfigs.length > 0, {
      static_configs: job.staticConfigs.map(({ targets, labels }) => ({
        targets,
        ...when(Object.keys(labels).length > 0, { labels }),
      })),
    }),
  };
}

function limitFields(limits: ScrapeLimits): object {
  return {
    ...when(limits.bodySizeLimit > 0, { body_size_limit: formatByteSize(limits.bodySizeLimit) }),
    ...when(limits.sampleLimit > 0, { sample_limit: limits.sampleLimit }),
    ...when(limits.targetLimit > 0, { target_limit: limits.targetLimit }),
    ...when(limits.labelLimit > 0, { label_limit: limits.labelLimit }),
    ...when(limits.labelNameLengthLimit > 0, { label_name_length_limit: limits.labelNameLengthLimit }),
    ...when(limits.labelValueLengthLimit > 0, { label_value_length_limit: limits.labelValueLengthLimit }),
    ...when(limits.keepDroppedTargets > 0, { keep_dropped_targets: limits.keepDroppedTargets }),
  };
}

function ruleFields(rule: RelabelRule): object {
  return {
    ...when(rule.sourceLabels.length > 0, { source_labels: rule.sourceLabels }),
    separator: rule.separator,
    regex: rule.regex,
    ...when(rule.modulus > 0, { modulus: rule.modulus }),
    ...when(rule.targetLabel !== '', { target_label: rule.targetLabel }),
    replacement: rule.replacement,
    action: rule.action,
  };
}

function when(condition: boolean, fields: object): object {
  return condition ? fields : {};
}
