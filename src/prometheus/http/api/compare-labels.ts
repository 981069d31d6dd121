// The order of label sets in responses, as Prometheus sorts them.
import type { Labels } from '../../model/samples.ts';

/** Compares names and values one after the other; a label set that another one continues comes first. */
export function compareLabels(a: Labels, b: Labels): number {
  const length = Math.min(a.flat.length, b.flat.length);
  for (let i = 0; i < length; i++) {
    const one = a.flat[i] ?? '';
    const other = b.flat[i] ?? '';
    if (one !== other) return one < other ? -1 : 1;
  }
  return a.flat.length - b.flat.length;
}
