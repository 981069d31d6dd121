// What is wrong with a batch of requests of which each one alone is counted as it should be. Pure.
import type { Probe } from '../../../model/schema.ts';
import type { Fail } from '../../../model/verdict.ts';
import { wantedLabelValues, type WantedLabels } from '../../probing/label-match.ts';
import type { Series } from '../../metrics/registries.ts';
import { fail } from '../../facts/verdicts.ts';
import { seriesText } from '../../facts/wording.ts';

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
  return countedAlone(metric, gainText(metric, asked), gainText(metric, gained));
}

/** Right with one request after the other, and wrong with many at a time. */
export function countedAlone(metric: string, expected: string, observed: string): Fail {
  return fail('counted-wrong-amount', `${metric} counts single requests, and not many at the same time.`, {
    expected,
    observed,
    hint: 'Requests overlap: what one of them keeps in a variable, another one must not overwrite.',
  });
}

/** A series a line, with what it gained; equal ones are added up. */
function gainText(metric: string, list: readonly Series[]): string {
  const gains = new Map<string, number>();
  for (const { labels, value } of list) {
    const series = seriesText(metric, labels);
    gains.set(series, (gains.get(series) ?? 0) + value);
  }
  return [...gains].map(([series, gain]) => `${series} +${gain}`).join('\n');
}
