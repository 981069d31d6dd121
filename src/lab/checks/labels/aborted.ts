// Judges what requests whose client went away have added: when they closed, and when their handlers had run to the end.
// Pure.
import type { Probe, WantedLabels } from '../../model/schema/fields.ts';
import type { Fail } from '../../model/verdict.ts';
import { wantedLabelValues } from '../probing/label-match.ts';
import { probeName } from '../probing/names.ts';
import { sumOf, type Series } from '../metrics/registries.ts';
import { failed } from '../facts/verdicts.ts';
import { isSuccess, statusLabel } from './outcomes.ts';
import { diagnoseSlips, diagnoseValues } from './values.ts';

/** What the series gained since before the requests. */
export interface AbortedGains {
  /** With the requests closed, and the store still holding their calls. */
  readonly closed: readonly Series[];
  /** With the calls let go, and all handlers at their ends. */
  readonly after: readonly Series[];
}

/**
 * The mistake in what aborted requests have added; undefined where there is none. A handler that is not told of the
 * abort may record its success in the end.
 */
export function diagnoseAborted(
  metric: string,
  wanted: WantedLabels,
  requests: readonly Probe[],
  { closed, after }: AbortedGains,
): Fail | undefined {
  const [first] = requests;
  if (first === undefined) return undefined;
  const sent = requests.length;
  const status = statusLabel(wanted);
  const good = closed.find(({ labels }) => status !== undefined && isSuccess(labels[status]));
  if (good !== undefined && status !== undefined)
    return failed('outcome-aborted-as-success', {
      metric,
      endpoint: probeName(first),
      name: status,
      wanted: wantedLabelValues(besidesStatus(wanted), first),
      found: good.labels,
    });
  const recorded = sumOf(after);
  if (recorded > sent) return failed('outcome-aborted-twice', { metric, sent, recorded });
  const isMust = requests.every(({ adds }) => adds === 1);
  if (isMust && recorded < sent) return failed('outcome-aborted-missing', { metric, sent, recorded });
  return diagnosePlace(metric, wanted, requests, closed);
}

/** Each series must belong to one of the requests, whatever status it has, if it has one. */
function diagnosePlace(
  metric: string,
  wanted: WantedLabels,
  requests: readonly Probe[],
  closed: readonly Series[],
): Fail | undefined {
  const labels = besidesStatus(wanted);
  const status = statusLabel(wanted);
  for (const series of closed) {
    const faults = requests.map((probe) => {
      // A status of any name is right but for one that says nothing.
      const as = { ...probe, status: Number(status === undefined ? 0 : series.labels[status]) || undefined };
      const difference = [{ probe: as, sent: 1, series: [series] }];
      return diagnoseSlips(metric, wanted, difference) ?? diagnoseValues(metric, labels, difference);
    });
    if (!faults.includes(undefined)) return faults[0];
  }
  return undefined;
}

const besidesStatus = (wanted: WantedLabels): WantedLabels =>
  Object.fromEntries(Object.entries(wanted).filter(([, property]) => property !== 'status'));
