// What is wrong with a batch of requests of which each one alone is counted as it should be. Pure.
import type { Probe, WantedLabels } from '../../../model/schema/fields.ts';
import type { Fail } from '../../../model/verdict.ts';
import { wantedLabelValues } from '../../probing/label-match.ts';
import type { Series } from '../../metrics/registries.ts';
import { failed } from './facts.ts';

/** The mistake behind the series that a batch of overlapping requests gained. */
export function diagnoseOverlap(
  metric: string,
  wanted: WantedLabels,
  probes: readonly Probe[],
  counts: readonly number[],
  gained: readonly Series[],
): Fail {
  const asked = probes.map((probe, index) => ({
    labels: wantedLabelValues(wanted, probe),
    value: (counts[index] ?? 0) * (probe.adds ?? 1),
  }));
  return failed('overlap-series', { metric, wanted: asked, gained });
}
