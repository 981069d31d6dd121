// Whether one batch of mixed requests was counted under labels exactly as asked for. The quick way to a pass;
// what is wrong, `label-diagnosis.ts` finds from one endpoint at a time. Pure.
import type { Probe } from '../model/schema.ts';
import {
  labelOfMissingPaths,
  mixedSpelling,
  plainValue,
  wantedValue,
  type WantedLabels,
} from './label-match.ts';
import type { Series } from './registries.ts';

/** True where each series gained exactly what its requests should add, in one spelling, and none beside them moved. */
export function isBatchCounted(
  wanted: WantedLabels,
  probes: readonly Probe[],
  counts: readonly number[],
  differences: readonly Series[],
): boolean {
  const names = Object.entries(wanted);
  const expected = new Map<string, { gain: number; requests: number }>();
  for (const [index, probe] of probes.entries()) {
    const key = keyOf(names.map(([, property]) => plainValue(property, wantedValue(property, probe))));
    const entry = expected.get(key) ?? { gain: 0, requests: 0 };
    entry.gain += (counts[index] ?? 0) * (probe.adds ?? 1);
    entry.requests += counts[index] ?? 0;
    expected.set(key, entry);
  }
  const observed = new Map<string, { gain: number; series: number }>();
  for (const { labels, value } of differences) {
    if (names.some(([name]) => labels[name] === undefined)) return false;
    const key = keyOf(names.map(([name, property]) => plainValue(property, labels[name] ?? '')));
    const entry = observed.get(key) ?? { gain: 0, series: 0 };
    entry.gain += value;
    entry.series += 1;
    observed.set(key, entry);
  }
  const isExact =
    [...observed.keys()].every((key) => expected.has(key)) &&
    [...expected].every(([key, { gain }]) => (observed.get(key)?.gain ?? 0) === gain);
  const isBounded = [...observed].every(
    ([key, { series }]) => series <= 2 || series <= (expected.get(key)?.requests ?? 0) / 2,
  );
  const isOneSpelling = names.every(
    ([name, property]) =>
      mixedSpelling(
        property,
        differences.map(({ labels }) => labels[name] ?? ''),
      ) === undefined,
  );
  return (
    isExact && isBounded && isOneSpelling && labelOfMissingPaths(wanted, probes, differences) === undefined
  );
}

function keyOf(values: readonly string[]): string {
  return JSON.stringify(values);
}
