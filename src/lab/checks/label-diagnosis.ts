// Judges requests counted under labels: series differences per endpoint -> the verdict that names the mistake,
// the one to mend first where several meet. Pure.
import type { Probe } from '../model/schema.ts';
import type { Fail } from '../model/verdict.ts';
import { diagnoseGains } from './count-diagnosis.ts';
import { likeLabel } from './find-metric.ts';
import {
  holds,
  holdsAll,
  labelOfMissingPaths,
  mixedSpelling,
  wantedLabelValues,
  wantedValue,
  type WantedLabels,
} from './label-match.ts';
import { probeName, probeTarget } from './probe-names.ts';
import { sumOf, type Series } from './registries.ts';
import { fail } from './verdicts.ts';
import { listing, seriesText } from './wording.ts';

/** What the series of a metric gained while one probe was sent `sent` times, and nothing else. */
export interface ProbeDifference {
  readonly probe: Probe;
  readonly sent: number;
  readonly series: readonly Series[];
}

interface Finding {
  readonly probe: Probe;
  readonly series: Series;
}

/** The mistake behind the differences, undefined where every request was counted as asked for. */
export function diagnoseLabels(
  metric: string,
  wanted: WantedLabels,
  differences: readonly ProbeDifference[],
): Fail | undefined {
  const gains = differences.map(({ probe, sent, series }) => ({
    endpoint: probeTarget(probe) === probe.path ? probeName(probe) : `${probe.method} ${probeTarget(probe)}`,
    adds: probe.adds ?? 1,
    gained: Math.round((sumOf(series) / sent) * 1000) / 1000,
  }));
  const byGain = diagnoseGains(metric, gains);
  if (byGain?.code === 'counter-went-down' || byGain?.code === 'never-counted') return byGain;

  const asked = differences.filter(({ probe }) => (probe.adds ?? 1) > 0);
  return (
    diagnoseUnlabelled(metric, wanted, asked) ??
    diagnoseMissingLabel(metric, wanted, asked) ??
    diagnoseValues(metric, wanted, asked) ??
    diagnoseExtraLabels(metric, wanted, asked) ??
    byGain ??
    diagnoseSpelling(metric, wanted, asked)
  );
}

/** Series that have none of the wanted labels. */
function diagnoseUnlabelled(
  metric: string,
  wanted: WantedLabels,
  differences: readonly ProbeDifference[],
): Fail | undefined {
  const names = Object.keys(wanted);
  const isBare = ({ labels }: Series): boolean => names.every((name) => labels[name] === undefined);
  const bare = differences.filter(({ series }) => series.some(isBare));
  const [first] = bare;
  if (first === undefined) return undefined;
  const bareSeries = first.series.find(isBare);
  const others = Object.keys(bareSeries?.labels ?? {});
  const expected = seriesText(metric, wantedLabelValues(wanted, first.probe));
  const observed = first.series
    .map(({ labels, value }) => `${seriesText(metric, labels)} +${value / first.sent}`)
    .join(', ');

  for (const name of names) {
    const meant = likeLabel(name, others);
    if (meant !== undefined) return labelMisnamed(metric, name, meant, expected, observed);
  }
  const leftover = bare.find(({ series }) => !series.every(isBare));
  if (leftover !== undefined) {
    return fail(
      'unlabelled-leftover',
      `${probeName(leftover.probe)} is counted twice: with labels and without.`,
      {
        expected,
        observed,
        hint: 'One call that counts without labels is left over: find it and take it out.',
      },
    );
  }
  const endpoints = listing([...new Set(bare.map(({ probe }) => probeName(probe)))]);
  return fail(
    'not-labelled',
    `${endpoints} ${bare.length > 1 ? 'are' : 'is'} counted without the labels ${listing(names)}.`,
    {
      expected,
      observed,
      hint: 'The labels are declared; now each call that counts has to give them their values.',
    },
  );
}

/** Series that have some of the wanted labels and not all. */
function diagnoseMissingLabel(
  metric: string,
  wanted: WantedLabels,
  differences: readonly ProbeDifference[],
): Fail | undefined {
  for (const { probe, series } of differences) {
    for (const { labels } of series) {
      const missing = Object.keys(wanted).filter((name) => labels[name] === undefined);
      if (missing.length === 0) continue;
      const expected = seriesText(metric, wantedLabelValues(wanted, probe));
      const observed = seriesText(metric, labels);
      const others = Object.keys(labels).filter((name) => wanted[name] === undefined);
      for (const name of missing) {
        const meant = likeLabel(name, others);
        if (meant !== undefined) return labelMisnamed(metric, name, meant, expected, observed);
      }
      return fail('label-missing', `${probeName(probe)} is counted without the label ${listing(missing)}.`, {
        expected,
        observed,
        hint: 'Each call that counts has to give a value to every label.',
      });
    }
  }
  return undefined;
}

function labelMisnamed(
  metric: string,
  name: string,
  meant: string,
  expected: string,
  observed: string,
): Fail {
  return fail('label-misnamed', `${metric} has a label ${meant}, and none named ${name}.`, {
    expected,
    observed,
    hint: 'Give the label the name that the step asks for: queries and dashboards use it.',
  });
}

