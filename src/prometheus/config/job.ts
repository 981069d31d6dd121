// Reads one entry of scrape_configs.
import { ABSENT_JOB_FIELDS, SETTLED_FIELDS } from './absent-fields.ts';
import { duration, scrapeProtocol, targetGroup } from './fields.ts';
import { limitFields, protocols, readLimits } from './global.ts';
import type { Node } from 'yaml';
import type { FileDiscovery, GlobalConfig, JobConfig, TargetGroup } from './model.ts';
import { relabelRules } from './relabel.ts';
import { list, mapping, record } from './yaml-collections.ts';
import type { Read, YamlReader } from './yaml-reader.ts';
import { bool, parsed, text } from './yaml-scalars.ts';

const FILE_PATTERN = /^[^*]*(?:\*[^/]*)?\.(?:json|yml|yaml|JSON|YML|YAML)$/;
const DEFAULT_REFRESH_MS = 5 * 60_000;

const filePattern: Read<string> = parsed((source) =>
  FILE_PATTERN.test(source)
    ? { value: source }
    : { problem: `path name "${source}" is not valid for file discovery` },
);

const readDiscovery = mapping('FileSDConfig', {
  files: list('[]string', filePattern),
  refresh_interval: duration,
});

const fileDiscovery: Read<FileDiscovery> = (node, reader) => {
  const known = reader.problems.length;
  const fields = readDiscovery(node, reader);
  if (fields === undefined || reader.problems.length > known) return undefined;
  if (fields.files === undefined || fields.files.length === 0) {
    return reader.fail(
      fields.at('files'),
      'file service discovery config must contain at least one path name',
    );
  }
  return { files: fields.files, refreshIntervalMs: fields.refresh_interval || DEFAULT_REFRESH_MS };
};

/** Where targets come from: those of jobs and of Alertmanagers. */
export const discoveryFields = {
  static_configs: list('[]*targetgroup.Group', targetGroup, 'empty or null section in static_configs'),
  file_sd_configs: list('[]*file.SDConfig', fileDiscovery, 'empty or null section in file_sd_configs'),
};

const readFields = mapping(
  'ScrapeConfig',
  {
    job_name: text,
    scrape_interval: duration,
    scrape_timeout: duration,
    metrics_path: text,
    scheme: text,
    params: record(list('[]string', text)),
    honor_labels: bool,
    honor_timestamps: bool,
    track_timestamps_staleness: bool,
    follow_redirects: bool,
    enable_compression: bool,
    enable_http2: bool,
    scrape_protocols: protocols,
    fallback_scrape_protocol: scrapeProtocol,
    ...limitFields,
    ...SETTLED_FIELDS,
    ...discoveryFields,
    relabel_configs: relabelRules('empty or null target relabeling rule in scrape config'),
    metric_relabel_configs: relabelRules('empty or null metric relabeling rule in scrape config'),
  },
  ABSENT_JOB_FIELDS,
);

/** Refuses addresses that can only be URLs. */
export function refuseUrls(groups: readonly TargetGroup[], reader: YamlReader, place: Node): void {
  const withSlash = groups.flatMap(({ targets }) => targets).find((target) => target.includes('/'));
  if (withSlash === undefined) return;
  reader.fail(reader.find(withSlash) ?? place, `"${withSlash}" is not a valid hostname`);
}

/** Refuses targets that are empty, in promtool's words. */
function refuseEmpty(groups: readonly TargetGroup[], reader: YamlReader, place: Node): void {
  for (const [group, { targets }] of groups.entries()) {
    const instance = targets.indexOf('');
    if (instance !== -1) reader.fail(place, `instance ${instance} in group ${group}: no address`);
  }
}

/**
 * A job; fields that it leaves out come from the global section. For one file, since names must differ. `elsewhere` has
 * the names of jobs in other files, each with its file.
 */
export function jobConfig(
  global: GlobalConfig,
  elsewhere: ReadonlyMap<string, string> = new Map(),
): Read<JobConfig> {
  const names = new Set<string>();
  return (node, reader) => {
    const fields = readFields(node, reader);
    if (fields === undefined) return undefined;
    const jobName = fields.job_name ?? '';
    if (jobName === '') return reader.fail(fields.at('job_name'), 'job_name is empty');
    const first = elsewhere.get(jobName);
    if (names.has(jobName) || first !== undefined) {
      const where = first === undefined ? '' : `, first found in ${first}`;
      reader.fail(fields.at('job_name'), `found multiple scrape configs with job name "${jobName}"${where}`);
    }
    names.add(jobName);
    const scrapeIntervalMs = fields.scrape_interval || global.scrapeIntervalMs;
    if ((fields.scrape_timeout ?? 0) > scrapeIntervalMs) {
      reader.fail(
        fields.at('scrape_timeout'),
        `scrape timeout greater than scrape interval for scrape config with job name "${jobName}"`,
      );
    }
    const staticConfigs = fields.static_configs ?? [];
    const relabels = fields.relabel_configs ?? [];
    // A rule may still make something of it; without one it can only be a slip.
    if (relabels.length === 0) {
      refuseUrls(staticConfigs, reader, fields.at('static_configs'));
      refuseEmpty(staticConfigs, reader, fields.at('static_configs'));
    }
    return {
      jobName,
      scrapeIntervalMs,
      scrapeTimeoutMs: fields.scrape_timeout || Math.min(global.scrapeTimeoutMs, scrapeIntervalMs),
      metricsPath: fields.metrics_path ?? '/metrics',
      scheme: fields.scheme ?? 'http',
      params: fields.params ?? {},
      honorLabels: fields.honor_labels ?? false,
      honorTimestamps: fields.honor_timestamps ?? true,
      trackTimestampsStaleness: fields.track_timestamps_staleness ?? false,
      followRedirects: fields.follow_redirects ?? true,
      enableCompression: fields.enable_compression ?? true,
      enableHttp2: fields.enable_http2 ?? true,
      scrapeProtocols: fields.scrape_protocols ?? global.scrapeProtocols,
      fallbackScrapeProtocol: fields.fallback_scrape_protocol,
      limits: readLimits(fields, global.limits),
      staticConfigs,
      fileDiscoveries: fields.file_sd_configs ?? [],
      relabelRules: relabels,
      metricRelabelRules: fields.metric_relabel_configs ?? [],
    };
  };
}
