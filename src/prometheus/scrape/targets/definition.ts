// From a discovered address to a target: its labels before and after relabeling, and the URL to scrape.
import type { JobConfig, TargetGroup } from '../../config/index.ts';
import { formatDuration, parseDuration } from '../../../durations.ts';
import { Labels } from '../../model/samples.ts';
import { escapedPath } from '../../client/escaped-path.ts';
import { relabel, type MutableLabels } from '../../relabeling/apply.ts';

export interface Target {
  /** Equal for equal targets: what is scraped and under which labels. */
  readonly key: string;
  readonly url: string;
  /** What every sample of it gets: without names that start with `__`. */
  readonly labels: Labels;
  readonly discoveredLabels: Labels;
  readonly intervalMs: number;
  readonly timeoutMs: number;
}

export type TargetOutcome =
  | { readonly status: 'active'; readonly target: Target }
  | { readonly status: 'dropped'; readonly discoveredLabels: Labels }
  | { readonly status: 'invalid'; readonly message: string };

const TOO_LONG = 'relabel_configs make its labels longer than 1 MiB';

/** The targets of a group, relabeled, as the job's rules make them. */
export function* targetsOf(job: JobConfig, groups: Iterable<TargetGroup>): Generator<TargetOutcome> {
  for (const group of groups) for (const address of group.targets) yield targetOf(job, group, address);
}

function targetOf(job: JobConfig, group: TargetGroup, address: string): TargetOutcome {
  const labels: MutableLabels = new Map([
    ['job', job.jobName],
    ['__scrape_interval__', formatDuration(job.scrapeIntervalMs)],
    ['__scrape_timeout__', formatDuration(job.scrapeTimeoutMs)],
    ['__metrics_path__', job.metricsPath],
    ['__scheme__', job.scheme],
  ]);
  for (const [name, [first]] of Object.entries(job.params))
    if (first !== undefined) labels.set(`__param_${name}`, first);
  for (const [name, value] of Object.entries(group.labels)) labels.set(name, value);
  labels.set('__address__', address);
  const discoveredLabels = Labels.from(labels);
  const outcome = relabel(labels, job.relabelRules);
  if (outcome === 'dropped') return { status: 'dropped', discoveredLabels };
  if (outcome === 'too-long') return invalid(TOO_LONG);
  return finished(job, labels, discoveredLabels);
}

function finished(job: JobConfig, labels: MutableLabels, discoveredLabels: Labels): TargetOutcome {
  const address = labels.get('__address__') ?? '';
  if (address === '') return invalid('no address');
  if (address.includes('/')) return invalid(`${JSON.stringify(address)} is not a valid hostname`);
  const interval = parseDuration(labels.get('__scrape_interval__') ?? '');
  if (interval.status === 'rejected') return invalid(`error parsing scrape interval: ${interval.message}`);
  if (interval.ms === 0) return invalid('scrape interval cannot be 0');
  const timeout = parseDuration(labels.get('__scrape_timeout__') ?? '');
  if (timeout.status === 'rejected') return invalid(`error parsing scrape timeout: ${timeout.message}`);
  if (timeout.ms === 0) return invalid('scrape timeout cannot be 0');
  if (timeout.ms > interval.ms) return invalid('scrape timeout cannot be greater than scrape interval');
  const url = scrapeUrl(job, labels, address);
  if (url === undefined) return invalid(`${JSON.stringify(address)} is not a valid address`);
  if (!labels.has('instance')) labels.set('instance', address);
  const shown = Labels.from([...labels].filter(([name]) => !name.startsWith('__')));
  return {
    status: 'active',
    target: {
      key: `${url}\xff${interval.ms}\xff${timeout.ms}\xff${shown.key}`,
      url,
      labels: shown,
      discoveredLabels,
      intervalMs: interval.ms,
      timeoutMs: timeout.ms,
    },
  };
}

function scrapeUrl(job: JobConfig, labels: MutableLabels, address: string): string | undefined {
  const path = escapedPath(labels.get('__metrics_path__') ?? '');
  const base = `${labels.get('__scheme__') ?? ''}://${address}${path === '' || path.startsWith('/') ? path : `/${path}`}`;
  const query = new URLSearchParams();
  const params = new Map<string, readonly string[]>(Object.entries(job.params));
  for (const [name, value] of labels) {
    if (!name.startsWith('__param_')) continue;
    const param = name.slice('__param_'.length);
    params.set(param, [value, ...(params.get(param) ?? []).slice(1)]);
  }
  for (const [name, values] of [...params].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    for (const value of values) query.append(name, value);
  }
  const text = query.toString();
  const url = text === '' ? base : `${base}?${text}`;
  // As configured, not normalized (`localhost:80` keeps its port), but one that a client can use.
  return URL.canParse(url) && /^[a-z]/i.test(url) ? url : undefined;
}

function invalid(message: string): TargetOutcome {
  return { status: 'invalid', message };
}
