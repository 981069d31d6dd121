// Whether one batch of mixed requests was counted under labels exactly as asked for. The quick way to a pass;
// what is wrong, `diagnosis.ts` finds from one endpoint at a time. Pure.
import type { Probe, WantedLabels } from '../../model/schema/fields.ts';
import { mixedSpelling, plainValue, wantedValue } from '../probing/label-match.ts';
import type { Series } from '../metrics/registries.ts';
import { hasOwnSpelling, readingsOf } from './readings.ts';

/**
 * True where each series gained exactly what its requests should add, in one spelling, and none beside them moved. What
 * may be counted in several ways is counted in one of them.
 */
export function isBatchCounted(
  wanted: WantedLabels,
  probes: readonly Probe[],
  counts: readonly number[],
  differences: readonly Series[],
): boolean {
  return readingsOf(wanted, probes, differences).some((reading) =>
    isCountedSo(wanted, reading, counts, differences),
  );
}

function isCountedSo(
  wanted: WantedLabels,
  probes: readonly Probe[],
  counts: readonly number[],
  differences: readonly Series[],
): boolean {
  const names = Object.entries(wanted);
  const expected = new Map<string, number>();
  for (const [index, probe] of probes.entries()) {
    const key = keyOf(names.map(([, property]) => plainValue(property, wantedValue(property, probe))));
    expected.set(key, (expected.get(key) ?? 0) + (counts[index] ?? 0) * (probe.adds ?? 1));
  }
  const observed = new Map<string, number>();
  for (const { labels, value } of differences) {
    if (names.some(([name]) => labels[name] === undefined)) return false;
    const key = keyOf(names.map(([name, property]) => plainValue(property, labels[name] ?? '')));
    observed.set(key, (observed.get(key) ?? 0) + value);
  }
  const isExact =
    [...observed.keys()].every((key) => expected.has(key)) &&
    [...expected].every(([key, gain]) => (observed.get(key) ?? 0) === gain);
  const isOneSpelling = names.every(
    ([name, property]) =>
      mixedSpelling(
        property,
        differences
          .map(({ labels }) => labels[name] ?? '')
          .filter((value) => !hasOwnSpelling(property, probes, value)),
      ) === undefined,
  );
  return isExact && isOneSpelling;
}

function keyOf(values: readonly string[]): string {
  return JSON.stringify(values);
}
