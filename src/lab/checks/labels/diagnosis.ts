// Judges requests counted under labels: series differences per endpoint -> the verdict that names the mistake,
// the one to correct first where several meet. Pure.
import type { Fail } from '../../model/verdict.ts';
import { likeLabel } from '../metrics/find.ts';
import type { WantedLabels } from '../../model/schema/fields.ts';
import { mixedSpelling, wantedLabelValues } from '../probing/label-match.ts';
import { diagnoseOutcomes } from './outcomes.ts';
import { asCounted, hasOwnSpelling, type ProbeDifference } from './readings.ts';
import { diagnoseSlips, diagnoseValues } from './values.ts';
import { probeName } from '../probing/names.ts';
import type { Series } from '../metrics/registries.ts';
import { failed } from '../facts/verdicts.ts';

/** What is known besides the differences. */
interface Besides {
  /** The mistake behind the amounts; undefined where each request adds as much as it should. */
  readonly byGain: Fail | undefined;
  /** Whether a request counts while the store still holds it. */
  readonly isCountedAtStart: boolean;
}

/** The mistake behind the differences, undefined where every request was counted as asked for. */
export function diagnoseLabels(
  metric: string,
  wanted: WantedLabels,
  differences: readonly ProbeDifference[],
  { byGain, isCountedAtStart }: Besides,
): Fail | undefined {
  const asked = asCounted(
    wanted,
    differences.filter(({ probe }) => (probe.adds ?? 1) > 0),
  );
  return (
    diagnoseUnlabelled(metric, wanted, asked) ??
    diagnoseMissingLabel(metric, wanted, asked) ??
    diagnoseSlips(metric, wanted, asked) ??
    diagnoseOutcomes(metric, wanted, asked, isCountedAtStart) ??
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
  const values = wantedLabelValues(wanted, first.probe);
  for (const name of names) {
    const meant = likeLabel(name, others);
    if (meant !== undefined)
      return failed('label-of-another-name', {
        metric,
        name,
        meant,
        wanted: values,
        found: bareSeries?.labels ?? {},
      });
  }
  const counted = {
    metric,
    wanted: values,
    gained: first.series.map(({ labels, value }) => ({ labels, value: value / first.sent })),
  };
  const leftover = bare.find(({ series }) => !series.every(isBare));
  if (leftover !== undefined)
    return failed('counted-with-and-without-labels', { ...counted, endpoint: probeName(leftover.probe) });
  const endpoints = [...new Set(bare.map(({ probe }) => probeName(probe)))];
  return failed('counted-without-labels', { ...counted, endpoints, names });
}

/** Series that have some but not all of the wanted labels. */
function diagnoseMissingLabel(
  metric: string,
  wanted: WantedLabels,
  differences: readonly ProbeDifference[],
): Fail | undefined {
  for (const { probe, series } of differences) {
    for (const { labels } of series) {
      const missing = Object.keys(wanted).filter((name) => labels[name] === undefined);
      if (missing.length === 0) continue;
      const counted = { metric, wanted: wantedLabelValues(wanted, probe), found: labels };
      const others = Object.keys(labels).filter((name) => wanted[name] === undefined);
      for (const name of missing) {
        const meant = likeLabel(name, others);
        if (meant !== undefined) return failed('label-of-another-name', { ...counted, name, meant });
      }
      return failed('counted-without-some-labels', { ...counted, endpoint: probeName(probe), missing });
    }
  }
  return undefined;
}

function diagnoseSpelling(
  metric: string,
  wanted: WantedLabels,
  differences: readonly ProbeDifference[],
): Fail | undefined {
  const series = differences.flatMap((difference) => difference.series);
  const probes = differences.map(({ probe }) => probe);
  for (const [name, property] of Object.entries(wanted)) {
    const mixed = mixedSpelling(
      property,
      series
        .map(({ labels }) => labels[name] ?? '')
        .filter((value) => !hasOwnSpelling(property, probes, value)),
    );
    if (mixed === undefined) continue;
    return failed('label-spelled-two-ways', { metric, name, values: mixed });
  }
  return undefined;
}
