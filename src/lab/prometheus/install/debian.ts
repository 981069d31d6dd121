// Debian's and Ubuntu's own package, for machines that reach only that: downloaded and unpacked without root.
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { readRegularText } from '../../../files/index.ts';
import { runBound } from '../../children/run-bound.ts';
import type { LabError } from '../../model/errors.ts';
import { prometheusError } from '../facts/errors.ts';

/** Packages with the web pages' scripts and fonts: the package's own links point to where they unpack. */
const ASSETS = /^(libjs-|fonts-)/;

/** Whether an `/etc/os-release` is Debian's or that of a distribution made from it. */
export function isDebianLike(osRelease: string): boolean {
  const value = (key: string) =>
    new RegExp(`^${key}=["']?([^"'\\n]*)`, 'm').exec(osRelease)?.[1]?.split(/\s+/) ?? [];
  return [...value('ID'), ...value('ID_LIKE')].some((id) => id === 'debian' || id === 'ubuntu');
}

/** Reads the machine's `/etc/os-release`. */
export async function isDebianHere(platform: NodeJS.Platform): Promise<boolean> {
  if (platform !== 'linux') return false;
  return isDebianLike(await readRegularText('/etc/os-release').catch(() => ''));
}

export interface DebianUnpack {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
  onPhase(phase: 'downloading' | 'unpacking'): void;
}

/** Downloads the package into `folder`, and unpacks it into `folder/root`. Gives that root. */
export async function unpackDebianPackage(folder: string, options: DebianUnpack): Promise<string> {
  const debs = join(folder, 'debs');
  const root = join(folder, 'root');
  await mkdir(debs);
  options.onPhase('downloading');
  await download(['prometheus'], debs, options);
  const [deb] = await readdir(debs);
  if (deb === undefined) throw noPackage(new Error('apt-get download left no file'));
  await downloadAssets(join(debs, deb), debs, options);
  options.onPhase('unpacking');
  for (const name of await readdir(debs)) {
    await run('dpkg-deb', ['-x', join(debs, name), root], folder, options).catch((error: unknown) => {
      options.signal.throwIfAborted();
      throw prometheusError('archive-broken/package', { name }, error);
    });
  }
  await Promise.all(
    UNUSED.map((path) => rm(join(root, ...path.split('/')), { recursive: true, force: true })),
  );
  return root;
}

/** Two hundred megabytes that no page asks for: the time zones' source data, manuals. */
const UNUSED = ['usr/share/javascript/moment-timezone/data', 'usr/share/doc', 'usr/share/man'];

async function download(packages: readonly string[], folder: string, options: DebianUnpack): Promise<void> {
  await run('apt-get', ['download', ...packages], folder, options).catch((error: unknown) => {
    options.signal.throwIfAborted();
    throw noPackage(error);
  });
}

/** The pages of the web interface are a nicety: a machine that cannot get them still gets its Prometheus. */
async function downloadAssets(deb: string, folder: string, options: DebianUnpack): Promise<void> {
  const got = new Set<string>();
  let pending = [deb];
  while (pending.length > 0) {
    const fields = await Promise.all(
      pending.map((file) => run('dpkg-deb', ['-f', file, 'Depends'], folder, options)),
    );
    const wanted = parseAssets(fields.join(',')).filter((name) => !got.has(name));
    if (wanted.length === 0) return;
    wanted.forEach((name) => got.add(name));
    try {
      await run('apt-get', ['download', ...wanted], folder, options);
    } catch {
      options.signal.throwIfAborted();
      return;
    }
    const files = await readdir(folder);
    pending = files
      .filter((file) => wanted.includes(file.split('_')[0] ?? ''))
      .map((file) => join(folder, file));
  }
}

/** The asset packages that a `Depends` field names. Pure. */
export function parseAssets(depends: string): readonly string[] {
  const names = depends.split(/[,|\n]/).map((part) => part.trim().split(/[\s:(]/)[0] ?? '');
  return [...new Set(names.filter((name) => ASSETS.test(name)))];
}

const noPackage = (cause: unknown): LabError =>
  prometheusError('no-debian-package', { said: words(cause) }, cause);

function words(error: unknown): string {
  const text = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : '';
  return (text || (error instanceof Error ? error.message : String(error))).split('\n').at(-1) ?? '';
}

async function run(
  file: string,
  args: readonly string[],
  cwd: string,
  { env, signal }: DebianUnpack,
): Promise<string> {
  // The words of apt are matched by no one, but they are shown: one language is enough.
  const end = await runBound({ file, args, cwd, env: { ...env, LC_ALL: 'C' }, platform: 'linux', signal });
  if (end.code === 0) return end.stdout;
  throw Object.assign(end.error ?? new Error(`${file} ended with code ${end.code}`), { stderr: end.stderr });
}
