// Standard input as text.
import { commandError } from '../facts/errors.ts';
import type { Host } from './host.ts';

/** As much as a file that a person edits. */
const MAX_BYTES = 8 * 1024 * 1024;

/** Reads standard input to its end. */
export async function readInput({ stdin, signal }: Host): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stdin) {
    signal.throwIfAborted();
    const bytes = Buffer.from(chunk as Buffer | string);
    size += bytes.length;
    if (size > MAX_BYTES) throw commandError('input-too-large', { megabytes: MAX_BYTES / 2 ** 20 });
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString('utf8');
}
