// What a Prometheus can be told and this server cannot do: it says so instead of ignoring it.

/** Top-level sections. */
export const ABSENT_SECTIONS: ReadonlySet<string> = new Set([
  'remote_write',
  'remote_read',
  'scrape_config_files',
  'storage',
  'tracing',
  'otlp',
  'runtime',
]);

const DISCOVERIES = [
  'azure',
  'consul',
  'digitalocean',
  'dns',
  'docker',
  'dockerswarm',
  'ec2',
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
  'nerve',
  'nomad',
  'openstack',
  'ovhcloud',
  'puppetdb',
  'scaleway',
  'serverset',
  'stackit',
  'triton',
  'uyuni',
  'vultr',
];

/** Fields of a scrape config. */
export const ABSENT_JOB_FIELDS: ReadonlySet<string> = new Set([
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
  'always_scrape_classic_histograms',
  'convert_classic_histograms_to_nhcb',
  'metric_name_escaping_scheme',
  'metric_name_validation_scheme',
  'native_histogram_bucket_limit',
  'native_histogram_min_bucket_factor',
  'scrape_classic_histograms',
  'scrape_failure_log_file',
  'scrape_native_histograms',
]);

/** Fields of the global section. */
export const ABSENT_GLOBAL_FIELDS: ReadonlySet<string> = new Set([
  'always_scrape_classic_histograms',
  'convert_classic_histograms_to_nhcb',
  'metric_name_escaping_scheme',
  'metric_name_validation_scheme',
  'query_log_file',
  'scrape_failure_log_file',
  'scrape_native_histograms',
]);
