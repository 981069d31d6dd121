// How records lie in a segment: a magic line, then length, CRC-32 and payload of each. A record is whole or it is not there.
import { crc32 } from 'node:zlib';
import type { ByteWriter } from '../codec/bytes.ts';

export const MAGIC = Buffer.from('ecomlog1', 'latin1');
const HEAD_BYTES = 8;

/** Appends one record to `out`. */
export function writeFrame(out: ByteWriter, payload: Buffer): void {
  out.uint32(payload.length);
  out.uint32(crc32(payload));
  out.append(payload);
}

export interface FrameScan {
  /** Payload positions, in order. */
  readonly frames: readonly { readonly from: number; readonly end: number }[];
  /** Where the last whole record ends: what may be kept. */
  readonly validBytes: number;
  /** `torn`: the end was not fully written, as after a kill. `damaged`: bytes before the end have changed. */
  readonly state: 'whole' | 'torn' | 'damaged';
}

/** Finds the whole records of a file. */
export function scanFrames(bytes: Buffer, magic = MAGIC): FrameScan {
  if (bytes.length < magic.length) {
    const isStart = magic.subarray(0, bytes.length).equals(bytes);
    return { frames: [], validBytes: 0, state: isStart ? 'torn' : 'damaged' };
  }
  if (!bytes.subarray(0, magic.length).equals(magic)) return { frames: [], validBytes: 0, state: 'damaged' };
  const frames: { from: number; end: number }[] = [];
  let at = magic.length;
  while (at < bytes.length) {
    if (at + HEAD_BYTES > bytes.length) return { frames, validBytes: at, state: 'torn' };
    const from = at + HEAD_BYTES;
    const end = from + bytes.readUInt32LE(at);
    if (end > bytes.length) return { frames, validBytes: at, state: 'torn' };
    if (crc32(bytes.subarray(from, end)) !== bytes.readUInt32LE(at + 4)) {
      return { frames, validBytes: at, state: end === bytes.length ? 'torn' : 'damaged' };
    }
    frames.push({ from, end });
    at = end;
  }
  return { frames, validBytes: at, state: 'whole' };
}
