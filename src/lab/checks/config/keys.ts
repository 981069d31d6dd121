// Which keys Prometheus knows, and where each belongs. Data.
// https://prometheus.io/docs/prometheus/latest/configuration/configuration/
import { jobKeys } from '../../model/job-keys.ts';
import type { KeyPlace } from '../facts/prometheus/jobs.ts';

/** Keys that Prometheus 2 and 3 know; of the `…_sd_configs` any is taken. */
export const topKeys = `
  global runtime rule_files scrape_config_files scrape_configs alerting remote_write remote_read storage
  tracing otlp
`
  .trim()
  .split(/\s+/);
export const globalKeys = `
  scrape_interval scrape_timeout scrape_protocols evaluation_interval rule_query_offset query_log_file
  scrape_failure_log_file external_labels body_size_limit sample_limit target_limit label_limit
  label_name_length_limit label_value_length_limit keep_dropped_targets metric_name_validation_scheme
  metric_name_escaping_scheme scrape_native_histograms scrape_classic_histograms
  always_scrape_classic_histograms convert_classic_histograms_to_nhcb extra_scrape_metrics
`
  .trim()
  .split(/\s+/);

/** The keys of an item of static_configs. */
export const groupKeys = ['targets', 'labels'];

/** Where a key belongs that Prometheus does not know in another place; undefined for one that it knows nowhere. */
export function placeOfKey(key: string): KeyPlace | undefined {
  if (groupKeys.includes(key)) return 'group';
  if (jobKeys.includes(key) || key.endsWith('_sd_configs')) return 'job';
  if (topKeys.includes(key)) return 'top';
  return globalKeys.includes(key) ? 'global' : undefined;
}
