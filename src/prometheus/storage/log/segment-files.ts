// The names of segments in the data folder.
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

const NAME = /^samples-(\d{8})\.log$/;

/** `samples-00000012.log` */
export function segmentPath(dataDir: string, number: number): string {
  return join(dataDir, `samples-${String(number).padStart(8, '0')}.log`);
}

/** Numbers of the segments that are there, oldest first. */
export async function listSegments(dataDir: string): Promise<number[]> {
  const numbers = (await readdir(dataDir)).flatMap((name) => NAME.exec(name)?.[1] ?? []).map(Number);
  return numbers.toSorted((a, b) => a - b);
}
