// An answer beside what a case expects; the first difference in words.
import { formatSampleValue, type QueryResult } from '../../../src/prometheus/promql/index.ts';
import type { Labels } from '../../../src/prometheus/model/samples.ts';
import type { EvalCommand, Expectation } from './case-file.ts';
import type { Point, SeriesLine } from '../../../src/prometheus/notation/index.ts';

const EPSILON = 1e-6;
const SMALLEST_NORMAL = 2 ** -1022;

/** Equal as promqltest means it: relative difference below 1e-6, NaN equals NaN. */
function isClose(a: number, b: number): boolean {
  if (a === b || (Number.isNaN(a) && Number.isNaN(b))) return true;
  if (!Number.isFinite(a) || !Number.isFinite(b)) return false;
  const sum = Math.abs(a) + Math.abs(b);
  const difference = Math.abs(a - b);
  if (a === 0 || b === 0 || sum < SMALLEST_NORMAL) return difference < EPSILON * SMALLEST_NORMAL;
  return difference / Math.min(sum, Number.MAX_VALUE) < EPSILON;
}

function show(labels: Labels): string {
  return JSON.stringify(labels.toObject());
}

interface Row {
  readonly labels: Labels;
  /** By time. */
  readonly samples: ReadonlyMap<number, number>;
}

function compareRow(row: Row, wanted: ReadonlyMap<number, Point>): string | undefined {
  for (const [time, value] of wanted) {
    if (typeof value !== 'number') continue;
    const found = row.samples.get(time);
    if (found === undefined)
      return `${show(row.labels)} has no sample at ${time} ms, expected ${formatSampleValue(value)}`;
    if (isClose(found, value)) continue;
    return `${show(row.labels)} is ${formatSampleValue(found)} at ${time} ms, expected ${formatSampleValue(value)}`;
  }
  for (const [time, value] of row.samples) {
    if (typeof wanted.get(time) === 'number') continue;
    return `${show(row.labels)} has ${formatSampleValue(value)} at ${time} ms, where nothing is expected`;
  }
  return undefined;
}

function pointsByTime({ points }: SeriesLine, startMs: number, stepMs: number): Map<number, Point> {
  return new Map(points.map((point, index) => [startMs + index * stepMs, point]));
}

function compareRows(
  rows: readonly Row[],
  expected: readonly SeriesLine[],
  grid: { startMs: number; stepMs: number },
  isOrdered: boolean,
): string | undefined {
  const wanted = expected.filter(({ points }) => points.some((point) => typeof point === 'number'));
  if (isOrdered) {
    const order = rows.map(({ labels }) => show(labels)).join(' ');
    const wantedOrder = wanted.map(({ labels }) => show(labels)).join(' ');
    if (order !== wantedOrder) return `the order is ${order}, expected ${wantedOrder}`;
  }
  const byKey = new Map(rows.map((row) => [row.labels.key, row]));
  for (const series of wanted) {
    const row = byKey.get(series.labels.key);
    if (row === undefined) return `${show(series.labels)} is missing`;
    const difference = compareRow(row, pointsByTime(series, grid.startMs, grid.stepMs));
    if (difference !== undefined) return difference;
  }
  const known = new Set(wanted.map(({ labels }) => labels.key));
  const surplus = rows.find(({ labels }) => !known.has(labels.key));
  if (surplus !== undefined) return `${show(surplus.labels)} is not expected`;
  return rows.length === byKey.size ? undefined : 'two series have the same labels';
}

/** The first difference between a value and what the case says, or undefined. */
export function compareValue(command: EvalCommand, { value }: QueryResult): string | undefined {
  const isOrdered = command.expectations.some(({ kind }) => kind === 'ordered');
  const string = command.expectations.find(({ kind }) => kind === 'string');
  if (string !== undefined || value.kind === 'string') {
    const found = value.kind === 'string' ? value.value : undefined;
    return found === string?.text
      ? undefined
      : `the answer is ${JSON.stringify(found)}, expected ${JSON.stringify(string?.text)}`;
  }
  if (value.kind === 'scalar' || command.scalar !== undefined) {
    if (value.kind !== 'scalar' || command.scalar === undefined) return `a ${value.kind} was not expected`;
    return isClose(value.value, command.scalar)
      ? undefined
      : `the answer is ${formatSampleValue(value.value)}, expected ${formatSampleValue(command.scalar)}`;
  }
  if (value.kind === 'vector') {
    if (!('atMs' in command.grid)) return 'a vector answers a range';
    const grid = { startMs: command.grid.atMs, stepMs: 1 };
    const rows = value.samples.map(({ labels, timeMs, value: sample }) => ({
      labels,
      samples: new Map([[timeMs, sample]]),
    }));
    return compareRows(rows, command.series, grid, isOrdered);
  }
  const asked = command.expectations.find(({ kind }) => kind === 'range_vector')?.grid;
  const grid = asked ?? ('atMs' in command.grid ? { startMs: command.grid.atMs, stepMs: 1 } : command.grid);
  const rows = value.series.map(({ labels, timestamps, values }) => ({
    labels,
    samples: new Map(Array.from(timestamps, (time, index) => [time, values[index] ?? NaN])),
  }));
  return compareRows(rows, command.series, grid, isOrdered);
}

function fits({ match }: Expectation, texts: readonly string[]): boolean {
  if (match === undefined) return texts.length > 0;
  return texts.some((text) =>
    match.kind === 'msg' ? text === match.text : new RegExp(match.text).test(text),
  );
}

/** The first annotation that is missing, or is none of those expected where some are. */
function compareTexts(
  expected: readonly Expectation[],
  kind: string,
  found: readonly string[],
): string | undefined {
  for (const expectation of expected) {
    if (!fits(expectation, found))
      return `expected the ${kind} ${JSON.stringify(expectation.match?.text ?? '(any)')}, got ${JSON.stringify(found)}`;
  }
  const surplus = found.find((text) => expected.every((expectation) => !fits(expectation, [text])));
  return expected.length === 0 || surplus === undefined
    ? undefined
    : `the ${kind} ${JSON.stringify(surplus)} was not expected`;
}

/** What is wrong with the annotations of an answer, or undefined. */
export function compareAnnotations(
  { expectations }: EvalCommand,
  { warnings, infos }: QueryResult,
): string | undefined {
  const wanted = (kind: Expectation['kind']): Expectation[] =>
    expectations.filter((each) => each.kind === kind);
  if (wanted('no_warn').length > 0 && warnings.length > 0)
    return `expected no warning, got ${JSON.stringify(warnings)}`;
  if (wanted('no_info').length > 0 && infos.length > 0)
    return `expected no info, got ${JSON.stringify(infos)}`;
  return compareTexts(wanted('warn'), 'warning', warnings) ?? compareTexts(wanted('info'), 'info', infos);
}

/** What is wrong with a failure, or undefined where it is expected and says what it should. */
export function compareFailure(command: EvalCommand, message: string): string | undefined {
  const expected = command.expectations.filter(({ kind }) => kind === 'fail');
  if (expected.length === 0) return `failed: ${message}`;
  return expected.every((expectation) => fits(expectation, [message]))
    ? undefined
    : `failed with ${JSON.stringify(message)}, expected ${JSON.stringify(expected.map(({ match }) => match?.text))}`;
}
