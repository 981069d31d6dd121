// Looks into a YAML document with positions: the pairs of a mapping, the items of a list, and misspelled keys. Pure.
import { isAlias, isMap, isScalar, isSeq, type Node, type Scalar } from 'yaml';
import type { Fail } from '../../model/verdict.ts';
import type { FileLine, SourceLine } from '../facts/prometheus/places.ts';
import { closestWord } from '../facts/similarity.ts';
import { failed } from '../facts/verdicts.ts';
import { sourceLine, type ConfigText } from './document.ts';

/** A place in the document: a node, or nothing where the value was left out. */
export type Place = Node | undefined;

export interface Pair {
  readonly key: string;
  readonly value: Place;
  readonly line: number;
}

/** The node itself where it is written as an alias. */
function resolved(config: ConfigText, node: unknown): Place {
  if (isAlias(node)) return node.resolve(config.document);
  return isMap(node) || isSeq(node) || isScalar(node) ? node : undefined;
}

/** The pairs of a mapping; undefined where the place is none. */
export function pairsOf(config: ConfigText, place: Place): readonly Pair[] | undefined {
  if (!isMap(place)) return undefined;
  return place.items.flatMap((pair): Pair[] => {
    const key = resolved(config, pair.key);
    const value = resolved(config, pair.value);
    if (isMergeKey(key)) return [...mergedPairs(config, value)];
    const name = isScalar(key) ? String(key.value) : '';
    return [{ key: name, value, line: config.lineOf(key) }];
  });
}

/** Whether a key is `<<`, which brings in the pairs of other mappings. */
export function isMergeKey(key: unknown): key is Scalar {
  return isScalar(key) && key.source === '<<' && key.type === 'PLAIN';
}

function mergedPairs(config: ConfigText, value: Place): readonly Pair[] {
  const sources = itemsOf(config, value) ?? [value];
  return sources.flatMap((source) => pairsOf(config, source) ?? []);
}

/** The items of a list; undefined where the place is none. */
export function itemsOf(config: ConfigText, place: Place): readonly Place[] | undefined {
  return isSeq(place) ? place.items.map((item) => resolved(config, item)) : undefined;
}

/** The value of a scalar; undefined where the place is none, or was left empty. */
export function scalarOf(place: Place): string | number | boolean | undefined {
  if (!isScalar(place)) return undefined;
  const { value } = place;
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? value
    : undefined;
}

/** Whether a value was left out: `targets:` and nothing after it. */
export function isNothing(place: Place): boolean {
  return place === undefined || (isScalar(place) && place.value === null);
}

/** The line where the place begins. */
export function placeOf(config: ConfigText, place: Place, fallback: number): FileLine {
  return { file: config.file, line: lineOf(config, place, fallback) };
}

/** The line where the place begins, with its text. */
export function sourceOf(config: ConfigText, place: Place, fallback: number): SourceLine {
  return sourceLine(config, lineOf(config, place, fallback));
}

function lineOf(config: ConfigText, place: Place, fallback: number): number {
  return place?.range ? config.lineOf(place) : fallback;
}

/** Names that people write for a key, beyond slips of the pen. */
const otherNames: Readonly<Record<string, string>> = {
  job: 'job_name',
  name: 'job_name',
  target: 'targets',
  host: 'targets',
  hosts: 'targets',
  path: 'metrics_path',
  interval: 'scrape_interval',
  jobs: 'scrape_configs',
};

/** The first key that Prometheus does not know and that is nearly one it does. Other unknown keys are left to it. */
export function findMisspelled(
  config: ConfigText,
  pairs: readonly Pair[],
  known: readonly string[],
): Fail | undefined {
  for (const { key, line } of pairs) {
    if (known.includes(key) || key.endsWith('_sd_configs')) continue;
    const other = otherNames[key];
    const meant = other !== undefined && known.includes(other) ? other : closestWord(key, known);
    if (meant === undefined || pairs.some((pair) => pair.key === meant)) continue;
    return failed('key-misspelled', { at: { file: config.file, line }, key, meant });
  }
  return undefined;
}
