// Which rows of a block belong together: by labels kept or labels left out.
import { METRIC_NAME, type Labels } from '../../model/samples.ts';

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

/** Sorts rows into groups, in the order in which these are met; the rows may come in several blocks. */
export class Groups {
  readonly #keyOf: (labels: Labels) => string;
  readonly #known = new Map<string, number>();
  /** Of each group, the labels of the first row in it. */
  readonly first: Labels[] = [];

  constructor(names: readonly string[], isWithout: boolean) {
    this.#keyOf = groupKey(names, isWithout);
  }

  get count(): number {
    return this.first.length;
  }

  /** The group of each row. */
  of(rows: readonly Labels[]): Int32Array {
    return Int32Array.from(rows, (labels) => {
      const key = this.#keyOf(labels);
      const known = this.#known.get(key);
      if (known !== undefined) return known;
      this.#known.set(key, this.first.length);
      return this.first.push(labels) - 1;
    });
  }
}
