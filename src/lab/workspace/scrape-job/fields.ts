// What Prometheus calls the fields of a scrape job, and when the job that a step asks for is right. Pure.
import { isDeepStrictEqual } from 'node:util';
import { isMap, isSeq, Scalar, YAMLMap, type Document } from 'yaml';
import { isObject } from '../../../json.ts';
import { jobKeys } from '../../model/job-keys.ts';

export interface WantedJob {
  readonly job: string;
  /** `localhost:8000` */
  readonly target: string;
}

const KNOWN: ReadonlySet<string> = new Set(jobKeys);

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

/** Repairs the job's node in its document: the target is replaced, what Prometheus knows and does not hinder stays. */
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
