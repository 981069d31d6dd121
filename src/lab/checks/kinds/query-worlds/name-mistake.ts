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
  eachSeriesByItself,
  fallbackWithoutLabels,
  groupSplit,
  labelsDoNotMatch,
  labelsLost,
} from './labels.ts';
import {
  notANumber,
  otherMetric,
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
  gaugeFunction,
  notAHistogram,
  quantileOfQuantiles,
  leLost,
  noRateInQuantile,
  rateAfterSum,
  rawCounter,
  rateOfGauge,
  instantRate,
  wrongQuantile,
  bucketsSummed,
  eachSeriesByItself,
  averageOfRatios,
  fallbackWithoutLabels,
  labelsDoNotMatch,
  labelsLost,
  groupSplit,
  windowTooShort,
  wrongSelector,
  notANumber,
  shiftedInTime,
  otherMetric,
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
  const [first] = one.differing;
  const kinds = new Set(first?.differences.map(({ kind }) => kind));
  for (const [difference, kind] of [
    ['missing', 'group-missing'],
    ['extra', 'group-extra'],
  ] as const) {
    const missing = first?.differences.find((each) => each.kind === difference);
    if (!kinds.has('value') && missing !== undefined) return { kind, params: {}, difference: missing };
  }
  return { kind: 'values-differ', params: {} };
}
