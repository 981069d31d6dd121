// A checkpoint of the memory in one file, so that a start need not read the whole log: it loads the checkpoint and reads
// the log after it. The log stays complete, so a damaged or unfinished checkpoint costs time but no sample.
//
// It is written a few series at a time while new samples arrive. Samples that arrive after its position in the log may be
// in it or not. Reading the log from there gives the same result either way: a sample that exists already is dropped,
// with all younger ones of its series, before it is stored again.
import { open, rename, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { readRegularFile } from '../../../files/index.ts';
import { Labels, type TimestampMs } from '../../model/samples.ts';
import type { MemorySeries } from '../memory/series.ts';
import type { MemoryStore } from '../memory/store.ts';
import { ByteReader, ByteWriter } from '../codec/bytes.ts';
import { scanFrames, writeFrame } from './frame.ts';
import { whereAbsent } from '../../../system/error-code.ts';

const MAGIC = Buffer.from('ecomckp1', 'latin1');
/** More than a full memory takes, and time to read it from a slow disk. */
const LIMITS = { maxBytes: 1024 * 1024 * 1024, limitMs: 120_000 };
/** So many bytes are gathered before the thread does something else. */
const PIECE_BYTES = 512 * 1024;

/** What is known of a segment without reading it. */
export interface SegmentSummary {
  readonly number: number;
  readonly bytes: number;
  /** Of its newest sample; -Infinity if it has none. */
  readonly maxTime: TimestampMs;
  readonly minTime: TimestampMs;
}

/** Where in the log a copy was made. */
export interface LogPlace {
  /** The segments before the current one, oldest first. */
  readonly closed: readonly SegmentSummary[];
  /** The current one, as far as it was written. */
  readonly current: SegmentSummary;
}

export interface Checkpoint {
  readonly place: LogPlace;
  /** The series that the current segment declares before the place, by their numbers in it. */
  readonly declared: ReadonlyMap<number, MemorySeries>;
}

/** Writes a copy of the memory, and puts it in the place of the one before when it is whole and on the disk. */
export async function writeCheckpoint(dataDir: string, store: MemoryStore, place: LogPlace): Promise<void> {
  const path = checkpointPath(dataDir);
  const draft = `${path}.new`;
  const file = await open(draft, 'w');
  try {
    await file.appendFile(MAGIC);
    await writePieces(file, store, place);
    await file.datasync();
  } finally {
    await file.close();
  }
  await rename(draft, path);
}

async function writePieces(file: FileHandle, store: MemoryStore, place: LogPlace): Promise<void> {
  const frame = new ByteWriter();
  const piece = new ByteWriter();
  const writePiece = async (): Promise<void> => {
    frame.clear();
    writeFrame(frame, piece.bytes());
    piece.clear();
    await file.appendFile(frame.bytes());
  };
  piece.varint(place.closed.length);
  for (const segment of [...place.closed, place.current]) writeSummary(piece, segment);
  await writePiece();
  const texts = new Map<string, number>();
  // Series may come and go meanwhile: those that come are in the log too, those that go have no samples any more.
  for (const series of store.all()) {
    if (series.row === 0) continue;
    piece.varint(series.labels.flat.length);
    for (const text of series.labels.flat) writeText(piece, text, texts);
    piece.varint(series.logSegment === place.current.number ? series.logId : 0);
    store.save(series, piece);
    if (piece.length >= PIECE_BYTES) await writePiece();
  }
  if (piece.length > 0) await writePiece();
  // An empty piece says that nothing is missing.
  await writePiece();
}

/**
 * Fills an empty store from the copy, without the samples before `oldest`. Where the copy is not whole the store may
 * hold a part of it.
 */
export async function readCheckpoint(
  dataDir: string,
  store: MemoryStore,
  oldest: TimestampMs,
): Promise<Checkpoint | 'absent' | 'damaged'> {
  const bytes = await readRegularFile(checkpointPath(dataDir), LIMITS).catch(whereAbsent(undefined));
  if (bytes === undefined) return 'absent';
  const { frames, state } = scanFrames(bytes, MAGIC);
  const last = frames.at(-1);
  if (state !== 'whole' || last === undefined || last.from < last.end) return 'damaged';
  const [head = last, ...pieces] = frames;
  try {
    const place = readPlace(new ByteReader(bytes, head.from, head.end));
    const declared = new Map<number, MemorySeries>();
    const texts: string[] = [];
    for (const { from, end } of pieces) {
      const reader = new ByteReader(bytes, from, end);
      while (!reader.isAtEnd) {
        const flat = Array.from({ length: reader.varint() }, () => readText(reader, texts));
        const logId = reader.varint();
        const series = store.load(Labels.fromFlat(flat), reader, oldest);
        if (logId !== 0) declared.set(logId, series);
      }
    }
    return { place, declared };
  } catch (error) {
    if (error instanceof RangeError) return 'damaged';
    throw error;
  }
}

function checkpointPath(dataDir: string): string {
  return join(dataDir, 'samples.checkpoint');
}

function writeSummary(out: ByteWriter, { number, bytes, minTime, maxTime }: SegmentSummary): void {
  out.varint(number);
  out.varint(bytes);
  out.double(minTime);
  out.double(maxTime);
}

function readPlace(reader: ByteReader): LogPlace {
  const read = (): SegmentSummary => ({
    number: reader.varint(),
    bytes: reader.varint(),
    minTime: reader.double(),
    maxTime: reader.double(),
  });
  const closed = Array.from({ length: reader.varint() }, read);
  return { closed, current: read() };
}

/** A text that was written before is named by its number. */
function writeText(out: ByteWriter, text: string, texts: Map<string, number>): void {
  const known = texts.get(text);
  out.varint(known ?? texts.size);
  if (known !== undefined) return;
  texts.set(text, texts.size);
  out.text(text);
}

function readText(reader: ByteReader, texts: string[]): string {
  const number = reader.varint();
  if (number === texts.length) texts.push(reader.text());
  const text = texts[number];
  if (text === undefined) throw new RangeError(`there is no text ${number}`);
  return text;
}
