// Looks for a real Prometheus: on PATH, then in the lab's cache. Installs nothing and starts none.
import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { posix, win32 } from 'node:path';
import type { UnusablePrometheus } from '../facts/errors.ts';
import { findUsable, type PrometheusBinary } from './binary.ts';
import { listInstalled } from './installed.ts';

export interface FindOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  /** What `labCacheDir` gave. */
  readonly cacheDir: string;
  readonly signal: AbortSignal;
}

interface FoundPrometheus extends PrometheusBinary {
  readonly where: 'PATH' | 'cache';
}

export interface FindOutcome {
  /** The one to use, undefined if there is none. */
  readonly found: FoundPrometheus | undefined;
  /** Files that look like one and cannot be used, with the reason, for `doctor`. */
  readonly unusable: readonly UnusablePrometheus[];
}

/** Finds the Prometheus to use: the first on PATH that works, or else the newest in the lab's cache that works. */
export async function findPrometheus(options: FindOptions): Promise<FindOutcome> {
  const unusable: UnusablePrometheus[] = [];
  for await (const { path, where } of candidates(options)) {
    const tried = await findUsable(path, options.signal);
    if (tried.status === 'usable') return { found: { ...tried.binary, where }, unusable };
    unusable.push({ path, reason: tried.reason });
  }
  return { found: undefined, unusable };
}

async function* candidates(
  options: FindOptions,
): AsyncGenerator<{ readonly path: string; readonly where: 'PATH' | 'cache' }> {
  for (const path of pathCandidates(options.env, options.platform)) {
    if (await isExecutableFile(path)) yield { path, where: 'PATH' };
  }
  for (const { path } of await listInstalled(options.cacheDir)) yield { path, where: 'cache' };
}

/** The files that a shell would try for the command `prometheus`. Pure. */
export function pathCandidates(env: FindOptions['env'], platform: NodeJS.Platform): readonly string[] {
  const isWindows = platform === 'win32';
  const paths = isWindows ? win32 : posix;
  const name = isWindows ? 'prometheus.exe' : 'prometheus';
  // Windows spells the variable in its own way, and env may be a plain copy that minds the case.
  const key = Object.keys(env).find(
    (variable) => variable === 'PATH' || (isWindows && /^path$/i.test(variable)),
  );
  const folders = (key === undefined ? undefined : env[key])?.split(paths.delimiter) ?? [];
  // A relative folder on PATH, the current one among them, would run whatever lies in the learner's folder.
  return [
    ...new Set(
      folders.filter((folder) => paths.isAbsolute(folder)).map((folder) => paths.join(folder, name)),
    ),
  ];
}

async function isExecutableFile(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    // Absent, or not for us: the next folder on PATH is tried, as a shell does.
    return false;
  }
}
