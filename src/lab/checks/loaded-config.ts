// What the running Prometheus has loaded, as far as a check needs it: jobs, their targets and scrape intervals. Pure.
import { parseDocument } from 'yaml';
import { parseDuration } from './durations.ts';

export interface LoadedJob {
  readonly name: string;
  readonly intervalMs: number;
  /** Addresses of its static targets. */
  readonly targets: readonly string[];
}

/** Prometheus's own default. */
const DEFAULT_INTERVAL_MS = 60_000;

/** The jobs of a configuration as Prometheus prints it; none where the text is no such thing. */
export function parseJobs(yaml: string): readonly LoadedJob[] {
  const document: unknown = parseDocument(yaml, {
    prettyErrors: false,
    uniqueKeys: false,
    merge: true,
    logLevel: 'silent',
  }).toJS({ maxAliasCount: 100 });
  const globalMs =
    parseDuration(textAt(fieldOf(document, 'global'), 'scrape_interval')) ?? DEFAULT_INTERVAL_MS;
  return listAt(document, 'scrape_configs').map((job) => ({
    name: textAt(job, 'job_name'),
    intervalMs: parseDuration(textAt(job, 'scrape_interval')) ?? globalMs,
    targets: listAt(job, 'static_configs').flatMap((group) => listAt(group, 'targets').map(String)),
  }));
}

/** Whether a job of the same name with the same static targets is among those that are loaded. */
export function isLoaded(job: LoadedJob, loaded: readonly LoadedJob[]): boolean {
  const textOf = ({ targets }: LoadedJob): string => targets.toSorted((a, b) => (a < b ? -1 : 1)).join(' ');
  return loaded.some((one) => one.name === job.name && textOf(one) === textOf(job));
}

function fieldOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}

function textAt(value: unknown, key: string): string {
  const field = fieldOf(value, key);
  return typeof field === 'string' || typeof field === 'number' ? String(field) : '';
}

function listAt(value: unknown, key: string): readonly unknown[] {
  const field = fieldOf(value, key);
  return Array.isArray(field) ? field : [];
}
