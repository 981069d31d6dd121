// What requests may be counted as where the step leaves it open: HEAD as GET, which has the same handler, and requests
// that match no route under one path of the learner's choice. Pure.
import type { Probe, WantedLabels } from '../../model/schema/fields.ts';
import { plainValue, type Property } from '../probing/label-match.ts';
import type { Series } from '../metrics/registries.ts';

/** What the series of a metric gained while one probe was sent `sent` times, and nothing else. */
export interface ProbeDifference {
  readonly probe: Probe;
  readonly sent: number;
  readonly series: readonly Series[];
}

/** Values that say nothing. */
export const noValues = new Set(['undefined', 'null', 'NaN', '[object Object]', '']);
/** Values that unmatched requests may share, so many are tried. */
const MAX_CANDIDATES = 4;

/** All ways in which the probes may be counted, by what the series show. */
export function readingsOf(
  wanted: WantedLabels,
  probes: readonly Probe[],
  series: readonly Series[],
): readonly (readonly Probe[])[] {
  let readings: readonly (readonly Probe[])[] = [probes];
  // The handler of GET may name its method itself, and the one that gets what no route matches may not.
  if (isWanted(wanted, 'method') && probes.some(isHead))
    readings = [() => false, isHead, (probe: Probe) => isHead(probe) && probe.unmatched !== true].map(
      (isGet) => probes.map((probe) => (isGet(probe) ? countedAs(probe, { method: 'GET' }) : probe)),
    );
  if (!isWanted(wanted, 'path') || !probes.some(({ unmatched }) => unmatched === true)) return readings;
  const known = knownPaths(probes);
  return sharedPaths(wanted, known, series).flatMap((path) =>
    readings.flatMap((reading) =>
      // The path of a route, with a method that it does not have, may also be counted under that path.
      [false, true].map((keepsKnown) =>
        reading.map((probe) =>
          probe.unmatched !== true || (keepsKnown && known.has(plainValue('path', probe.path)))
            ? probe
            : countedAs(probe, { path }),
        ),
      ),
    ),
  );
}

/** The differences with their probes as they are counted, where a way is open that they take. */
export function asCounted(
  wanted: WantedLabels,
  differences: readonly ProbeDifference[],
): readonly ProbeDifference[] {
  const probes = differences.map(({ probe }) => probe);
  const known = knownPaths(probes);
  const ofUnmatched = differences.filter(({ probe }) => probe.unmatched === true);
  const [path] = sharedPaths(
    wanted,
    known,
    ofUnmatched.flatMap(({ series }) => series),
  );
  const holdsOnly = (difference: ProbeDifference, property: Property, value: string): boolean => {
    const names = Object.keys(wanted).filter((name) => wanted[name] === property);
    const { series } = difference;
    return (
      series.length > 0 &&
      names.every((name) =>
        series.every(
          ({ labels }) => plainValue(property, labels[name] ?? '') === plainValue(property, value),
        ),
      )
    );
  };
  return differences.map((difference) => {
    const { probe } = difference;
    const isOwnPath = known.has(plainValue('path', probe.path)) && holdsOnly(difference, 'path', probe.path);
    return {
      ...difference,
      probe: countedAs(probe, {
        ...(probe.unmatched === true && path !== undefined && !isOwnPath && { path }),
        ...(isHead(probe) && holdsOnly(difference, 'method', 'GET') && { method: 'GET' }),
      }),
    };
  });
}

/** Whether a value of a label need not be spelled as the others are: the path that unmatched requests share. */
export function hasOwnSpelling(property: Property, probes: readonly Probe[], value: string): boolean {
  return (
    property === 'path' &&
    probes.some(({ unmatched }) => unmatched === true) &&
    !knownPaths(probes).has(plainValue('path', value))
  );
}

/** The paths of routes, plainly spelled. */
export function knownPaths(probes: readonly Probe[]): ReadonlySet<string> {
  const matched = probes.filter(({ unmatched }) => unmatched !== true);
  return new Set(matched.map(({ path }) => plainValue('path', path)));
}

const isHead = ({ method }: Probe): boolean => method === 'HEAD';
const isWanted = (wanted: WantedLabels, property: Property): boolean =>
  Object.values(wanted).includes(property);

function countedAs(probe: Probe, as: NonNullable<Probe['countedAs']>): Probe {
  return Object.keys(as).length === 0 ? probe : { ...probe, countedAs: { ...probe.countedAs, ...as } };
}

/** The values of the path that no route has, the most frequent one first. */
function sharedPaths(
  wanted: WantedLabels,
  known: ReadonlySet<string>,
  series: readonly Series[],
): readonly string[] {
  const counts = new Map<string, number>();
  for (const [name, property] of Object.entries(wanted)) {
    if (property !== 'path') continue;
    for (const { labels } of series) {
      const value = labels[name] ?? '';
      if (noValues.has(value) || known.has(plainValue('path', value))) continue;
      counts.set(value, (counts.get(value) ?? 0) + 1);
    }
  }
  return [...counts]
    .toSorted(([, a], [, b]) => b - a)
    .map(([value]) => value)
    .slice(0, MAX_CANDIDATES);
}
