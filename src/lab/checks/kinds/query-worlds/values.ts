// Mistakes that show in the values: other series, another time, another unit.
import type { QueryNode } from '../../../model/simulation/query-tree.ts';
import type { TimelineSeries } from '../../../model/simulation/simulator.ts';
import { groupsOf } from '../../worlds/rows.ts';
import {
  aggregatesOf,
  binariesOf,
  isMerging,
  labelMatchers,
  placesOf,
  readingsOf,
  textOf,
  type Reading,
} from './tree.ts';
import { rowsOf, type DiagnosisCase, type Found, type Rule } from './diagnosis.ts';

/** Only in the first world with differences: what is missing there comes first. */
export const notANumber: Rule = ({ differing: [first] }) => {
  const difference = first?.differences.find(({ kind }) => kind === 'not-finite');
  return difference && { kind: 'not-a-number', params: {}, difference };
};

const seriesKey = (labels: Readonly<Record<string, string>>): string =>
  JSON.stringify(Object.entries(labels).toSorted(([a], [b]) => (a < b ? -1 : 1)));

/** What a selector reads at the moment of the question; offsets and `@` do not matter here. */
async function seriesRead(
  { ask }: DiagnosisCase,
  text: string,
  { selector }: Reading,
  world: DiagnosisCase['results'][number]['world'],
): Promise<string> {
  const written = textOf(text, selector).replace(/\s(?:offset|@)\s[^}]*$/, '');
  return JSON.stringify(
    rowsOf(await ask(written, world))
      .map(({ labels }) => seriesKey(labels))
      .toSorted(),
  );
}

/** A histogram is all of its buckets. */
const needsAll = ({ around }: Reading): boolean =>
  around.some((node) => node.kind === 'call' && node.func.name.startsWith('histogram_'));

export const wrongSelector: Rule = async (one) => {
  const wanted = readingsOf(one.reference);
  const isNegated = (reading: Reading): boolean =>
    labelMatchers(reading.selector).some(({ name, op, value }) =>
      wanted.some(({ selector }) =>
        labelMatchers(selector).some(
          (other) => other.name === name && other.value === value && other.op !== op && other.op[0] !== op[0],
        ),
      ),
    );
  const isKnown = ({ metric, selector }: Reading): boolean =>
    wanted.some(
      (other) => other.metric === metric && matchersText(other.selector) === matchersText(selector),
    );
  const places = readingsOf(one.tree);
  const hasKnown = (reading: Reading): boolean =>
    places.some((other) => other.metric === reading.metric && isKnown(other));
  const doubtful = places.filter(
    (reading) =>
      wanted.some(({ metric }) => metric === reading.metric) &&
      // Beside a selector that is right, one without matchers has another purpose.
      (labelMatchers(reading.selector).length > 0 || !(hasKnown(reading) || needsAll(reading))) &&
      !isNegated(reading),
  );
  for (const reading of doubtful) {
    const selector = textOf(one.query, reading.selector);
    const readsNothing = await Promise.all(
      one.results.map(async ({ world }) => (await seriesRead(one, one.query, reading, world)) === '[]'),
    );
    const isWantedNothing = wanted.some(
      ({ selector: other }) => matchersText(other) === matchersText(reading.selector),
    );
    if (!isWantedNothing && readsNothing.every(Boolean))
      return { kind: 'wrong-selector/empty', params: { selector } };
    for (const result of one.differing) {
      const read = await seriesRead(one, one.query, reading, result.world);
      const allowed = await Promise.all(
        wanted
          .filter(({ metric }) => metric === reading.metric)
          .map((other) => seriesRead(one, one.referenceText, other, result.world)),
      );
      if (!allowed.includes(read)) return { kind: 'wrong-selector', params: { selector }, in: result };
    }
  }
  return undefined;
};

/** The matchers as one text, whatever their order. */
const matchersText = (selector: Reading['selector']): string =>
  labelMatchers(selector)
    .map(({ name, op, value }) => `${name}${op}${value}`)
    .toSorted()
    .join(',');

/** The query reads none of the counters that the reference looks at. */
export const otherMetric: Rule = ({ tree, reference }) => {
  const counters = readingsOf(reference)
    .filter(({ use }) => use === 'rate')
    .map(({ metric }) => metric);
  const read = readingsOf(tree).map(({ metric }) => metric);
  const [first] = read;
  return first === undefined || counters.length === 0 || read.some((metric) => counters.includes(metric))
    ? undefined
    : { kind: 'wrong-metric', params: { metric: first } };
};

export const wrongMetric: Rule = ({ tree, reference }) => {
  const wanted = new Set(readingsOf(reference).map(({ metric }) => metric));
  const found = readingsOf(tree).find(({ metric }) => metric !== '' && !wanted.has(metric));
  return found && { kind: 'wrong-metric', params: { metric: found.metric } };
};

const isShifted = (tree: QueryNode): boolean =>
  placesOf(tree).some(
    ({ node }) =>
      (node.kind === 'vectorSelector' && (node.offsetMs !== 0 || node.at !== undefined)) ||
      (node.kind === 'subquery' && node.offsetMs !== 0),
  );

