// The order in which cases run: the steps take turns. Cases of one step wait for the same, as for Prometheus to scrape;
// side by side with others they leave no core idle. Pure.

/** The items so that each group is spread evenly over the whole list; within a group their order stays. */
export function takeTurns<T>(items: readonly T[], groupOf: (item: T) => unknown): readonly T[] {
  const sizes = new Map<unknown, number>();
  const placed = items.map((item) => {
    const group = groupOf(item);
    const before = sizes.get(group) ?? 0;
    sizes.set(group, before + 1);
    return { item, group, before };
  });
  const placeOf = ({ group, before }: (typeof placed)[number]): number =>
    (before + 0.5) / (sizes.get(group) ?? 1);
  return placed.toSorted((a, b) => placeOf(a) - placeOf(b)).map(({ item }) => item);
}
