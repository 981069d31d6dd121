// Reads the `alerting` section: which Alertmanagers get the alerts, and which labels the alerts have there.
import { ABSENT_CLIENT_FIELDS } from './absent-fields.ts';
import { duration } from './fields.ts';
import { discoveryFields, refuseUrls } from './job.ts';
import type { AlertingConfig, AlertmanagerConfig } from './model.ts';
import { relabelRules } from './relabel.ts';
import { list, mapping } from './yaml-collections.ts';
import type { Read } from './yaml-reader.ts';
import { bool, parsed, text } from './yaml-scalars.ts';

const DEFAULT_TIMEOUT_MS = 10_000;

const apiVersion: Read<string> = parsed((source) =>
  source === 'v2'
    ? { value: source }
    : { problem: `expected Alertmanager api version to be one of [v2] but got ${source}` },
);

const readAlertmanager = mapping(
  'AlertmanagerConfig',
  {
    scheme: text,
    path_prefix: text,
    timeout: duration,
    api_version: apiVersion,
    follow_redirects: bool,
    enable_http2: bool,
    relabel_configs: relabelRules('empty or null Alertmanager target relabeling rule'),
    alert_relabel_configs: relabelRules('empty or null Alertmanager alert relabeling rule'),
    ...discoveryFields,
  },
  new Set([...ABSENT_CLIENT_FIELDS, 'sigv4']),
);

const alertmanager: Read<AlertmanagerConfig> = (node, reader) => {
  const fields = readAlertmanager(node, reader);
  if (fields === undefined) return undefined;
  const staticConfigs = fields.static_configs ?? [];
  const relabels = fields.relabel_configs ?? [];
  if (relabels.length === 0) refuseUrls(staticConfigs, reader, fields.at('static_configs'));
  return {
    scheme: fields.scheme ?? 'http',
    pathPrefix: fields.path_prefix ?? '',
    timeoutMs: fields.timeout ?? DEFAULT_TIMEOUT_MS,
    followRedirects: fields.follow_redirects ?? true,
    enableHttp2: fields.enable_http2 ?? true,
    staticConfigs,
    fileDiscoveries: fields.file_sd_configs ?? [],
    relabelRules: relabels,
    alertRelabelRules: fields.alert_relabel_configs ?? [],
  };
};

const readFields = mapping('AlertingConfig', {
  alert_relabel_configs: relabelRules('empty or null alert relabeling rule'),
  alertmanagers: list('config.AlertmanagerConfigs', alertmanager, 'empty or null Alertmanager section'),
});

/** Where no alert is sent. */
export const NO_ALERTING: AlertingConfig = { alertRelabelRules: [], alertmanagers: [] };

/** The `alerting` section with its defaults. */
export const alertingConfig: Read<AlertingConfig> = (node, reader) => {
  const fields = readFields(node, reader);
  return {
    alertRelabelRules: fields?.alert_relabel_configs ?? [],
    alertmanagers: fields?.alertmanagers ?? [],
  };
};
