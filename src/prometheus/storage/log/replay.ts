// Reads the log back into memory. What a kill cut off is dropped; what is damaged is left in place and said so.
import { truncate } from 'node:fs/promises';
import { readRegularFile } from '../../../files/index.ts';
import type { TimestampMs } from '../../model.ts';
import type { MemorySeries } from '../memory-series.ts';
import type { MemoryStore } from '../memory-store.ts';
import { scanFrames } from './frame.ts';
import { readRecord } from './record.ts';
import { listSegments, segmentPath } from './segment-files.ts';

/** More than a segment ever has, and time to read it from a slow disk. */
const SEGMENT_LIMITS = { maxBytes: 1024 * 1024 * 1024, limitMs: 120_000 };

/** What the writer must know of a segment that was read. */
export interface ReadSegment {
  readonly number: number;
  readonly bytes: number;
  /** Of its newest sample; -Infinity where it has none. */
  readonly maxTime: TimestampMs;
  readonly minTime: TimestampMs;
  /** The series it declares, by their numbers in it. */
  readonly declared: ReadonlyMap<number, MemorySeries>;
  /** Whether the writer may go on after its last byte. */
  readonly isWhole: boolean;
}

/** Reads every segment, oldest first, and cuts the torn end off the last one. Samples before `oldest` are left out. */
export async function replay(
  dataDir: string,
  store: MemoryStore,
  oldest: TimestampMs,
  log: (line: string) => void,
): Promise<readonly ReadSegment[]> {
  const numbers = await listSegments(dataDir);
  const segments: ReadSegment[] = [];
  for (const number of numbers) {
    segments.push(await readSegment(dataDir, number, number === numbers.at(-1), store, oldest, log));
  }
  return segments;
}

async function readSegment(
  dataDir: string,
  number: number,
  isLast: boolean,
  store: MemoryStore,
  oldest: TimestampMs,
  log: (line: string) => void,
): Promise<ReadSegment> {
  const path = segmentPath(dataDir, number);
  const bytes = await readRegularFile(path, SEGMENT_LIMITS);
  const scan = scanFrames(bytes);
  const declared = new Map<number, MemorySeries>();
  let minTime = Infinity;
  let maxTime = -Infinity;
  let isReadable = true;
  for (const { from, end } of scan.frames) {
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
