// Whether the series of a metric grow without end: readings between one wave of visitors and the next -> the label
// that is to blame. Pure.
import type { Fail } from '../../model/verdict.ts';
import type { Series } from '../metrics/registries.ts';
import type { LabelFacts, VisitPart } from '../facts/labels.ts';
import { failed } from '../facts/verdicts.ts';
import { repeatedPart } from './visitors.ts';

const MAX_SHOWN = 3;

/**
 * The label beside the wanted ones that each wave of visitors gave a value that it never had before, or one that
 * repeats what a visitor sent.
 * @param readings The series before the first wave and after each
 */
export function diagnoseGrowth(
  metric: string,
  wanted: readonly string[],
  readings: readonly (readonly Series[])[],
): Fail | undefined {
  const last = readings.at(-1) ?? [];
  const names = new Set(last.flatMap(({ labels }) => Object.keys(labels)));
  for (const name of names) {
    if (wanted.includes(name)) continue;
    const [before = new Set<string>(), ...waves] = readings.map((series) => valuesOf(name, series));
    const news = waves.map((values, index) => without(values, waves[index - 1] ?? before));
    const part = [...valuesOf(name, last)].map(repeatedPart).find((found) => found !== undefined);
    const isGrowing = news.length > 0 && news.every(({ size }) => size > 0);
    if (part === undefined && !isGrowing) continue;
    const examples = exampleSeries(name, last, before).slice(0, MAX_SHOWN);
    return failed('label-grows', {
      metric,
      name,
      reason: reasonOf(part, news),
      examples: examples.map(({ labels }) => labels),
    });
  }
  return undefined;
}

/** Whether a label beside the wanted ones has a value after a wave that it did not have before. */
export function hasNewValue(
  wanted: readonly string[],
  before: readonly Series[],
  after: readonly Series[],
): boolean {
  const names = new Set(after.flatMap(({ labels }) => Object.keys(labels)));
  return [...names].some(
    (name) => !wanted.includes(name) && without(valuesOf(name, after), valuesOf(name, before)).size > 0,
  );
}

function valuesOf(name: string, series: readonly Series[]): Set<string> {
  return new Set(series.flatMap(({ labels }) => labels[name] ?? []));
}

function without(values: ReadonlySet<string>, others: ReadonlySet<string>): Set<string> {
  return new Set([...values].filter((value) => !others.has(value)));
}

function reasonOf(
  part: VisitPart | undefined,
  news: readonly ReadonlySet<string>[],
): LabelFacts['label-grows']['reason'] {
  if (part !== undefined) return { repeats: part };
  // Many requests of one moment share its value.
  return news.every(({ size }) => size === 1) ? 'time' : 'each-request';
}

/** Series that show the mistake: the values that repeat a part of the request, or else those that are new. */
function exampleSeries(name: string, series: readonly Series[], before: ReadonlySet<string>): Series[] {
  const value = ({ labels }: Series): string => labels[name] ?? '';
  const repeating = series.filter((one) => repeatedPart(value(one)) !== undefined);
  return repeating.length > 0 ? repeating : series.filter((one) => !before.has(value(one)));
}
