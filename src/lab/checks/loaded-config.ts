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
  const document: unknown = parseDocument(yaml).toJS({ maxAliasCount: 100 });
  const globalMs =
    parseDuration(textAt(fieldOf(document, 'global'), 'scrape_interval')) ?? DEFAULT_INTERVAL_MS;
  return listAt(document, 'scrape_configs').map((job) => ({
    name: textAt(job, 'job_name'),
    intervalMs: parseDuration(textAt(job, 'scrape_interval')) ?? globalMs,
    targets: listAt(job, 'static_configs').flatMap((group) => listAt(group, 'targets').map(String)),
  }));
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