/** Series with all wanted labels and a value that does not fit the request. */
function diagnoseValues(
  metric: string,
  wanted: WantedLabels,
  differences: readonly ProbeDifference[],
): Fail | undefined {
  const wrong: Finding[] = differences.flatMap(({ probe, series }) =>
    series.filter(({ labels }) => !holdsAll(wanted, labels, probe)).map((one) => ({ probe, series: one })),
  );
  const judges = [findUndefined, findSwapped, findRawUrl];
  for (const judge of judges) {
    for (const finding of wrong) {
      const found = judge(metric, wanted, finding);
      if (found !== undefined) return found;
    }
  }
  const [first] = wrong;
  if (first === undefined) return undefined;
  const { probe, series } = first;
  const all = differences.find((difference) => difference.probe === probe)?.series ?? [];
  const details = {
    expected: seriesText(metric, wantedLabelValues(wanted, probe)),
    observed: all.map(({ labels }) => seriesText(metric, labels)).join(', '),
  };
  if (all.some(({ labels }) => holdsAll(wanted, labels, probe))) {
    return fail('counted-in-two-series', `One ${probeName(probe)} is counted in two series.`, {
      ...details,
      hint: 'Two places count the same request with different values: keep the one that is right.',
    });
  }
  const names = Object.entries(wanted).filter(
    ([name, property]) => !holds(property, series.labels[name], probe),
  );
  const said = names.map(([name]) => `${name}=${JSON.stringify(series.labels[name])}`);
  return fail('wrong-label-value', `${probeName(probe)} is counted under ${listing(said)}.`, {
    ...details,
    hint: 'Compare the values in the call that counts with what the request is.',
  });
}

const noValues = new Set(['undefined', 'null', 'NaN', '[object Object]', '']);

function findUndefined(metric: string, wanted: WantedLabels, { probe, series }: Finding): Fail | undefined {
  const name = Object.keys(wanted).find((label) => noValues.has(series.labels[label] ?? ''));
  if (name === undefined) return undefined;
  return fail(
    'label-undefined',
    `${probeName(probe)} is counted under ${name}=${JSON.stringify(series.labels[name])}.`,
    {
      expected: seriesText(metric, wantedLabelValues(wanted, probe)),
      observed: seriesText(metric, series.labels),
      hint: `The value of ${name} is not known where you count: what you read there is not set, or not set yet.`,
    },
  );
}

function findSwapped(metric: string, wanted: WantedLabels, { probe, series }: Finding): Fail | undefined {
  const { labels } = series;
  for (const [a, propertyA] of Object.entries(wanted)) {
    for (const [b, propertyB] of Object.entries(wanted)) {
      if (a >= b || holds(propertyA, labels[a], probe) || holds(propertyB, labels[b], probe)) continue;
      if (!holds(propertyA, labels[b], probe) || !holds(propertyB, labels[a], probe)) continue;
      return fail('values-swapped', `The values of ${a} and ${b} are swapped.`, {
        expected: seriesText(metric, wantedLabelValues(wanted, probe)),
        observed: seriesText(metric, labels),
        hint: 'Values that are given by position go to the labels in the order in which those were declared.',
      });
    }
  }
  return undefined;
}

function findRawUrl(metric: string, wanted: WantedLabels, { probe, series }: Finding): Fail | undefined {
  for (const [name, property] of Object.entries(wanted)) {
    const value = series.labels[name] ?? '';
    if (property !== 'path' || !(value.includes('?') || /^https?:\/\//.test(value))) continue;
    return fail('raw-url', `The label ${name} holds the whole URL: ${JSON.stringify(value)}.`, {
      expected: `${name}=${JSON.stringify(wantedValue(property, probe))}`,
      observed: `${name}=${JSON.stringify(value)}`,
      hint: 'Every new query makes a new series, without end: use the path alone.',
    });
  }
  return undefined;
}

/** A label beside the wanted ones that has a new value with each request, or with each path somebody invents. */
function diagnoseExtraLabels(
  metric: string,
  wanted: WantedLabels,
  differences: readonly ProbeDifference[],
): Fail | undefined {
  for (const { probe, sent, series } of differences) {
    const right = series.filter(({ labels }) => holdsAll(wanted, labels, probe));
    if (right.length <= 2 || right.length <= sent / 2) continue;
    const extras = Object.keys(right[0]?.labels ?? {}).filter((name) => wanted[name] === undefined);
    const name = extras.find((extra) => new Set(right.map(({ labels }) => labels[extra])).size > 2);
    if (name === undefined) continue;
    return fail('unbounded-label', `The label ${name} has a new value with each request.`, {
      expected: `one series for ${probeName(probe)}`,
      observed: `${right.length} series for ${sent} equal requests, as ${seriesText(metric, right[0]?.labels ?? {})}`,
      hint: 'Each value of a label is a series of its own: use only labels that have few values.',
    });
  }
  const all = differences.flatMap(({ series }) => series);
  const probes = differences.map(({ probe }) => probe);
  const name = labelOfMissingPaths(wanted, probes, all);
  if (name === undefined) return undefined;
  return fail('unbounded-label', `The label ${name} has a new value for each page that does not exist.`, {
    expected: 'a label with few values, or none',
    observed: all.map(({ labels }) => seriesText(metric, labels)).join(', '),
    hint: 'Anybody can ask for pages that nobody has thought of, and each would be a series of its own.',
  });
}

function diagnoseSpelling(
  metric: string,
  wanted: WantedLabels,
  differences: readonly ProbeDifference[],
): Fail | undefined {
  const series = differences.flatMap((difference) => difference.series);
  for (const [name, property] of Object.entries(wanted)) {
    const mixed = mixedSpelling(
      property,
      series.map(({ labels }) => labels[name] ?? ''),
    );
    if (mixed === undefined) continue;
    const [first, second] = mixed.map((value) => JSON.stringify(value));
    return fail(
      'label-inconsistent',
      `The label ${name} of ${metric} is written in two ways: ${first} and ${second}.`,
      {
        expected: 'one spelling',
        observed: `${first} and ${second}`,
        hint: 'To Prometheus these are different values: choose one way and keep to it.',
      },
    );
  }
  return undefined;
}
