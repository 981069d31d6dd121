// What the parts of the server say of themselves on its own /metrics.
import type { ExpositionSample, MetricFamily } from '../../exposition/index.ts';

/** The families of one part of the server as they are now; the page of /metrics asks for them each time. */
export type MetricSource = () => readonly MetricFamily[];

/** Several series of one family: their labels and values. */
export type FamilyValues = readonly (readonly [labels: Readonly<Record<string, string>>, value: number])[];

/** A gauge with one series, or with several. */
export function gauge(
  name: string,
  help: string,
  value: number | FamilyValues,
  labels: Readonly<Record<string, string>> = {},
): MetricFamily {
  return { name, type: 'gauge', help, unit: '', samples: samplesOf(name, value, labels) };
}

/** A counter with one series, or with several. */
export function counter(
  name: string,
  help: string,
  value: number | FamilyValues,
  labels: Readonly<Record<string, string>> = {},
): MetricFamily {
  return { name, type: 'counter', help, unit: '', samples: samplesOf(name, value, labels) };
}

function samplesOf(
  name: string,
  value: number | FamilyValues,
  labels: Readonly<Record<string, string>>,
): readonly ExpositionSample[] {
  if (typeof value === 'number') return [{ name, labels, value }];
  return value.map(([own, one]) => ({ name, labels: { ...labels, ...own }, value: one }));
}
