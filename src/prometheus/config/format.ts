// A Config back to YAML with its defaults written out: what /api/v1/status/config shows.
import { dirname, resolve } from 'node:path';
import { Document, isScalar, isSeq, visit } from 'yaml';
import { formatDuration } from '../../durations.ts';
import { formatByteSize } from './fields.ts';
import type {
  AlertingConfig,
  AlertmanagerConfig,
  Config,
  GlobalConfig,
  JobConfig,
  RemoteWriteConfig,
  ScrapeLimits,
} from './model.ts';
import type { RelabelRule } from './relabel-rule.ts';
import { redactedUrl, WRITE_REQUEST } from './remote-write.ts';
import { DEFAULT_STORAGE } from './storage.ts';

/** A path of the configuration, from its file's folder. */
type Absolute = (file: string) => string;

/** The loaded configuration as YAML, in the order and with the defaults that Prometheus shows. */
export function formatLoadedConfig(config: Config): string {
  const absolute: Absolute = (file) => resolve(dirname(config.file), file);
  const document = new Document(
    {
      global: globalFields(config.global),
      ...alertingFields(config.alerting, absolute),
      ...when(config.ruleFiles.length > 0, { rule_files: config.ruleFiles.map(absolute) }),
      ...when(config.scrapeConfigFiles.length > 0, {
        scrape_config_files: config.scrapeConfigFiles.map(absolute),
      }),
      ...when(config.jobs.length > 0, {
        scrape_configs: config.jobs.map((job) => jobFields(job, absolute)),
      }),
      ...when(config.storage.maxExemplars !== DEFAULT_STORAGE.maxExemplars, {
        storage: { exemplars: { max_exemplars: config.storage.maxExemplars } },
      }),
      ...when(config.remoteWrites.length > 0, { remote_write: config.remoteWrites.map(remoteWriteFields) }),
    },
    { aliasDuplicateObjects: false },
  );
  visit(document, {
    Pair(_key, { key, value }) {
      if (isScalar(key) && key.value === 'source_labels' && isSeq(value)) value.flow = true;
    },
  });
  return document.toString({ indentSeq: false, lineWidth: 0, flowCollectionPadding: false });
}

function globalFields(global: GlobalConfig): object {
  return {
    scrape_interval: formatDuration(global.scrapeIntervalMs),
    scrape_timeout: formatDuration(global.scrapeTimeoutMs),
    scrape_protocols: global.scrapeProtocols,
    evaluation_interval: formatDuration(global.evaluationIntervalMs),
    ...when(global.ruleQueryOffsetMs > 0, { rule_query_offset: formatDuration(global.ruleQueryOffsetMs) }),
    ...when(Object.keys(global.externalLabels).length > 0, { external_labels: global.externalLabels }),
    ...limitFields(global.limits),
  };
}

function alertingFields({ alertRelabelRules, alertmanagers }: AlertingConfig, absolute: Absolute): object {
  const fields = {
    ...ruleLists({ alert_relabel_configs: alertRelabelRules }),
    ...when(alertmanagers.length > 0, {
      alertmanagers: alertmanagers.map((set) => alertmanagerFields(set, absolute)),
    }),
  };
  return when(Object.keys(fields).length > 0, { alerting: fields });
}

function alertmanagerFields(set: AlertmanagerConfig, absolute: Absolute): object {
  return {
    follow_redirects: set.followRedirects,
    enable_http2: set.enableHttp2,
    ...when(set.scheme !== '', { scheme: set.scheme }),
    ...when(set.pathPrefix !== '', { path_prefix: set.pathPrefix }),
    timeout: formatDuration(set.timeoutMs),
    api_version: 'v2',
    ...ruleLists({ relabel_configs: set.relabelRules, alert_relabel_configs: set.alertRelabelRules }),
    ...discoveryFields(set, absolute),
  };
}

function jobFields(job: JobConfig, absolute: Absolute): object {
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
    ...ruleLists({ relabel_configs: job.relabelRules, metric_relabel_configs: job.metricRelabelRules }),
    ...discoveryFields(job, absolute),
  };
}

function remoteWriteFields(write: RemoteWriteConfig): object {
  const { queue, metadata } = write;
  return {
    url: redactedUrl(write.url),
    remote_timeout: formatDuration(write.remoteTimeoutMs),
    ...when(Object.keys(write.headers).length > 0, { headers: write.headers }),
    ...ruleLists({ write_relabel_configs: write.writeRelabelRules }),
    ...when(write.name !== '', { name: write.name }),
    ...when(write.sendExemplars, { send_exemplars: true }),
    protobuf_message: WRITE_REQUEST,
    follow_redirects: write.followRedirects,
    enable_http2: write.enableHttp2,
    queue_config: {
      capacity: queue.capacity,
      max_shards: queue.maxShards,
      min_shards: queue.minShards,
      max_samples_per_send: queue.maxSamplesPerSend,
      batch_send_deadline: formatDuration(queue.batchSendDeadlineMs),
      min_backoff: formatDuration(queue.minBackoffMs),
      max_backoff: formatDuration(queue.maxBackoffMs),
      ...when(queue.retryOnRateLimit, { retry_on_http_429: true }),
      ...when(queue.sampleAgeLimitMs > 0, { sample_age_limit: formatDuration(queue.sampleAgeLimitMs) }),
    },
    metadata_config: {
      send: metadata.send,
      send_interval: formatDuration(metadata.sendIntervalMs),
      max_samples_per_send: metadata.maxSamplesPerSend,
    },
  };
}

function discoveryFields(
  { fileDiscoveries, staticConfigs }: Pick<JobConfig, 'fileDiscoveries' | 'staticConfigs'>,
  absolute: Absolute,
): object {
  return {
    ...when(fileDiscoveries.length > 0, {
      file_sd_configs: fileDiscoveries.map(({ files, refreshIntervalMs }) => ({
        files: files.map(absolute),
        refresh_interval: formatDuration(refreshIntervalMs),
      })),
    }),
    ...when(staticConfigs.length > 0, {
      static_configs: staticConfigs.map(({ targets, labels }) => ({
        targets,
        ...when(Object.keys(labels).length > 0, { labels }),
      })),
    }),
  };
}

function ruleLists(lists: Readonly<Record<string, readonly RelabelRule[]>>): object {
  return Object.fromEntries(
    Object.entries(lists).flatMap(([name, rules]) =>
      rules.length === 0 ? [] : [[name, rules.map(ruleFields)]],
    ),
  );
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
