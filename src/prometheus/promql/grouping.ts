// Which rows of a block belong together: by labels kept or labels left out.
import { METRIC_NAME, type Labels } from '../model.ts';

/** A function from labels to the text that is the same within a group. Asked once a row, never once a step. */
export function groupKey(names: readonly string[], isWithout: boolean): (labels: Labels) => string {
  const wanted = new Set(names);
  if (isWithout) wanted.add(METRIC_NAME);
  else if (names.length === 0) return () => '';
  return ({ flat }) => {
    let key = '';
    for (let i = 0; i < flat.length; i += 2) {
      const name = flat[i] ?? '';
      if (wanted.has(name) !== isWithout) key += `${name}\0${flat[i + 1] ?? ''}\0`;
    }
    return key;
  };
}

/** The labels that a group is left with. */
export function groupLabels(labels: Labels, names: readonly string[], isWithout: boolean): Labels {
  return isWithout ? labels.without(new Set([...names, METRIC_NAME])) : labels.keep(new Set(names));
}

export interface Groups {
  /** The group of each row. */
  readonly groupOf: Int32Array;
  /** Of each group, the row it was first met in. */
  readonly firstRows: readonly number[];
}

/** Sorts rows into groups, in the order in which these are met. */
export function groupRows(labels: readonly Labels[], names: readonly string[], isWithout: boolean): Groups {
  const keyOf = groupKey(names, isWithout);
  const known = new Map<string, number>();
  const groupOf = new Int32Array(labels.length);
  const firstRows: number[] = [];
  for (const [row, each] of labels.entries()) {
    const key = keyOf(each);
    let group = known.get(key);
    if (group === undefined) {
      group = firstRows.length;
      known.set(key, group);
      firstRows.push(row);
    }
    groupOf[row] = group;
  }
  return { groupOf, firstRows };
}
