// Label sets with some labels replaced: what a rule does to each of its results.
import { Labels } from '../../model/samples.ts';

/** Labels to set, sorted by name: name, value, name, value … An empty value removes a label. */
export type Overrides = readonly string[];

/** Sorts labels for {@link overrideLabels}; of two with the same name the later one holds. */
export function toOverrides(entries: Iterable<readonly [name: string, value: string]>): Overrides {
  return [...new Map(entries)].toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).flat();
}

/** A label set with the overrides applied. Both are sorted, so this is one walk over the two. */
export function overrideLabels({ flat }: Labels, overrides: Overrides): Labels {
  const result: string[] = [];
  let at = 0;
  for (let i = 0; i < overrides.length; i += 2) {
    const name = overrides[i] ?? '';
    const value = overrides[i + 1] ?? '';
    while (at < flat.length && (flat[at] ?? '') < name) result.push(flat[at++] ?? '', flat[at++] ?? '');
    if (flat[at] === name) at += 2;
    if (value !== '') result.push(name, value);
  }
  while (at < flat.length) result.push(flat[at++] ?? '');
  return Labels.fromFlat(result);
}
