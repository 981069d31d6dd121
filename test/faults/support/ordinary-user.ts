// Root may write everywhere: what permissions do to the lab shows only when it runs as somebody they bind.
import { lchown, readdir } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';

const NOBODY = 65_534;
const isRoot = process.geteuid?.() === 0;

/** Arguments for node, before the program's own, that make it run as an ordinary user. */
export const AS_ORDINARY_USER: readonly string[] = isRoot
  ? ['--import', `data:text/javascript,process.setgid(${NOBODY});process.setuid(${NOBODY});`]
  : [];

/** Gives a folder and all in it to that user. Links are not followed. */
export async function giveToOrdinaryUser(dir: string): Promise<void> {
  if (!isRoot) return;
  await lchown(dir, NOBODY, NOBODY);
  for (const entry of await readdir(dir, { withFileTypes: true, recursive: true }))
    await lchown(path.join(entry.parentPath, entry.name), NOBODY, NOBODY);
}
