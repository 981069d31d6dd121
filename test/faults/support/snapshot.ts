// The learner's files, byte for byte, to compare before and after.
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/** Content of each file at the top of a workspace (its own state and packages left out). */
export async function learnerFiles(workspace: string): Promise<Readonly<Record<string, string>>> {
  const entries = await readdir(workspace, { withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
  const read = files
    .toSorted()
    .map(async (name) => [name, await readFile(path.join(workspace, name), 'base64')] as const);
  return Object.fromEntries(await Promise.all(read));
}
