// Judges the values of labels: series with all the labels asked for, and a value that does not fit the request. Pure.
import type { Probe, WantedLabels } from '../../model/schema/fields.ts';
import type { Fail } from '../../model/verdict.ts';
import { holds, holdsAll, wantedLabelValues, wantedValue } from '../probing/label-match.ts';
import { probeName } from '../probing/names.ts';
import type { Series } from '../metrics/registries.ts';
import { noValues, type ProbeDifference } from './readings.ts';
import { failed } from '../facts/verdicts.ts';

interface Finding {
  readonly probe: Probe;
  readonly series: Series;
}

type Judge = (metric: string, wanted: WantedLabels, finding: Finding) => Fail | undefined;

/** Values that are none, and those of two labels that are swapped. */
export function diagnoseSlips(
  metric: string,
  wanted: WantedLabels,
  differences: readonly ProbeDifference[],
): Fail | undefined {
  return firstOf([findUndefined, findSwapped], metric, wanted, wrongIn(wanted, differences));
}

/** Series with all wanted labels and a value that does not fit the request. */
export function diagnoseValues(
  metric: string,
  wanted: WantedLabels,
  differences: readonly ProbeDifference[],
): Fail | undefined {
  const wrong = wrongIn(wanted, differences);
  const shape = firstOf([findPattern, findRawUrl], metric, wanted, wrong);
  if (shape !== undefined) return shape;
  const [first] = wrong;
  if (first === undefined) return undefined;
  const { probe, series } = first;
  const all = differences.find((difference) => difference.probe === probe)?.series ?? [];
  const counted = {
    metric,
    endpoint: probeName(probe),
    wanted: wantedLabelValues(wanted, probe),
    found: all.map(({ labels }) => labels),
  };
  if (all.some(({ labels }) => holdsAll(wanted, labels, probe)))
    return failed('counted-in-several-series', counted);
  const names = Object.entries(wanted).filter(
    ([name, property]) => !holds(property, series.labels[name], probe),
  );
  const values = Object.fromEntries(names.map(([name]) => [name, series.labels[name] ?? '']));
  const isFunction = Object.values(values).some((value) => /^(?:async )?function\b/.test(value));
  return failed('label-value-differs', { ...counted, values, isFunction });
}

function wrongIn(wanted: WantedLabels, differences: readonly ProbeDifference[]): Finding[] {
  return differences.flatMap(({ probe, series }) =>
    series.filter(({ labels }) => !holdsAll(wanted, labels, probe)).map((one) => ({ probe, series: one })),
  );
}

function firstOf(
  judges: readonly Judge[],
  metric: string,
  wanted: WantedLabels,
  findings: readonly Finding[],
): Fail | undefined {
  for (const judge of judges) {
    for (const finding of findings) {
      const found = judge(metric, wanted, finding);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

const countedAs = (metric: string, wanted: WantedLabels, probe: Probe, { labels }: Series) => ({
  metric,
  wanted: wantedLabelValues(wanted, probe),
  found: labels,
});

function findUndefined(metric: string, wanted: WantedLabels, { probe, series }: Finding): Fail | undefined {
  const name = Object.keys(wanted).find((label) => noValues.has(series.labels[label] ?? ''));
  if (name === undefined) return undefined;
  return failed('label-value-missing', {
    ...countedAs(metric, wanted, probe, series),
    endpoint: probeName(probe),
    name,
    value: series.labels[name] ?? '',
  });
}

function findSwapped(metric: string, wanted: WantedLabels, { probe, series }: Finding): Fail | undefined {
  const { labels } = series;
  for (const [a, propertyA] of Object.entries(wanted)) {
    for (const [b, propertyB] of Object.entries(wanted)) {
      if (a >= b || holds(propertyA, labels[a], probe) || holds(propertyB, labels[b], probe)) continue;
      if (!holds(propertyA, labels[b], probe) || !holds(propertyB, labels[a], probe)) continue;
      return failed('label-values-swapped', { ...countedAs(metric, wanted, probe, series), names: [a, b] });
    }
  }
  return undefined;
}

/** A regular expression that serves as a route, as text. */
function findPattern(metric: string, wanted: WantedLabels, { probe, series }: Finding): Fail | undefined {
  for (const [name, property] of Object.entries(wanted)) {
    const value = series.labels[name] ?? '';
    if (property !== 'path' || !/^\/.*[\\^$].*\/[a-z]*$/.test(value)) continue;
    return failed('label-holds-pattern', { ...countedAs(metric, wanted, probe, series), name, value });
  }
  return undefined;
}

function findRawUrl(metric: string, wanted: WantedLabels, { probe, series }: Finding): Fail | undefined {
  for (const [name, property] of Object.entries(wanted)) {
    const value = series.labels[name] ?? '';
    if (property !== 'path' || !(value.includes('?') || /^(?:https?:\/\/|[\w.-]+:\d+\/)/.test(value)))
      continue;
    return failed('label-holds-url', { name, wanted: wantedValue(property, probe), value });
  }
  return undefined;
}
