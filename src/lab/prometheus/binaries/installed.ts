// The Prometheus builds in the lab's cache: one folder each, complete or not there at all.
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { readRegularText } from '../../../files/index.ts';
import * as v from 'valibot';
import { hasCode } from '../../../system/error-code.ts';

/** What `install.json` says of the folder it lies in; written last, so a folder without it is no installation. */
export interface InstalledPrometheus {
  readonly version: string;
  readonly source: 'release' | 'debian';
  /** Absolute path of the program. */
  readonly path: string;
}

export const MANIFEST = 'install.json';

const manifestSchema = v.object({
  version: v.string(),
  source: v.picklist(['release', 'debian']),
  /** Path of the program inside the folder, with forward slashes. */
  binary: v.string(),
});

export type InstallManifest = v.InferOutput<typeof manifestSchema>;

/** The folder of the cache that holds the builds. */
export function installsDir(cacheDir: string): string {
  return join(cacheDir, 'prometheus');
}

/** Every complete build in the cache, the newest version first. */
export async function listInstalled(cacheDir: string): Promise<readonly InstalledPrometheus[]> {
  const root = installsDir(cacheDir);
  const names = await readdir(root).catch(absentIsEmpty);
  const found = await Promise.all(
    // A name that starts with a dot is an installation under way, or the lock of one.
    names.filter((name) => !name.startsWith('.')).map((name) => readManifest(join(root, name))),
  );
  return found
    .filter((build) => build !== undefined)
    .toSorted((a, b) => compareVersions(b.version, a.version));
}

async function readManifest(dir: string): Promise<InstalledPrometheus | undefined> {
  const text = await readRegularText(join(dir, MANIFEST)).catch(() => undefined);
  return text === undefined ? undefined : parseManifest(text, dir);
}

/** Reads a manifest; undefined where it is not one, as such a folder is no installation. Pure. */
function parseManifest(text: string, dir: string): InstalledPrometheus | undefined {
  try {
    const manifest = v.safeParse(manifestSchema, JSON.parse(text));
    if (!manifest.success) return undefined;
    const { version, source, binary } = manifest.output;
    return { version, source, path: join(dir, ...binary.split('/')) };
  } catch {
    return undefined;
  }
}

/** Orders `2.9.0` before `2.42.0+ds` before `3.5.0`. Pure. */
export function compareVersions(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}

function absentIsEmpty(error: unknown): string[] {
  if (hasCode(error, 'ENOENT', 'ENOTDIR')) return [];
  throw error;
}
