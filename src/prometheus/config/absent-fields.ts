// Fields that Prometheus supports but this server does not: it rejects them instead of ignoring them.
import { NOT_HERE } from './yaml-collections.ts';
import type { Read } from './yaml-reader.ts';
import { text } from './yaml-scalars.ts';

/** Top-level sections. */
export const ABSENT_SECTIONS: ReadonlySet<string> = new Set(['remote_read', 'tracing', 'otlp']);

const DISCOVERIES = [
  'aws',
  'azure',
  'consul',
  'digitalocean',
  'dns',
  'docker',
  'dockerswarm',
  'ec2',
  'ecs',
  'elasticache',
  'eureka',
  'gce',
  'hetzner',
  'http',
  'ionos',
  'kubernetes',
  'kuma',
  'lightsail',
  'linode',
  'marathon',
  'msk',
  'nerve',
  'nomad',
  'oci',
  'openstack',
  'outscale',
  'ovhcloud',
  'puppetdb',
  'rds',
  'scaleway',
  'serverset',
  'stackit',
  'triton',
  'uyuni',
  'vultr',
];

/** Fields that jobs and Alertmanagers have: service discovery, TLS, authentication and proxies. */
export const ABSENT_CLIENT_FIELDS: readonly string[] = [
  ...DISCOVERIES.map((name) => `${name}_sd_configs`),
  'authorization',
  'basic_auth',
  'bearer_token',
  'bearer_token_file',
  'http_headers',
  'no_proxy',
  'oauth2',
  'proxy_connect_header',
  'proxy_from_environment',
  'proxy_url',
  'tls_config',
];

/** Fields of a scrape config. */
export const ABSENT_JOB_FIELDS: ReadonlySet<string> = new Set([
  ...ABSENT_CLIENT_FIELDS,
  'native_histogram_bucket_limit',
  'native_histogram_min_bucket_factor',
  'scrape_classic_histograms',
  'scrape_failure_log_file',
]);

/** Fields of the global section. */
export const ABSENT_GLOBAL_FIELDS: ReadonlySet<string> = new Set([
  'query_log_file',
  'scrape_failure_log_file',
]);

/** A field that may say what holds here anyway, and nothing else. */
export function onlyAs(field: string, wanted: string): Read<string> {
  return (node, reader) => {
    const said = text(node, reader);
    return said === undefined || said === wanted ? said : reader.fail(node, `${field}: ${NOT_HERE}`);
  };
}

/** Fields of the global section and of a scrape config that choose what this server has one way of. */
export const SETTLED_FIELDS = {
  always_scrape_classic_histograms: onlyAs('always_scrape_classic_histograms', 'false'),
  convert_classic_histograms_to_nhcb: onlyAs('convert_classic_histograms_to_nhcb', 'false'),
  extra_scrape_metrics: onlyAs('extra_scrape_metrics', 'false'),
  metric_name_escaping_scheme: onlyAs('metric_name_escaping_scheme', 'allow-utf-8'),
  metric_name_validation_scheme: onlyAs('metric_name_validation_scheme', 'utf8'),
  scrape_native_histograms: onlyAs('scrape_native_histograms', 'false'),
};
