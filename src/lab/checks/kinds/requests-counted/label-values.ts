// Judges the values of labels: series with all the labels asked for, and a value that does not fit the request. Pure.
import type { Probe } from '../../../model/schema.ts';
import type { Fail } from '../../../model/verdict.ts';
import {
  holds,
  holdsAll,
  wantedLabelValues,
  wantedValue,
  type WantedLabels,
} from '../../probing/label-match.ts';
import { probeName } from '../../probing/names.ts';
import type { Series } from '../../metrics/registries.ts';
import { fail } from '../../facts/verdicts.ts';
import { listing, quotedValue, seriesText } from '../../facts/wording.ts';

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

/** Series with all wanted labels and a value that does not fit the request. */
export function diagnoseValues(
  metric: string,
  wanted: WantedLabels,
  differences: readonly ProbeDifference[],
): Fail | undefined {
  const wrong: Finding[] = differences.flatMap(({ probe, series }) =>
    series.filter(({ labels }) => !holdsAll(wanted, labels, probe)).map((one) => ({ probe, series: one })),
  );
  const judges = [findUndefined, findSwapped, findPattern, findRawUrl];
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
  const said = names.map(([name]) => `${name}=${quotedValue(series.labels[name])}`);
  return fail('wrong-label-value', `${probeName(probe)} is counted under ${listing(said)}.`, {
    ...details,
    hint: names.some(([name]) => /^(?:async )?function\b/.test(series.labels[name] ?? ''))
      ? 'That is the text of a function: the value has another name.'
      : 'Compare the values in the call that counts with what the request is.',
  });
}

const noValues = new Set(['undefined', 'null', 'NaN', '[object Object]', '']);

function findUndefined(metric: string, wanted: WantedLabels, { probe, series }: Finding): Fail | undefined {
  const name = Object.keys(wanted).find((label) => noValues.has(series.labels[label] ?? ''));
  if (name === undefined) return undefined;
  return fail(
    'label-undefined',
    `${probeName(probe)} is counted under ${name}=${quotedValue(series.labels[name])}.`,
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
        hint: 'In an object, compare each name with its value. Values without names go to the labels in the order of `labelNames`.',
      });
    }
  }
  return undefined;
}

/** A regular expression that serves as a route, as text. */
function findPattern(metric: string, wanted: WantedLabels, { probe, series }: Finding): Fail | undefined {
  for (const [name, property] of Object.entries(wanted)) {
    const value = series.labels[name] ?? '';
    if (property !== 'path' || !/^\/.*[\\^$].*\/[a-z]*$/.test(value)) continue;
    return fail(
      'wrong-label-value',
      `The label ${name} holds the pattern of a route instead of a path: ${quotedValue(value)}.`,
      {
        expected: seriesText(metric, wantedLabelValues(wanted, probe)),
        observed: seriesText(metric, series.labels),
        hint: 'The route is given as a regular expression, and its text became the value. Name the path yourself, or give the route as a string.',
      },
    );
  }
  return undefined;
}

function findRawUrl(metric: string, wanted: WantedLabels, { probe, series }: Finding): Fail | undefined {
  for (const [name, property] of Object.entries(wanted)) {
    const value = series.labels[name] ?? '';
    if (property !== 'path' || !(value.includes('?') || /^(?:https?:\/\/|[\w.-]+:\d+\/)/.test(value)))
      continue;
    return fail('raw-url', `The label ${name} holds the whole URL: ${JSON.stringify(value)}.`, {
      expected: `${name}=${JSON.stringify(wantedValue(property, probe))}`,
      observed: `${name}=${JSON.stringify(value)}`,
      hint: 'A URL holds more than the path, and each new one makes a new series, without end: use the path alone.',
    });
  }
  return undefined;
}
