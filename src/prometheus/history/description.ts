// Samples of the past from a text in promqltest's `load` notation. The last moment of each block is the end, so a
// description of the past hours ends now.
import { parseDuration } from '../../durations.ts';
import { writeStaleAt, type Labels, type SeriesSamples, type TimestampMs } from '../model/samples.ts';
import { endOfMetric, parseMetric, type Point } from '../notation/index.ts';
import { PromqlError } from '../promql/index.ts';
import { HistoryError, readPoints } from './points.ts';
import { seededRandom } from './seeded-random.ts';

/** As many as the embedded server holds by default. */
const MOST_SAMPLES = 20_000_000;
const HEAD = /^load(?:\s|$)/;
const DAY_MS = 86_400_000;
const SHARE = /^(?:0(?:\.\d+)?|1(?:\.0+)?)$/;

interface HistoryProblem {
  /** 1-based. */
  readonly line: number;
  readonly message: string;
}

export type HistoryReading =
  | { readonly status: 'read'; readonly series: readonly SeriesSamples[] }
  | { readonly status: 'rejected'; readonly problems: readonly HistoryProblem[] };

interface DescribedSeries {
  readonly labels: Labels;
  readonly points: readonly Point[];
}

/** The line above the series of a block. */
interface Head {
  readonly stepMs: number;
  /** The share of the increments at noon that those at midnight are, when the block begins; 1 where none is given. */
  readonly night: number;
}

interface Block extends Head {
  readonly series: DescribedSeries[];
}

/** The samples that a text describes. The same text, seed and end are the same samples. */
export function readHistory(text: string, seed: string, endMs: TimestampMs): HistoryReading {
  return readBlocks(text, seed, ({ stepMs, series }) => {
    const longest = series.reduce((most, { points }) => Math.max(most, points.length), 0);
    return endMs - (longest - 1) * stepMs;
  });
}

/** As {@link readHistory}, but all blocks begin at `startMs`, as in unit tests of rules. */
export function readTimeline(text: string, seed: string, startMs: TimestampMs): HistoryReading {
  return readBlocks(text, seed, () => startMs);
}

/** @param startOf when a block begins */
function readBlocks(text: string, seed: string, startOf: (block: Block) => TimestampMs): HistoryReading {
  const problems: HistoryProblem[] = [];
  const blocks: Block[] = [];
  const lineOf = new Map<string, number>();
  let left = MOST_SAMPLES;
  for (const [index, raw] of text.split('\n').entries()) {
    const trimmed = raw.trim();
    if (trimmed === '' || trimmed.startsWith('#')) continue;
    const line = index + 1;
    try {
      const current = blocks.at(-1);
      if (HEAD.test(trimmed)) {
        // A head that is wrong is reported once; its series are read all the same.
        blocks.push({ stepMs: 1, night: 1, series: [] });
        blocks[blocks.length - 1] = { ...readHead(trimmed), series: [] };
      } else if (current === undefined) {
        throw new HistoryError('expected "load" and a step before the first series, as in load 15s');
      } else {
        const series = readSeries(raw, seed, left, current);
        const before = lineOf.get(series.labels.key);
        if (before !== undefined) throw new HistoryError(`the series of line ${before} again`);
        lineOf.set(series.labels.key, line);
        left -= series.points.length;
        current.series.push(series);
      }
    } catch (error) {
      if (!(error instanceof HistoryError || error instanceof PromqlError)) throw error;
      problems.push({ line, message: error.message });
    }
  }
  if (problems.length > 0) return { status: 'rejected', problems };
  return { status: 'read', series: blocks.flatMap((block) => samplesOf(block, startOf(block))) };
}

function readHead(head: string): Head {
  const [, step = '', word, night = '', ...more] = head.split(/\s+/);
  if (step === '' || more.length > 0 || (word !== undefined && word !== 'night'))
    throw new HistoryError(
      'expected one step after "load", as in load 15s, and at most the share of the night, as in load 1m night 0.2',
    );
  const parsed = parseDuration(step);
  if (parsed.status === 'rejected') throw new HistoryError(parsed.message);
  if (parsed.ms === 0) throw new HistoryError('the step must be longer than 0');
  if (word !== undefined && !SHARE.test(night))
    throw new HistoryError('expected a share from 0 to 1 after "night", as in load 1m night 0.2');
  return { stepMs: parsed.ms, night: word === undefined ? 1 : Number(night) };
}

function readSeries(line: string, seed: string, most: number, { stepMs, night }: Head): DescribedSeries {
  const end = endOfMetric(line);
  const labels = parseMetric(line.slice(0, end));
  if (labels.size === 0)
    throw new HistoryError('expected a series and its values, as in up{job="shop"} 1x240');
  // Each series has a separate sequence of random numbers, so other lines do not change it.
  const points = readPoints(line, end, {
    random: seededRandom(`${seed}\0${labels.key}`),
    most,
    factorOf: night === 1 ? undefined : (index) => factorAt(index * stepMs, night),
  });
  if (points.length === 0) throw new HistoryError('the series has no values');
  return { labels, points };
}

/** The share of what happens at noon, so long after midnight. */
function factorAt(ms: number, night: number): number {
  return night + (1 - night) * Math.sin((Math.PI * ms) / DAY_MS) ** 2;
}

/** All series of a block begin together. */
function samplesOf({ stepMs, series }: Block, startMs: TimestampMs): SeriesSamples[] {
  return series.flatMap(({ labels, points }) => {
    const length = points.reduce<number>((sum, point) => sum + (point === 'gap' ? 0 : 1), 0);
    if (length === 0) return [];
    const timestamps = new Float64Array(length);
    const values = new Float64Array(length);
    let at = 0;
    for (const [index, point] of points.entries()) {
      if (point === 'gap') continue;
      timestamps[at] = startMs + index * stepMs;
      if (point === 'stale') writeStaleAt(values, at);
      else values[at] = point;
      at++;
    }
    return { labels, timestamps, values };
  });
}
