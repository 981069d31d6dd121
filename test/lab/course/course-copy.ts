// A copy of the tiny course in a temporary folder, for tests that break it.
import { cp, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach } from 'vitest';

export const TINY = fileURLToPath(new URL('../../fixtures/tiny-course', import.meta.url));

/** The doorbell in two parts. */
export const TWO_PARTS = fileURLToPath(new URL('../../fixtures/two-part-course', import.meta.url));

const folders: string[] = [];
afterEach(async () => {
  await Promise.all(folders.splice(0).map((dir) => rm(dir, { recursive: true, force: true })));
});

/** An empty temporary folder that goes when the test ends. */
export async function temporaryFolder(): Promise<string> {
  const dir = await realpath(await mkdtemp(path.join(tmpdir(), 'ecom-lab-course-')));
  folders.push(dir);
  return dir;
}

/** A copy of the tiny course, or of another. */
export async function courseCopy(course = TINY): Promise<string> {
  const dir = await temporaryFolder();
  await cp(course, dir, { recursive: true });
  return dir;
}

/** Replaces a text in a file of a course; the text must be there. */
export async function edit(dir: string, file: string, from: string, to: string): Promise<void> {
  const text = await readFile(path.join(dir, file), 'utf8');
  if (!text.includes(from)) throw new Error(`${file} has no ${JSON.stringify(from)}`);
  await writeFile(
    path.join(dir, file),
    text.replace(from, () => to),
  );
}
