// What Prometheus calls the fields of a scrape job, and when the job that a step asks for is right. Pure.
// Fields: https://prometheus.io/docs/prometheus/latest/configuration/configuration/#scrape_config
import { isDeepStrictEqual } from 'node:util';
import { isMap, isSeq, Scalar, YAMLMap, type Document } from 'yaml';
import { isObject } from '../../../json.ts';

export interface WantedJob {
  readonly job: string;
  /** `localhost:8000` */
  readonly target: string;
}

const FIELDS = `
  job_name honor_labels honor_timestamps track_timestamps_staleness params scrape_interval scrape_timeout
  scrape_protocols fallback_scrape_protocol scrape_native_histograms scrape_classic_histograms
  always_scrape_classic_histograms convert_classic_histograms_to_nhcb metrics_path scheme enable_compression
  enable_http2 follow_redirects proxy_url no_proxy proxy_from_environment proxy_connect_header basic_auth
  authorization oauth2 bearer_token bearer_token_file tls_config http_headers static_configs relabel_configs
  metric_relabel_configs body_size_limit sample_limit label_limit label_name_length_limit label_value_length_limit
  target_limit keep_dropped_targets native_histogram_bucket_limit native_histogram_min_bucket_factor
  metric_name_validation_scheme metric_name_escaping_scheme scrape_failure_log_file extra_scrape_metrics`;

const KNOWN: ReadonlySet<string> = new Set(FIELDS.trim().split(/\s+/));

/** Fields that only a job, or a group of its targets, has: at the left margin they are misplaced. */
export const JOB_FIELDS: ReadonlySet<string> = new Set([...KNOWN, 'targets']);

/** Whether Prometheus takes this field of a job; service discovery has one for each kind. */
function isJobField(field: string): boolean {
  return KNOWN.has(field) || field.endsWith('_sd_configs');
}

/** Whether the job scrapes the wanted target, and no other static one, at `http://TARGET/metrics`. */
export function isRightJob(job: unknown, { target }: WantedJob): boolean {
  if (!isObject(job) || !Object.keys(job).every(isJobField)) return false;
  const { scheme = 'http', metrics_path: path = '/metrics', static_configs: groups } = job;
  if (scheme !== 'http' || path !== '/metrics' || !Array.isArray(groups) || groups.length !== 1) return false;
  const group: unknown = groups[0];
  if (!isObject(group) || !Object.keys(group).every((field) => field === 'targets' || field === 'labels'))
    return false;
  if (group['labels'] !== undefined && !isObject(group['labels'])) return false;
  const { targets } = group;
  return isDeepStrictEqual(Array.isArray(targets) ? targets.map(loopbackByName) : targets, [
    loopbackByName(target),
  ]);
}

/** `127.0.0.1:8000` and `localhost:8000` are one target. */
function loopbackByName(target: unknown): unknown {
  return typeof target === 'string' ? target.replace(/^(127\.0\.0\.1|\[::1\]):/, 'localhost:') : target;
}

/** Mends the job's node in its document: the target is replaced, what Prometheus knows and does not hinder stays. */
export function mendJobNode(document: Document, job: YAMLMap, { target }: WantedJob): void {
  const groups: unknown = job.get('static_configs', true);
  const first: unknown = isSeq(groups) ? groups.items[0] : groups;
  const labels: unknown = isMap(first) ? first.get('labels', true) : undefined;
  for (const field of job.items.map((pair) => String(pair.key))) {
    if (!isJobField(field)) job.delete(field);
  }
  if (job.get('scheme') !== 'http') job.delete('scheme');
  if (job.get('metrics_path') !== '/metrics') job.delete('metrics_path');
  const address = new Scalar(target);
  address.type = Scalar.QUOTE_SINGLE;
  const group = new YAMLMap();
  group.set('targets', document.createNode([address], { flow: true }));
  if (isMap(labels)) group.set('labels', labels);
  job.set('static_configs', document.createNode([group]));
}

/** A node of the job, for a list of its document. */
export function newJobNode(document: Document, wanted: WantedJob): YAMLMap {
  const job = new YAMLMap();
  job.set('job_name', wanted.job);
  mendJobNode(document, job, wanted);
  return job;
}
