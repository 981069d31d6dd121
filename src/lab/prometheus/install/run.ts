// Puts a real Prometheus into the lab's cache: the official release, or Debian's package. Whole, or not at all: it is
// made in a folder beside its place, tried there, and renamed when it has proved to run.
import { mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LabError } from '../../model/errors.ts';
import { probeBinary } from '../binaries/binary.ts';
import {
  installsDir,
  listInstalled,
  MANIFEST,
  type InstalledPrometheus,
  type InstallManifest,
} from '../binaries/installed.ts';
import { prometheusError, type DiskReason } from '../facts/errors.ts';
import { isDebianHere, unpackDebianPackage } from './debian.ts';
import { withInstallLock } from './lock.ts';
import type { InstallOptions } from './options.ts';
import { DEFAULT_RELEASES, DEFAULT_VERSION, planRelease } from './release.ts';
import { unpackRelease } from './unpack-release.ts';
import { errorCode } from '../../../system/error-code.ts';

export interface InstallOutcome {
  readonly status: 'installed' | 'already-installed';
  readonly installed: InstalledPrometheus;
}

const TEMPORARY = '.new-';

/** Installs a Prometheus into the cache. Rejects with a LabError, and with nothing half-installed, where it cannot. */
export async function installPrometheus(options: InstallOptions): Promise<InstallOutcome> {
  const { signal, cacheDir, source = 'auto', onProgress = () => undefined } = options;
  signal.throwIfAborted();
  const dir = installsDir(cacheDir);
  const lock = { dir, signal, onWait: (pid: number) => onProgress({ phase: 'waiting', pid }) };
  return withInstallLock(lock, async () => {
    await removeLeftovers(dir);
    if (source === 'debian') return installDebian(options);
    try {
      return await installRelease(options);
    } catch (error) {
      const canFallBack = source === 'auto' && error instanceof LabError && UNREACHABLE.has(error.code);
      if (!canFallBack || !(await isDebianHere(options.platform))) throw error;
      onProgress({ phase: 'falling-back', error });
      return installDebian(options);
    }
  }).catch((error: unknown) => {
    throw cacheFault(error, dir);
  });
}

/** A release that is not reachable or not made for this machine; never one whose sum is wrong. */
const UNREACHABLE = new Set(['download-unreachable', 'download-refused', 'download-stalled', 'no-release']);

async function installRelease(options: InstallOptions): Promise<InstallOutcome> {
  const { env, platform, arch, cacheDir, version = DEFAULT_VERSION } = options;
  const from = options.mirror ?? (env['ECOM_LAB_PROMETHEUS_MIRROR'] || DEFAULT_RELEASES);
  const release = planRelease({ platform, arch, version, from });
  const there = (await listInstalled(cacheDir)).find(
    (build) => build.source === 'release' && build.version === version,
  );
  if (there !== undefined) return { status: 'already-installed', installed: there };
  return inNewFolder(options, version, async (folder) => {
    await unpackRelease(release, folder, options);
    return { version, source: 'release', binary: platform === 'win32' ? 'prometheus.exe' : 'prometheus' };
  });
}

async function installDebian(options: InstallOptions): Promise<InstallOutcome> {
  const { env, platform, cacheDir, signal, onProgress = () => undefined } = options;
  if (!(await isDebianHere(platform))) {
    throw prometheusError('not-debian', {});
  }
  const there = (await listInstalled(cacheDir)).find((build) => build.source === 'debian');
  if (there !== undefined) return { status: 'already-installed', installed: there };
  return inNewFolder(options, 'debian', async (folder) => {
    const root = await unpackDebianPackage(folder, {
      env,
      signal,
      onPhase: (phase) =>
        onProgress(
          phase === 'unpacking'
            ? { phase }
            : { phase, what: 'prometheus (Debian)', bytes: 0, totalBytes: undefined },
        ),
    });
    await rm(join(folder, 'debs'), { recursive: true });
    const { version } = await probeBinary(join(root, 'usr', 'bin', 'prometheus'), signal);
    return { version, source: 'debian', binary: 'root/usr/bin/prometheus' };
  });
}

/** Fills a temporary folder, tries what is in it, and renames it to its name when all is well. */
async function inNewFolder(
  { cacheDir, signal, onProgress = () => undefined }: InstallOptions,
  name: string,
  fill: (folder: string) => Promise<InstallManifest>,
): Promise<InstallOutcome> {
  const dir = installsDir(cacheDir);
  const folder = await mkdtemp(join(dir, TEMPORARY));
  try {
    const manifest = await fill(folder);
    onProgress({ phase: 'trying' });
    const { version } = await probeBinary(join(folder, ...manifest.binary.split('/')), signal);
    if (version !== manifest.version) {
      throw prometheusError('wrong-release', { named: manifest.version, found: version });
    }
    await writeFile(join(folder, MANIFEST), `${JSON.stringify(manifest, undefined, 2)}\n`);
    signal.throwIfAborted();
    const place = join(dir, name);
    // What lies there has no manifest, or it would have been found: it is no installation.
    await rm(place, { recursive: true, force: true });
    await rename(folder, place);
    const { binary, ...rest } = manifest;
    return { status: 'installed', installed: { ...rest, path: join(place, ...binary.split('/')) } };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What an installation that was killed has left. Called by the owner of the lock, so none is under way. */
async function removeLeftovers(dir: string): Promise<void> {
  const names = (await readdir(dir)).filter((name) => name.startsWith(TEMPORARY));
  await Promise.all(names.map((name) => rm(join(dir, name), { recursive: true, force: true })));
}

const DISK: Readonly<Record<string, DiskReason>> = {
  ENOSPC: 'full',
  EDQUOT: 'quota',
  EACCES: 'forbidden',
  EPERM: 'forbidden',
  EROFS: 'read-only',
  ENOTDIR: 'file-in-the-way',
  EEXIST: 'file-in-the-way',
};

function cacheFault(error: unknown, dir: string): unknown {
  const reason = DISK[errorCode(error) ?? ''];
  return error instanceof LabError || reason === undefined
    ? error
    : prometheusError('cache-unwritable', { dir, reason }, error);
}
