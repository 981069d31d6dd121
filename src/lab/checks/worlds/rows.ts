// The rows of an answer, grouped by the labels that they are compared by.
import type { InstantValue } from '../../model/simulation/simulator.ts';

/** Label -> value, of the labels that rows are compared by; an absent label is ''. */
export type RowLabels = Readonly<Record<string, string>>;

export interface Group {
  readonly labels: RowLabels;
  /** More than one where other labels split the group. */
  readonly rows: readonly { readonly labels: RowLabels; readonly value: number }[];
}

/** Key -> group. */
export type Groups = ReadonlyMap<string, Group>;

/** The groups of a vector, and of a scalar as a row without labels. */
export function groupsOf(
  value: Extract<InstantValue, { kind: 'vector' | 'scalar' }>,
  by: readonly string[],
): Groups {
  const rows = value.kind === 'scalar' ? [{ labels: {}, value: value.value }] : value.rows;
  const groups = new Map<string, Group>();
  for (const row of rows) {
    const labels = Object.fromEntries(by.map((name) => [name, row.labels[name] ?? '']));
    const key = JSON.stringify(Object.values(labels));
    groups.set(key, { labels, rows: [...(groups.get(key)?.rows ?? []), row] });
  }
  return groups;
}

/** Whether a group has none of the labels that rows are compared by. */
export const isUnlabeled = ({ labels }: Group): boolean => {
  const values = Object.values(labels);
  return values.length > 0 && values.every((value) => value === '');
};
