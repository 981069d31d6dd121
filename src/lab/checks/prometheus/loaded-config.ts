// What the running Prometheus has loaded, as far as a check needs it: jobs, their targets and scrape intervals. Pure.
import { parseDocument } from 'yaml';
import { durationMs } from '../../../durations.ts';

export interface LoadedJob {
  readonly name: string;
  readonly intervalMs: number;
  /** Addresses of its static targets. */
  readonly targets: readonly string[];
  readonly groups: readonly TargetGroup[];
}

/** One item of static_configs. */
export interface TargetGroup {
  readonly targets: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
}

/** Prometheus's own default. */
const DEFAULT_INTERVAL_MS = 60_000;

/**
 * The jobs of a configuration as Prometheus prints it; none where the text is no such thing. It prints no job of the
 * files that scrape_config_files names: these come from the files themselves.
 */
export function parseJobs(
  yaml: string,
  included: readonly { readonly text: string }[] = [],
): readonly LoadedJob[] {
  const document = valueOf(yaml);
  const globalMs = durationMs(textAt(fieldOf(document, 'global'), 'scrape_interval')) || DEFAULT_INTERVAL_MS;
  const isIncluding = listAt(document, 'scrape_config_files').length > 0;
  const documents = [document, ...(isIncluding ? included.map(({ text }) => valueOf(text)) : [])];
  return documents
    .flatMap((one) => listAt(one, 'scrape_configs'))
    .map((job) => {
      const groups = listAt(job, 'static_configs').map((group) => ({
        targets: listAt(group, 'targets').map(String),
        labels: labelsOf(group),
      }));
      return {
        name: textAt(job, 'job_name'),
        intervalMs: durationMs(textAt(job, 'scrape_interval')) || globalMs,
        targets: groups.flatMap(({ targets }) => targets),
        groups,
      };
    });
}

/** What a job limits. */
export interface JobLimits {
  readonly name: string;
  /** 0: as many as there are. */
  readonly sampleLimit: number;
  /** The keys of its other limits, such as `label_limit`. */
  readonly others: readonly string[];
}

const SAMPLE_LIMIT = 'sample_limit';

/** The limits of each job, its own or those of `global`; of the files that are included too. */
export function parseLimits(
  yaml: string,
  included: readonly { readonly text: string }[] = [],
): readonly JobLimits[] {
  const document = valueOf(yaml);
  const global = fieldOf(document, 'global');
  const limitOf = (job: unknown, key: string): number =>
    Number(textAt(job, key)) || Number(textAt(global, key)) || 0;
  const isIncluding = listAt(document, 'scrape_config_files').length > 0;
  const documents = [document, ...(isIncluding ? included.map(({ text }) => valueOf(text)) : [])];
  return documents
    .flatMap((one) => listAt(one, 'scrape_configs'))
    .map((job) => ({
      name: textAt(job, 'job_name'),
      sampleLimit: limitOf(job, SAMPLE_LIMIT),
      others: [...keysOf(job), ...keysOf(global)].filter(
        (key) => key.endsWith('_limit') && key !== SAMPLE_LIMIT,
      ),
    }));
}

const keysOf = (value: unknown): string[] =>
  typeof value === 'object' && value !== null ? Object.keys(value) : [];

function labelsOf(group: unknown): Record<string, string> {
  const labels = fieldOf(group, 'labels');
  const pairs = typeof labels === 'object' && labels !== null ? Object.entries(labels) : [];
  return Object.fromEntries(pairs.map(([name, value]) => [name, String(value ?? '')]));
}

function valueOf(yaml: string): unknown {
  return parseDocument(yaml, {
    prettyErrors: false,
    uniqueKeys: false,
    merge: true,
    logLevel: 'silent',
  }).toJS({ maxAliasCount: 100 });
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
