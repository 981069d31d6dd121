// Reads the `alerting` section. No alert is sent; what Prometheus would refuse in it is refused all the same.
import type { Node } from 'yaml';
import { ABSENT_CLIENT_FIELDS } from './absent-fields.ts';
import { duration } from './fields.ts';
import { discoveryFields, refuseUrls } from './job.ts';
import { relabelRules } from './relabel.ts';
import { list, mapping } from './yaml-collections.ts';
import type { Read } from './yaml-reader.ts';
import { bool, parsed, text } from './yaml-scalars.ts';

const itself: Read<Node> = (node) => node;

const apiVersion: Read<string> = parsed((source) =>
  source === 'v2'
    ? { value: source }
    : { problem: `expected Alertmanager api version to be one of [v2] but got ${source}` },
);

const readAlertmanager = mapping('AlertmanagerConfig', {
  // Taken as they are: whether they are right matters only to one who sends alerts.
  ...Object.fromEntries([...ABSENT_CLIENT_FIELDS, 'sigv4'].map((name) => [name, itself])),
  scheme: text,
  path_prefix: text,
  timeout: duration,
  api_version: apiVersion,
  follow_redirects: bool,
  enable_http2: bool,
  relabel_configs: relabelRules,
  alert_relabel_configs: relabelRules,
  ...discoveryFields,
});

const alertmanager: Read<true> = (node, reader) => {
  const fields = readAlertmanager(node, reader);
  if ((fields?.relabel_configs ?? []).length === 0)
    refuseUrls(fields?.static_configs ?? [], reader, fields?.at('static_configs') ?? node);
  return true;
};

/** The `alerting` section. */
export const alertingConfig = mapping('AlertingConfig', {
  alert_relabel_configs: relabelRules,
  alertmanagers: list('config.AlertmanagerConfigs', alertmanager, 'empty or null Alertmanager section'),
});
