// What a histogram gained for requests of known lengths -> whether each is placed, or the verdict that names the mistake.
// Pure.
import type { Probe, WantedLabels } from '../../../model/schema/fields.ts';
import type { Fail } from '../../../model/verdict.ts';
import { diagnoseLabels } from '../../labels/diagnosis.ts';
import { readingsOf } from '../../labels/readings.ts';
import { sumOf, type Series } from '../../metrics/registries.ts';
import { plainValue, wantedValue } from '../../probing/label-match.ts';
import { probeName } from '../../probing/names.ts';
import { failed } from './facts.ts';
import type { HistogramGains } from './reading.ts';
import type { Lengths } from './requests.ts';

/** So much may be missing or too much for each request, in seconds: some clocks show whole milliseconds. */
const TOLERANCE = 0.005;
/** Units that people take for seconds: how many make one. */
const UNITS = [1e3, 1e6, 1e9] as const;
/** Of what a request took: less is nothing but the way of the response. */
const HARDLY = 0.05;

interface Place {
  readonly count: number;
  /** In seconds. */
  readonly sum: number;
  readonly below: number;
}

/** What was asked for, and what the app's own timers may have added. */
export interface Wanted {
  readonly labels: WantedLabels;
  /** In seconds. */
  readonly boundary: number;
  readonly extraMs: number;
}

/** Whether each request was observed once, with its length, in its bucket and in its series. */
export function isPlaced(wanted: Wanted, list: readonly Lengths[], gains: HistogramGains): boolean {
  const probes = list.map(({ probe }) => probe);
  return readingsOf(wanted.labels, probes, gains.count).some((reading) => {
    const expected = placesOf(wanted, list, reading);
    const counts = bySeries(wanted.labels, gains.count);
    const sums = bySeries(wanted.labels, gains.sum);
    const below = bySeries(wanted.labels, gains.below);
    const isComplete = [...counts.keys()].every((key) => expected.has(key));
    return (
      isComplete &&
      [...expected].every(
        ([key, place]) =>
          counts.get(key) === place.count &&
          isNear(sums.get(key) ?? 0, place.sum, place.count, wanted.extraMs) &&
          (wanted.extraMs > 0 || (below.get(key) ?? 0) === place.below),
      )
    );
  });
}

function placesOf(
  { labels, boundary }: Wanted,
  list: readonly Lengths[],
  reading: readonly Probe[],
): Map<string, Place> {
  const places = new Map<string, Place>();
  for (const [index, { probe, long, short }] of list.entries()) {
    const as = reading[index] ?? probe;
    const values = Object.values(labels).map((property) => plainValue(property, wantedValue(property, as)));
    const key = JSON.stringify(values);
    const { count, sum, below } = places.get(key) ?? { count: 0, sum: 0, below: 0 };
    places.set(key, {
      count: count + long + short,
      sum: sum + secondsOf({ probe, long, short }, boundary),
      below: below + short + (probe.unmatched === true ? long : 0),
    });
  }
  return places;
}

/** How long requests take together, in seconds. */
function secondsOf({ probe, long, short }: Lengths, boundary: number): number {
  return probe.unmatched === true ? 0 : (boundary * (4 * long + 2 * short)) / 3;
}

function bySeries(labels: WantedLabels, series: readonly Series[]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const one of series) {
    const values = Object.entries(labels).map(([name, property]) =>
      plainValue(property, one.labels[name] ?? ''),
    );
    const key = JSON.stringify(values);
    sums.set(key, (sums.get(key) ?? 0) + one.value);
  }
  return sums;
}

function isNear(found: number, wanted: number, count: number, extraMs: number): boolean {
  const slack = TOLERANCE * count;
  return found >= wanted - slack && found <= wanted + slack + (count * extraMs) / 1000;
}

/** One request of a probe, sent alone. */
export interface Alone {
  readonly list: Lengths;
  readonly gains: HistogramGains;
  readonly isEarly: boolean;
}

/** The mistake behind requests that were each sent alone; undefined where all of them are placed. */
export function diagnoseAlone(metric: string, wanted: Wanted, all: readonly Alone[]): Fail | undefined {
  const silent = all.filter(({ gains }) => gains.count.length === 0);
  const isUnmatched = ({ list }: Alone): boolean => list.probe.unmatched === true;
  if (silent.length === all.length) return failed('durations-never-observed', { metric });
  const matched = all.filter((one) => !isUnmatched(one));
  if (matched.length > 0 && matched.every((one) => silent.includes(one)))
    return failed('durations-below-routes', { metric });
  const early = matched.find(({ isEarly }) => isEarly);
  if (early !== undefined) return failed('durations-too-early', { metric, endpoint: nameOf(early) });
  const differences = all.map(({ list: { probe }, gains }) => ({ probe, sent: 1, series: gains.count }));
  return (
    diagnoseLabels(metric, wanted.labels, differences, {
      byGain: diagnoseCounts(metric, all),
      isCountedAtStart: false,
    }) ??
    diagnoseLengths(metric, wanted, matched) ??
    diagnoseBuckets(metric, wanted, all)
  );
}

const nameOf = ({ list }: Alone): string => probeName(list.probe);

function diagnoseCounts(metric: string, all: readonly Alone[]): Fail | undefined {
  const wrong = all.filter(({ gains }) => sumOf(gains.count) !== 1);
  const missing = wrong.filter(({ gains }) => sumOf(gains.count) === 0);
  if (missing.length > 0) return failed('durations-missing', { metric, endpoints: missing.map(nameOf) });
  if (wrong.length > 0 && wrong.every(({ gains }) => sumOf(gains.count) === 2))
    return failed('durations-twice', { metric, endpoints: wrong.map(nameOf) });
  const [first] = wrong;
  if (first === undefined) return undefined;
  return failed('durations-other-count', {
    metric,
    endpoint: nameOf(first),
    found: sumOf(first.gains.count),
  });
}

function diagnoseLengths(metric: string, wanted: Wanted, matched: readonly Alone[]): Fail | undefined {
  const observed = matched.map((one) => ({
    metric,
    endpoint: nameOf(one),
    wanted: secondsOf(one.list, wanted.boundary),
    found: sumOf(one.gains.sum),
  }));
  const wrong = observed.filter((one) => !isNear(one.found, one.wanted, 1, wanted.extraMs));
  const [first] = wrong;
  if (first === undefined) return undefined;
  const ratio = first.found / first.wanted;
  const factor = UNITS.find((unit) => ratio > unit * 0.9 && ratio < unit * 1.1);
  if (factor !== undefined) return failed('durations-in-other-unit', { ...first, factor });
  return failed(Math.abs(ratio) < HARDLY ? 'durations-started-late' : 'durations-differ', first);
}

function diagnoseBuckets(metric: string, wanted: Wanted, all: readonly Alone[]): Fail | undefined {
  const { boundary } = wanted;
  const bounds = [...new Set(all.flatMap(({ gains }) => gains.bounds))];
  if (!bounds.some((bound) => Number(bound) === boundary))
    return failed('durations-without-boundary', { metric, boundary, found: bounds });
  const wrong = all.find(({ gains }) => sumOf(gains.below) !== 1);
  if (wrong === undefined || wanted.extraMs > 0) return undefined;
  return failed('durations-in-other-bucket', {
    metric,
    boundary,
    labels: wrong.gains.count[0]?.labels ?? {},
    wanted: 1,
    found: sumOf(wrong.gains.below),
  });
}
