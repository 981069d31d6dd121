// Judges the outcomes that series show: requests that fail, that match no route and that succeed, each sent alone -> the
// verdict that names the mistake. Pure.
import type { Probe, WantedLabels } from '../../model/schema/fields.ts';
import type { Fail } from '../../model/verdict.ts';
import { holds, wantedLabelValues } from '../probing/label-match.ts';
import { probeName } from '../probing/names.ts';
import type { Labels } from '../facts/labels.ts';
import { failed } from '../facts/verdicts.ts';
import { noValues, type ProbeDifference } from './readings.ts';

const MAX_SHOWN = 3;
const success = /^2\d\d$/;

const isFailed = ({ probe }: ProbeDifference): boolean => probe.ends === 'failed';
const isUnmatched = ({ probe }: ProbeDifference): boolean => probe.unmatched === true;
const isSilent = ({ series }: ProbeDifference): boolean => series.length === 0;
const namesOf = (some: readonly ProbeDifference[]): string[] => some.map(({ probe }) => probeName(probe));

/** The label that holds the status; undefined where none is asked for. */
export const statusLabel = (wanted: WantedLabels): string | undefined =>
  Object.keys(wanted).find((name) => wanted[name] === 'status');

/** Whether a value is the status of a success. */
export const isSuccess = (value: string | undefined): boolean => success.test(value ?? '');

/** A mistake of outcomes; undefined where the probes have none, or where each is recorded as it ended. */
export function diagnoseOutcomes(
  metric: string,
  wanted: WantedLabels,
  differences: readonly ProbeDifference[],
  isCountedAtStart: boolean,
): Fail | undefined {
  const failures = differences.filter(isFailed);
  const missing = differences.filter(isUnmatched);
  if (failures.length === 0 && missing.length === 0) return undefined;
  return (
    diagnoseSilence(metric, differences) ??
    diagnoseRawPath(metric, wanted, missing) ??
    diagnoseStatus(metric, wanted, differences, isCountedAtStart)
  );
}

/** Outcomes that are not recorded at all while successes are. */
function diagnoseSilence(metric: string, differences: readonly ProbeDifference[]): Fail | undefined {
  const failures = differences.filter(isFailed);
  const missing = differences.filter(isUnmatched);
  const served = differences.filter((one) => !isFailed(one) && !isUnmatched(one));
  if (served.some(isSilent)) return undefined;
  const hasNoFailures = failures.length > 0 && failures.every(isSilent);
  const hasNoMissing = missing.length > 0 && missing.every(isSilent);
  if (hasNoFailures && hasNoMissing)
    return failed('outcome-successes-only', { metric, silent: namesOf([...missing, ...failures]) });
  if (hasNoFailures) return failed('outcome-failures-missing', { metric, silent: namesOf(failures) });
  if (hasNoMissing) return failed('outcome-missing-pages-missing', { metric, silent: namesOf(missing) });
  return undefined;
}

/** Requests that match no route and do not share one path. */
function diagnoseRawPath(
  metric: string,
  wanted: WantedLabels,
  missing: readonly ProbeDifference[],
): Fail | undefined {
  for (const [name, property] of Object.entries(wanted)) {
    if (property !== 'path') continue;
    const strays = missing.filter(({ probe, series }) =>
      series.some(({ labels }) => {
        const value = labels[name] ?? '';
        return !noValues.has(value) && !holds('path', value, probe);
      }),
    );
    const values = new Set(missing.flatMap(({ series }) => series.map(({ labels }) => labels[name] ?? '')));
    if (strays.length === 0 || values.size < 2) continue;
    return failed('outcome-raw-path', { metric, name, values: [...values].slice(0, MAX_SHOWN) });
  }
  return undefined;
}

function diagnoseStatus(
  metric: string,
  wanted: WantedLabels,
  differences: readonly ProbeDifference[],
  isCountedAtStart: boolean,
): Fail | undefined {
  const name = statusLabel(wanted);
  if (name === undefined) return undefined;
  const statusesOf = ({ series }: ProbeDifference): string[] =>
    series.map(({ labels }) => labels[name] ?? '');
  const bad = differences.filter((one) => isFailed(one) || isUnmatched(one));
  const asSuccess = (one: ProbeDifference): boolean => {
    const statuses = statusesOf(one);
    return statuses.length > 0 && statuses.every(isSuccess);
  };
  const [first] = bad.filter(asSuccess);
  if (first !== undefined) {
    const wrong = {
      metric,
      endpoint: probeName(first.probe),
      name,
      wanted: wantedLabelValues(wanted, first.probe),
      found: first.series[0]?.labels ?? ({} satisfies Labels),
    };
    if (isCountedAtStart) return failed('outcome-at-start', wrong);
    return bad.every(asSuccess) && !hasOtherSuccess(differences, statusesOf)
      ? failed('outcome-status-too-early', wrong)
      : failed('outcome-failure-as-success', wrong);
  }
  const values = new Set(bad.flatMap(statusesOf));
  const [value] = values;
  const wantedStatuses = new Set(bad.map(({ probe }) => probe.status));
  if (values.size !== 1 || value === undefined || wantedStatuses.size < 2 || noValues.has(value))
    return undefined;
  return failed('outcome-merged', { metric, name, value, endpoints: namesOf(bad) });
}

const isOther = ({ status }: Probe): boolean => status !== undefined && status !== 200 && status < 300;

/** Whether a success that is no 200 has its right status: then the status is not read before it is set. */
function hasOtherSuccess(
  differences: readonly ProbeDifference[],
  statusesOf: (difference: ProbeDifference) => string[],
): boolean {
  return differences.some(
    (one) => isOther(one.probe) && statusesOf(one).every((status) => status === String(one.probe.status)),
  );
}
