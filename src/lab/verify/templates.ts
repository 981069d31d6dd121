// The workspace that a case begins with. One for each seed is made as a learner's is; each case gets a copy, which takes
// a fifth of the time.
import type { Packages } from '../runtimes/contract/packages.ts';
import { cpSync } from 'node:fs';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Course } from '../course/index.ts';
import { createWorkspace } from '../workspace/index.ts';
import { PACKAGE_FOLDERS } from '../runtimes/contract/package-folders.ts';

export interface Templates {
  /** Puts a workspace of the seed at `dir`, if nothing is yet. Its packages are linked when it is opened. */
  copyTo(dir: string, seed: number): Promise<void>;
  remove(): Promise<void>;
}

/** Templates for the workspaces of a course, each made when it is first asked for. */
export async function createTemplates(course: Course, packages: Packages): Promise<Templates> {
  const root = await realpath(await mkdtemp(path.join(os.tmpdir(), 'ecom-lab-verify-')));
  const made = new Map<number, Promise<string>>();
  const make = async (seed: number): Promise<string> => {
    const dir = path.join(root, String(seed));
    await createWorkspace({ dir, course, packages, seed });
    return dir;
  };
  return {
    async copyTo(dir, seed) {
      const making = made.get(seed) ?? make(seed);
      made.set(seed, making);
      // A few small files: handing each call to another thread takes longer than the calls. The packages are linked again:
      // not every system makes a link as a copy of one.
      cpSync(await making, dir, {
        recursive: true,
        filter: (source) => !PACKAGE_FOLDERS.has(path.basename(source)),
      });
    },
    remove: () => rm(root, { recursive: true, force: true, maxRetries: 3 }),
  };
}
