// The recent output of one app run. Bounded whatever the app prints: a chunk costs the same however full it is.
import { stripVTControlCharacters } from 'node:util';

type OutputStream = 'stdout' | 'stderr';

export interface AppLog {
  /** Takes a chunk of output as it came. */
  write(stream: OutputStream, chunk: Buffer): void;
  /** The last `count` lines, oldest first, without terminal control sequences. */
  lines(count: number): readonly string[];
}

const maxBytes = 256 * 1024;
const maxChunks = 4096;
const maxLineLength = 2000;

/** An empty log. Lines that `isNoise` assigns to the lab are not shown. */
export function createAppLog(isNoise: (line: string) => boolean = () => false): AppLog {
  let chunks: { readonly stream: OutputStream; readonly bytes: Buffer }[] = [];
  /** Chunks before this one are dropped; the array is cut now and then rather than with each chunk. */
  let first = 0;
  let byteCount = 0;
  let isCut = false;

  return {
    write(stream, chunk) {
      const bytes = chunk.length > maxBytes ? chunk.subarray(-maxBytes) : chunk;
      isCut ||= bytes !== chunk;
      chunks.push({ stream, bytes });
      byteCount += bytes.length;
      while (byteCount > maxBytes || chunks.length - first > maxChunks) {
        byteCount -= chunks[first]?.bytes.length ?? 0;
        first += 1;
        isCut = true;
      }
      if (first > maxChunks) {
        chunks = chunks.slice(first);
        first = 0;
      }
    },
    lines(count) {
      // Each stream has lines of its own: half a line of one may be followed by a line of the other.
      const open: Record<OutputStream, Buffer[]> = { stdout: [], stderr: [] };
      const isPartial: Record<OutputStream, boolean> = { stdout: isCut, stderr: isCut };
      const lines: string[] = [];
      const end = (stream: OutputStream): void => {
        const line = printable(Buffer.concat(open[stream]));
        if (!isPartial[stream] && !isNoise(line)) lines.push(line);
        isPartial[stream] = false;
        open[stream] = [];
      };
      for (const { stream, bytes } of chunks.slice(first)) {
        let from = 0;
        for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, from)) {
          open[stream].push(bytes.subarray(from, at));
          end(stream);
          from = at + 1;
        }
        if (from < bytes.length) open[stream].push(bytes.subarray(from));
      }
      // A line that is all there is is worth showing even where its start is lost.
      if (lines.length === 0) isPartial.stdout = isPartial.stderr = false;
      for (const stream of ['stdout', 'stderr'] as const) if (open[stream].length > 0) end(stream);
      return count > 0 ? lines.slice(-count) : [];
    },
  };
}

function printable(line: Buffer): string {
  const text = stripVTControlCharacters(line.toString('utf8'))
    .replaceAll('\t', '    ')
    // eslint-disable-next-line no-control-regex -- these are what must not reach a terminal
    .replaceAll(/[\u0000-\u001f\u007f-\u009f]/g, '');
  return text.length > maxLineLength ? `${text.slice(0, maxLineLength)}…` : text;
}
