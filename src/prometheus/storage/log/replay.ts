// Reads the log back into memory. Records that a kill cut off are dropped; damaged ones stay in place and are reported.
import { truncate } from 'node:fs/promises';
import { readRegularFile } from '../../../files/index.ts';
import type { TimestampMs } from '../../model/samples.ts';
import type { MemorySeries } from '../memory/series.ts';
import type { MemoryStore } from '../memory/store.ts';
import { readCheckpoint, type SegmentSummary } from './checkpoint.ts';
import { scanFrames } from './frame.ts';
import { readRecord } from './record.ts';
import { listSegments, segmentPath } from './segment-files.ts';

/** More than a segment ever has, and time to read it from a slow disk. */
const SEGMENT_LIMITS = { maxBytes: 1024 * 1024 * 1024, limitMs: 120_000 };

/** What the writer must know of a segment. */
export interface ReadSegment extends SegmentSummary {
  /** The series it declares, by their numbers in it. */
  readonly declared: ReadonlyMap<number, MemorySeries>;
  /** Whether the writer may continue after its last byte. */
  readonly isWhole: boolean;
}

export interface Replay<S extends MemoryStore> {
  readonly store: S;
  /** Oldest first. */
  readonly segments: readonly ReadSegment[];
  /** How much was read of the log, beyond the copy of the memory. */
  readonly bytes: number;
}

const NO_TIMES = { minTime: Infinity, maxTime: -Infinity };

/**
 * Fills a store from the copy of the memory and from the segments behind it, oldest first, and cuts the torn end off the
 * last one. Samples before `oldest` are left out.
 */
export async function replay<S extends MemoryStore>(
  dataDir: string,
  newStore: () => S,
  oldest: TimestampMs,
  log: (line: string) => void,
): Promise<Replay<S>> {
  const numbers = await listSegments(dataDir);
  let store = newStore();
  const checkpoint = await readCheckpoint(dataDir, store, oldest);
  if (checkpoint === 'damaged') {
    store = newStore();
    log(`sample log ${dataDir}: the checkpoint is damaged; reading the whole log instead`);
  }
  if (checkpoint === 'damaged' || checkpoint === 'absent') {
    const segments: ReadSegment[] = [];
    for (const number of numbers)
      segments.push(
        await readSegment(dataDir, unread(number), number === numbers.at(-1), store, oldest, log),
      );
    return { store, segments, bytes: sizeOf(segments) };
  }
  const { closed, current } = checkpoint.place;
  const before = numbers
    .filter((number) => number < current.number)
    // One that the copy does not know had expired, and could not be deleted.
    .map((number) => ({ ...unread(number), ...closed.find((one) => one.number === number) }));
  const behind: ReadSegment[] = [];
  if (!numbers.includes(current.number))
    behind.push({ ...unread(current.number), isWhole: current.bytes === 0 });
  for (const number of numbers) {
    if (number < current.number) continue;
    const known = number === current.number ? { ...current, ...checkpoint, isWhole: true } : unread(number);
    behind.push(await readSegment(dataDir, known, number === numbers.at(-1), store, oldest, log));
  }
  return { store, segments: [...before, ...behind], bytes: sizeOf(behind) - current.bytes };
}

function unread(number: number): ReadSegment {
  return { number, bytes: 0, ...NO_TIMES, declared: new Map(), isWhole: true };
}

function sizeOf(segments: readonly ReadSegment[]): number {
  return segments.reduce((sum, { bytes }) => sum + bytes, 0);
}

/** Reads a segment behind what is known of it already. */
async function readSegment(
  dataDir: string,
  known: ReadSegment,
  isLast: boolean,
  store: MemoryStore,
  oldest: TimestampMs,
  log: (line: string) => void,
): Promise<ReadSegment> {
  const { number } = known;
  const path = segmentPath(dataDir, number);
  const bytes = await readRegularFile(path, SEGMENT_LIMITS);
  const scan = scanFrames(bytes);
  const declared = new Map(known.declared);
  let { minTime, maxTime } = known;
  // Shorter than it was: what was written last did not get to the disk.
  let isReadable = scan.validBytes >= known.bytes;
  for (const { from, end } of scan.frames) {
    if (from < known.bytes) continue;
    try {
      readRecord(bytes, from, end, {
        series: (id, labels) => void declared.set(id, store.ref(labels)),
        sample(id, time, words) {
          const series = declared.get(id);
          if (series === undefined) throw new RangeError(`a sample of the undeclared series ${id}`);
          minTime = Math.min(minTime, time);
          maxTime = Math.max(maxTime, time);
          if (time >= oldest) store.restore(series, time, words, 0);
        },
      });
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      isReadable = false;
      log(`sample log ${path}: ${error.message}; the rest of this file is left out`);
      break;
    }
  }
  if (scan.state === 'damaged') {
    log(`sample log ${path} is damaged after byte ${scan.validBytes}; the rest of this file is left out`);
  }
  if (scan.state === 'torn' && isLast) await truncate(path, scan.validBytes);
  const isWhole = isReadable && scan.state !== 'damaged';
  return { number, bytes: scan.validBytes, minTime, maxTime, declared, isWhole };
}
