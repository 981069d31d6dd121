// Names the mistake behind answers that differ. Only the name depends on how a query is written.
import { gaugeFunction, instantRate, rateAfterSum, rateOfGauge, rawCounter } from './counters.ts';
import type { DiagnosisCase, Found, Rule } from './diagnosis.ts';
import {
  bucketsSummed,
  leLost,
  notAHistogram,
  noRateInQuantile,
  quantileOfQuantiles,
  wrongQuantile,
} from './histograms.ts';
import {
  averageOfRatios,
  fallbackWithoutLabels,
  groupSplit,
  labelsDoNotMatch,
  labelsLost,
} from './labels.ts';
import {
  notANumber,
  shiftedInTime,
  windowTooShort,
  wrongAggregation,
  wrongMetric,
  wrongOperator,
  wrongSelector,
  wrongUnit,
  wrongWindow,
} from './values.ts';

/** The first one that sees its mistake names it: the surest and most helpful come first. */
const RULES: readonly Rule[] = [
  notAHistogram,
  quantileOfQuantiles,
  leLost,
  noRateInQuantile,
  rateAfterSum,
  gaugeFunction,
  rawCounter,
  rateOfGauge,
  instantRate,
  wrongQuantile,
  bucketsSummed,
  averageOfRatios,
  fallbackWithoutLabels,
  labelsDoNotMatch,
  labelsLost,
  groupSplit,
  notANumber,
  windowTooShort,
  wrongSelector,
  shiftedInTime,
  wrongAggregation,
  wrongUnit,
  wrongMetric,
  wrongWindow,
  wrongOperator,
];

/** The mistake of a query whose answers differ from the reference. */
export async function findMistake(one: DiagnosisCase): Promise<Found> {
  for (const rule of RULES) {
    const found = await rule(one);
    if (found !== undefined) return found;
  }
  const kinds = new Set(one.differing.flatMap(({ differences }) => differences.map(({ kind }) => kind)));
  for (const [difference, kind] of [
    ['missing', 'group-missing'],
    ['extra', 'group-extra'],
  ] as const) {
    const where = one.differing.find(({ differences }) =>
      differences.some((each) => each.kind === difference),
    );
    if (!kinds.has('value') && where !== undefined)
      return {
        kind,
        params: {},
        in: where,
        ...chosen(where.differences.find((each) => each.kind === difference)),
      };
  }
  return { kind: 'values-differ', params: {} };
}

const chosen = <T>(difference: T | undefined): { difference?: T } =>
  difference === undefined ? {} : { difference };
