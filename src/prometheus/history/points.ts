// The points of one line: promqltest's notation with two additions. `=` is the last value, and `~5` after an increment
// varies it by up to 5 either way. In a block with nights, each increment also depends on the time of day.
import { parseValues, type Point } from '../notation/index.ts';

const NUMBER = String.raw`(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?`;
/** What plain notation has no word for: one that begins with `=`, or has a `~`. */
const OWN = /^=|~/;
const WORD = new RegExp(`^(?:(=)|([+-]?${NUMBER}))(?:([+-]${NUMBER})(?:~(${NUMBER}))?)?x(\\d+)$`);

/** A line that cannot be read. */
export class HistoryError extends Error {}

export interface PointOptions {
  readonly random: () => number;
  /** So many points are not too many. */
  readonly most: number;
  /** What the increment to a point, the first being 0, is multiplied by; undefined where each is as it is written. */
  readonly factorOf: ((index: number) => number) | undefined;
}

/**
 * Reads the points of a line from an offset on.
 * @throws {HistoryError} @throws {PromqlError} where plain notation cannot be read
 */
export function readPoints(line: string, start: number, options: PointOptions): Point[] {
  const { most, factorOf } = options;
  const points: Point[] = [];
  for (const match of line.slice(start).matchAll(/\S+/g)) {
    const [word] = match;
    const at = start + match.index;
    const isOwn = OWN.test(word) || (factorOf !== undefined && WORD.test(word));
    const added = isOwn
      ? ownPoints(word, points, options)
      : // With the line before it, so that the place in a message is right; a blank comes first.
        parseValues(line.slice(0, at + word.length), at - 1);
    if (points.length + added.length > most) throw tooMany(most);
    for (const point of added) points.push(point);
  }
  return points;
}

function ownPoints(
  word: string,
  before: readonly Point[],
  { random, most, factorOf = () => 1 }: PointOptions,
): Point[] {
  const match = WORD.exec(word);
  if (match === null)
    throw new HistoryError(
      `cannot read ${JSON.stringify(word)}: expected an increment and a number of steps, as in 0+30~5x240 or =+30x240`,
    );
  const [, isContinued, first = '0', increment = '0', variation = '0', times = '0'] = match;
  if (Number(times) > most) throw tooMany(most);
  const last = lastNumber(before);
  if (isContinued !== undefined && last === undefined)
    throw new HistoryError(
      `${JSON.stringify(word)} continues from the last value, and there is no value before it`,
    );
  let value = isContinued === undefined ? Number(first) : (last ?? 0);
  const points: Point[] = isContinued === undefined ? [value] : [];
  const next = incrementer(value, Number(increment), Number(variation), random);
  for (let i = 0; i < Number(times); i++)
    points.push((value += next() * factorOf(before.length + points.length)));
  return points;
}

/** Whole numbers stay whole, and what rises or falls never turns around. */
function incrementer(
  first: number,
  increment: number,
  variation: number,
  random: () => number,
): () => number {
  if (variation === 0) return () => increment;
  const areWhole = [first, increment, variation].every(Number.isInteger);
  return () => {
    const varied = areWhole
      ? increment - variation + Math.floor(random() * (2 * variation + 1))
      : increment + (random() * 2 - 1) * variation;
    if (increment > 0) return Math.max(varied, 0);
    return increment < 0 ? Math.min(varied, 0) : varied;
  };
}

function lastNumber(points: readonly Point[]): number | undefined {
  const last = points.findLast((point) => typeof point === 'number');
  return typeof last === 'number' ? last : undefined;
}

function tooMany(most: number): HistoryError {
  return new HistoryError(`more than ${most} samples in all`);
}