export const shiftedInTime: Rule = ({ tree, reference }) =>
  isShifted(tree) && !isShifted(reference) ? { kind: 'shifted-in-time', params: {} } : undefined;

const aggregationsOf = (tree: QueryNode): ReadonlySet<string> =>
  new Set(aggregatesOf(tree).map(({ node }) => node.op));

export const wrongAggregation: Rule = ({ tree, reference }) => {
  const wanted = aggregationsOf(reference);
  const found = [...aggregationsOf(tree)].find((op) => isMerging(op) && !wanted.has(op));
  return found === undefined || wanted.size === 0
    ? undefined
    : { kind: 'wrong-aggregation', params: { op: found } };
};

const ARITHMETIC: ReadonlySet<string> = new Set(['+', '-', '*', '/', '^', '%', 'atan2']);

/** The arithmetic with which rows take labels from others. */
const joinsOf = (tree: QueryNode): readonly string[] =>
  binariesOf(tree)
    .map(({ node }) => node)
    .filter(({ op, matching }) => ARITHMETIC.has(op) && matching?.cardinality.includes('many') === true)
    .map(({ op }) => op);

export const wrongOperator: Rule = ({ tree, reference }) => {
  const wanted = joinsOf(reference);
  // Multiplied by 1 or divided by it, a value stays what it is.
  const found = joinsOf(tree).find((op) => !wanted.includes(op) && op !== '*' && op !== '/');
  return found === undefined || wanted.length === 0
    ? undefined
    : { kind: 'wrong-operator', params: { op: found } };
};

/** The answer is everywhere the same multiple of the reference. */
export const wrongUnit: Rule = ({ results, differing, by, tolerance }) => {
  const factors: number[] = [];
  for (const { expected, observed, world } of results) {
    if (world.spec.between !== undefined || (observed.kind !== 'vector' && observed.kind !== 'scalar'))
      continue;
    const found = groupsOf(observed, by);
    for (const [key, { rows }] of groupsOf(expected, by)) {
      const [wanted = NaN, got = NaN] = [rows[0]?.value, found.get(key)?.rows[0]?.value];
      if (found.get(key)?.rows.length !== 1) return undefined;
      if (!Number.isFinite(wanted) || !Number.isFinite(got)) continue;
      if (wanted === 0 && got === 0) continue;
      factors.push(got / wanted);
    }
  }
  const [factor] = factors;
  const isValueOnly = differing.every(({ differences }) => differences.every(({ kind }) => kind === 'value'));
  if (factor === undefined || !isValueOnly || factors.length < 2 || !Number.isFinite(factor) || factor === 0)
    return undefined;
  const isConstant = factors.every((one) => Math.abs(one / factor - 1) <= 2 * tolerance);
  return isConstant ? { kind: 'wrong-unit', params: { factor: roundFactor(factor) } } : undefined;
};

/** The whole number, or its inverse, that is meant. */
function roundFactor(factor: number): number {
  const near = factor >= 1 ? Math.round(factor) : 1 / Math.round(1 / factor);
  return Math.abs(near / factor - 1) < 0.02 ? near : Number(factor.toPrecision(3));
}

/** The windows of functions over samples, in ms. */
const windowsOf = (tree: QueryNode): readonly number[] =>
  readingsOf(tree).flatMap(({ rangeMs }) => (rangeMs === undefined || rangeMs === 0 ? [] : [rangeMs]));

export const windowTooShort: Rule = ({ tree, reference, differing }): Found | undefined => {
  const windowMs = Math.min(...windowsOf(tree));
  if (!Number.isFinite(windowMs) || windowMs >= Math.min(...windowsOf(reference))) return undefined;
  for (const one of differing) {
    const difference = one.differences.find(({ kind }) => kind === 'missing');
    if (difference === undefined) continue;
    const gapMs = longestGap(one.world.timeline.series, one.world.atMs, windowMs * 4);
    if (gapMs * 2 > windowMs)
      return { kind: 'window-too-short', params: { windowMs, gapMs }, in: one, difference };
  }
  return undefined;
};

/** The longest time between two samples of a series shortly before a moment. */
function longestGap(series: readonly TimelineSeries[], atMs: number, lookMs: number): number {
  let longest = 0;
  for (const { timestamps } of series) {
    let before: number | undefined;
    for (const time of timestamps) {
      if (before !== undefined && time <= atMs && time > atMs - lookMs)
        longest = Math.max(longest, time - before);
      before = time;
    }
  }
  return longest;
}

export const wrongWindow: Rule = ({ tree, reference }) => {
  const wanted = windowsOf(reference);
  const [shortest, longest] = [Math.min(...wanted), Math.max(...wanted)];
  const found = windowsOf(tree).find((one) => one < shortest || one > longest);
  return found === undefined || wanted.length === 0
    ? undefined
    : { kind: 'wrong-window', params: { windowMs: found } };
};
