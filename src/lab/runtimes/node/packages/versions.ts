// Which versions of packages run where.

/** Package -> the oldest major version that runs on every Node that the lab runs on. */
export const OLDEST_MAJORS: Readonly<Record<string, number>> = { 'prom-client': 11 };
/** Package -> the oldest major version of Node that it says it is made for. */
const NODE_MAJORS: Readonly<Record<string, number>> = { '@prometheus-io/client': 22 };

/** What a package asks of Node, where the one that is found is older: npm says it in a line that is easy to miss. */
export function newerNodeFor(
  name: string,
  found: string,
): { readonly wantedMajor: number; readonly found: string } | undefined {
  const wantedMajor = NODE_MAJORS[name];
  return wantedMajor !== undefined && Number.parseInt(found, 10) < wantedMajor
    ? { wantedMajor, found }
    : undefined;
}
