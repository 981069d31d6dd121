// The official release into a folder: published sums first, then the archive, and only what matches is unpacked.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { prometheusError } from '../facts/errors.ts';
import { brokenArchive } from './broken-archive.ts';
import { downloadFile, downloadText } from './download.ts';
import type { InstallOptions } from './options.ts';
import { parseSum, type Release } from './release.ts';
import { unpackTar } from './unpack-tar.ts';
import { unpackZip } from './unpack-zip.ts';

const DEFAULT_STALL_MS = 30_000;

/** Downloads, verifies and unpacks `prometheus`, `promtool` and their license. */
export async function unpackRelease(
  release: Release,
  folder: string,
  options: InstallOptions,
): Promise<void> {
  const { env, signal, stallTimeoutMs = DEFAULT_STALL_MS, onProgress = () => undefined } = options;
  const common = { env, signal, stallTimeoutMs };
  const { archiveUrl, sumsUrl } = release;
  onProgress({ phase: 'checksums', url: sumsUrl });
  const fileName = `${release.folder}.${release.archive}`;
  const published = parseSum(await downloadText({ ...common, url: sumsUrl }), fileName);
  if (published === undefined) {
    throw prometheusError('release-not-found/no-checksum', { url: sumsUrl, file: fileName });
  }
  const archive = join(folder, 'archive');
  const { sha256 } = await downloadFile({ ...common, url: archiveUrl }, archive, (bytes, totalBytes) =>
    onProgress({ phase: 'downloading', what: archiveUrl, bytes, totalBytes }),
  );
  if (sha256 !== published) {
    throw prometheusError('wrong-checksum', { file: fileName });
  }
  onProgress({ phase: 'unpacking' });
  const suffix = release.archive === 'zip' ? '.exe' : '';
  const programs = [`prometheus${suffix}`, `promtool${suffix}`];
  const wanted = new Map(
    [...programs, 'LICENSE', 'NOTICE'].map((name) => [`${release.folder}/${name}`, join(folder, name)]),
  );
  const unpack = release.archive === 'zip' ? unpackZip : unpackTar;
  const written = await unpack(archive, wanted, signal);
  if (!written.has(`${release.folder}/prometheus${suffix}`)) throw brokenArchive();
  await rm(archive);
}
