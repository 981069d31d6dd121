// Judges requests counted under labels: series differences per endpoint -> the verdict that names the mistake,
// the one to correct first where several meet. Pure.
import type { Fail } from '../../../model/verdict.ts';
import { diagnoseGains } from './diagnosis.ts';
import { likeLabel } from '../../metrics/find.ts';
import { mixedSpelling, wantedLabelValues, type WantedLabels } from '../../probing/label-match.ts';
import { diagnoseValues, type ProbeDifference } from './label-values.ts';
import { probeName, probeTarget } from '../../probing/names.ts';
import { sumOf, type Series } from '../../metrics/registries.ts';
import { fail } from '../../facts/verdicts.ts';
import { listing, seriesText, shortListing } from '../../facts/wording.ts';

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
  const endpoints = [...new Set(bare.map(({ probe }) => probeName(probe)))];
  return fail(
    'not-labelled',
    `${shortListing(endpoints)} ${endpoints.length > 1 ? 'are' : 'is'} counted without the ${names.length === 1 ? 'label' : 'labels'} ${listing(names)}.`,
    {
      expected,
      observed,
      hint: `The labels are declared; now each call that counts has to give them their values, as its first argument: inc({ ${names.map((name) => `${name}: …`).join(', ')} }). An amount, if there is one, comes second.`,
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
