// The command line of a managed Prometheus. Which flags a build knows is read from its own `--help`. Pure.
import { dirname, join } from 'node:path';
import type { PrometheusBinary } from '../binaries/binary.ts';

export interface ManagedFlagOptions {
  readonly binary: PrometheusBinary;
  readonly configFile: string;
  readonly dataDir: string;
  readonly port: number;
  /** The root of an unpacked Debian package, where the binary lies in one. */
  readonly unpackedRoot: string | undefined;
}

/** The arguments that start Prometheus on the learner's file, on loopback, with reload over HTTP and a locked store. */
export function managedFlags({
  binary,
  configFile,
  dataDir,
  port,
  unpackedRoot,
}: ManagedFlagOptions): string[] {
  const flags = [
    `--config.file=${configFile}`,
    `--storage.tsdb.path=${dataDir}`,
    `--web.listen-address=127.0.0.1:${port}`,
    '--web.enable-lifecycle',
    // Prometheus answers every origin by default: a page from anywhere could read the learner's metrics. None may.
    '--web.cors.origin=^$',
  ];
  // Upstream locks its store unless told not to; Debian's builds lock only when told to.
  if (binary.help.includes('--storage.tsdb.use-lockfile')) flags.push('--storage.tsdb.use-lockfile');
  // Debian's builds look for their web pages in /usr/share, where an unpacked package has put nothing.
  if (unpackedRoot !== undefined && binary.help.includes('--web.local-assets')) {
    const etc = join(unpackedRoot, 'etc', 'prometheus');
    flags.push(
      `--web.local-assets=${join(unpackedRoot, 'usr', 'share', 'prometheus', 'web')}`,
      `--web.console.templates=${join(etc, 'consoles')}`,
      `--web.console.libraries=${join(etc, 'console_libraries')}`,
    );
  }
  return flags;
}

/** `/x` for `/x/usr/bin/prometheus`; undefined where the binary lies elsewhere, or is the system's own. Pure. */
export function unpackedRootOf(binaryPath: string): string | undefined {
  const bin = dirname(binaryPath);
  const root = dirname(dirname(bin));
  if (bin !== join(root, 'usr', 'bin')) return undefined;
  return dirname(root) === root ? undefined : root;
}
