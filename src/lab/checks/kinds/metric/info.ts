// An info metric: one series, whose value is always 1 and whose labels say what runs. What they say is the same at each
// start of the same program, and no other metric says it.
import type { RegistrySnapshot } from '../../../model/app-run.ts';
import type { Fail, Verdict } from '../../../model/verdict.ts';
import type { CheckContext } from '../../contract/context.ts';
import { judgeLive, readRegistries, type WatchedApp } from '../../app/running.ts';
import type { Labels } from '../../facts/labels.ts';
import { ownMetricNames, seriesByRegistry, seriesInText, type Series } from '../../metrics/registries.ts';
import { failed, passed } from './facts.ts';

/** What is asked for. */
export interface WantedInfo {
  readonly metric: string;
  /** The labels that it must have. */
  readonly labels: readonly string[];
}

const SHOWN = 3;
const noValues = new Set(['', 'undefined', 'null', 'NaN', '[object Object]']);

/** Judges the info metric of the isolated run, and that the live app, another start of the same program, shows the same. */
export async function judgeInfo(
  app: WatchedApp,
  context: CheckContext,
  wanted: WantedInfo,
  snapshots: readonly RegistrySnapshot[],
): Promise<Verdict> {
  const first = readInfo(snapshots, wanted);
  if ('verdict' in first) return first.verdict;
  const shared = findOnOthers(snapshots, wanted);
  if (shared !== undefined) return shared;
  const again = readInfo(await readRegistries(app), wanted);
  if ('verdict' in again) return again.verdict;
  const moved = diagnoseChange('info-changes-when-read', wanted, [first.labels, again.labels]);
  if (moved !== undefined) return moved;
  return judgeLive(context, async (live) => {
    const other = readInfo(await readRegistries(live), wanted);
    if ('verdict' in other) return other.verdict;
    return (
      diagnoseChange('info-changes-at-start', wanted, [first.labels, other.labels]) ??
      passed('info-there', { metric: wanted.metric, found: first.labels })
    );
  });
}

/** The labels of the only series, or what is wrong with the series. */
function readInfo(
  snapshots: readonly RegistrySnapshot[],
  wanted: WantedInfo,
): { readonly labels: Labels } | { readonly verdict: Verdict } {
  const reading = seriesByRegistry(snapshots, wanted.metric);
  if ('verdict' in reading) return reading;
  const lists = [...reading.lists.values()];
  // Of several registries, one that has it right is enough; another may hold a leftover.
  const faults = lists.map((series) => diagnoseInfo(wanted, series));
  const right = lists[faults.indexOf(undefined)]?.[0];
  if (right !== undefined) return { labels: right.labels };
  return { verdict: faults[0] ?? failed('info-without-series', wanted) };
}

/** What is wrong with the series of an info metric. Pure. */
export function diagnoseInfo({ metric, labels }: WantedInfo, series: readonly Series[]): Fail | undefined {
  const [first] = series;
  if (first === undefined) return failed('info-without-series', { metric, labels });
  if (series.length > 1) {
    const found = series.slice(0, SHOWN).map((one) => one.labels);
    return failed('info-in-several-series', { metric, count: series.length, found });
  }
  const missing = labels.filter((name) => first.labels[name] === undefined);
  // The client prints no label whose value is empty.
  if (missing.length > 0) return failed('info-without-labels', { metric, missing, found: first.labels });
  const blank = labels.find((name) => noValues.has((first.labels[name] ?? '').trim()));
  if (blank !== undefined)
    return failed('info-label-without-value', { metric, name: blank, value: first.labels[blank] ?? '' });
  return first.value === 1
    ? undefined
    : failed('info-value-differs', { metric, found: first.labels, value: String(first.value) });
}

/** The first label that differs between two readings. Pure. */
export function diagnoseChange(
  kind: 'info-changes-when-read' | 'info-changes-at-start',
  { metric }: WantedInfo,
  [first, other]: readonly [Labels, Labels],
): Fail | undefined {
  const name = Object.keys({ ...first, ...other }).find((one) => first[one] !== other[one]);
  return name === undefined
    ? undefined
    : failed(kind, { metric, name, values: [first[name] ?? '', other[name] ?? ''] });
}

/** Other metrics of the app that have a label of the info metric, as declared or by default. */
function findOnOthers(
  snapshots: readonly RegistrySnapshot[],
  { metric, labels }: WantedInfo,
): Fail | undefined {
  const own = new Set(ownMetricNames(snapshots).filter((name) => name !== metric));
  for (const name of labels) {
    const others = snapshots.flatMap((snapshot) =>
      snapshot.metrics
        .filter(
          (one) =>
            own.has(one.name) && (one.labelNames.includes(name) || isLabelled(snapshot, one.name, name)),
        )
        .map((one) => one.name),
    );
    if (others.length > 0)
      return failed('info-label-on-others', { metric, name, others: [...new Set(others)] });
  }
  return undefined;
}

/** Default labels of a registry are on its series, and not in the declaration of the metric. */
function isLabelled({ text, contentType }: RegistrySnapshot, metric: string, label: string): boolean {
  return (seriesInText(text, contentType, metric) ?? []).some(({ labels }) => labels[label] !== undefined);
}
