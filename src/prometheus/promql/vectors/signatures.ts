// Which rows of two sides belong together: equal in the labels that the matching looks at.
import type { Labels } from '../../model/samples.ts';
import type { VectorMatching } from '../ast/nodes.ts';
import { groupKey } from './grouping.ts';

export interface Signatures {
  readonly left: Int32Array;
  readonly right: Int32Array;
  /** How many there are; they are numbered from 0. */
  readonly count: number;
}

/** Numbers the signatures of all rows. */
export function signRows(
  left: readonly Labels[],
  right: readonly Labels[],
  matching: VectorMatching,
): Signatures {
  const keyOf = groupKey(matching.labels, !matching.isOn);
  const known = new Map<string, number>();
  const sign = (labels: Labels): number => {
    const key = keyOf(labels);
    const signature = known.get(key) ?? known.size;
    known.set(key, signature);
    return signature;
  };
  const leftSigns = Int32Array.from(left, sign);
  const rightSigns = Int32Array.from(right, sign);
  return { left: leftSigns, right: rightSigns, count: known.size };
}
