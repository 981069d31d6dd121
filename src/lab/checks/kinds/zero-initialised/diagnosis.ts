// What the series of a fresh app say, and those after the first request of each probe -> the verdict that names the
// mistake. Pure.
import type { Probe, WantedLabels } from '../../../model/schema/fields.ts';
import type { Fail } from '../../../model/verdict.ts';
import type { Labels } from '../../facts/labels.ts';
import { labelsKey, seriesDifferences, type Series } from '../../metrics/registries.ts';
import { holdsAll, wantedLabelValues } from '../../probing/label-match.ts';
import { probeName } from '../../probing/names.ts';
import { noValues } from '../../labels/readings.ts';
import { failed } from './facts.ts';

/** Probes without a series. */
export function probesWithout(
  wanted: WantedLabels,
  probes: readonly Probe[],
  series: readonly Series[],
): readonly Probe[] {
  return probes.filter((probe) => !series.some(({ labels }) => holdsAll(wanted, labels, probe)));
}

/** The mistake in the series of an app that has had no request; undefined where each probe has one with 0. */
export function diagnoseFresh(
  metric: string,
  wanted: WantedLabels,
  probes: readonly Probe[],
  series: readonly Series[],
): Fail | undefined {
  const above = series.find(
    ({ labels, value }) => value !== 0 && probes.some((probe) => holdsAll(wanted, labels, probe)),
  );
  if (above !== undefined)
    return failed('zeros-not-zero', { metric, labels: above.labels, value: above.value });
  const without = probesWithout(wanted, probes, series);
  if (without.length === 0) return undefined;
  const all = {
    metric,
    missing: without.map((probe) => wantedLabelValues(wanted, probe)),
    found: series.map(({ labels }) => labels),
  };
  const names = Object.keys(wanted);
  const lacking = names.filter((name) => series.some(({ labels }) => noValues.has(labels[name] ?? '')));
  if (lacking.length > 0) return failed('zeros-without-labels', { ...all, names: lacking });
  return failed(without.length === probes.length ? 'zeros-absent' : 'zeros-for-some', all);
}

/** The mistake in what the first request of a probe has added; undefined where its series has 1 now, and no other has more. */
export function diagnoseFirst(
  metric: string,
  wanted: WantedLabels,
  probe: Probe,
  change: { readonly before: readonly Series[]; readonly after: readonly Series[] },
): Fail | undefined {
  const isOwn = ({ labels }: { readonly labels: Labels }): boolean => holdsAll(wanted, labels, probe);
  // `get` and `GET` name the same method, but they are two series.
  const initialised = new Set(change.before.map(({ labels }) => labelsKey(labels)));
  const others = seriesDifferences(change.before, change.after).filter(
    (one) => !isOwn(one) || !initialised.has(labelsKey(one.labels)),
  );
  const endpoint = probeName(probe);
  const own = change.after.filter(isOwn);
  const [moved] = others;
  if (moved !== undefined)
    return failed('zeros-in-other-series', {
      metric,
      endpoint,
      wanted: wantedLabelValues(wanted, probe),
      found: others.map(({ labels }) => labels),
    });
  const value = own.reduce((sum, one) => sum + one.value, 0);
  if (value === 1 && own.length > 0) return undefined;
  return failed('zeros-first-failure', {
    metric,
    endpoint,
    labels: own[0]?.labels ?? wantedLabelValues(wanted, probe),
    value,
  });
}
