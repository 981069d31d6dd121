// What Prometheus's releases are called and where they are. Pure.
// Names: https://github.com/prometheus/prometheus/releases (tar.gz, and zip for Windows; sha256sums.txt beside them)
import { prometheusError } from '../facts/errors.ts';

/** The long-term-support release that the lab installs unless told otherwise. */
export const DEFAULT_VERSION = '3.13.2';

export const DEFAULT_RELEASES = 'https://github.com/prometheus/prometheus/releases/download';

const SYSTEMS: Readonly<Record<string, string>> = {
  linux: 'linux',
  darwin: 'darwin',
  win32: 'windows',
  freebsd: 'freebsd',
  openbsd: 'openbsd',
};

const MACHINES: Readonly<Record<string, string>> = {
  x64: 'amd64',
  arm64: 'arm64',
  arm: 'armv7',
  ia32: '386',
  ppc64: 'ppc64le',
  s390x: 's390x',
  riscv64: 'riscv64',
};

export interface Release {
  readonly version: string;
  /** `prometheus-3.13.2.linux-amd64`: the folder inside the archive. */
  readonly folder: string;
  readonly archive: 'tar.gz' | 'zip';
  readonly archiveUrl: string;
  readonly sumsUrl: string;
}

export interface ReleaseRequest {
  readonly platform: string;
  /** As Node names it. */
  readonly arch: string;
  readonly version: string;
  /** Address of the folder that holds `vVERSION/`. */
  readonly from: string;
}

/** The release for a platform. Rejects a platform, a version or a mirror that there cannot be. */
export function planRelease({ platform, arch, version, from }: ReleaseRequest): Release {
  const system = SYSTEMS[platform];
  const machine = MACHINES[arch];
  if (system === undefined || machine === undefined) {
    throw prometheusError('no-release', { platform, arch });
  }
  if (!/^\d+\.\d+\.\d+(-[a-z0-9.]+)?$/.test(version)) {
    throw prometheusError('bad-version', { version });
  }
  if (!URL.canParse(from) || !/^https?:$/.test(new URL(from).protocol)) {
    throw prometheusError('bad-mirror', { mirror: from });
  }
  const folder = `prometheus-${version}.${system}-${machine}`;
  const archive = system === 'windows' ? 'zip' : 'tar.gz';
  const base = `${from.replace(/\/+$/, '')}/v${version}`;
  return {
    version,
    folder,
    archive,
    archiveUrl: `${base}/${folder}.${archive}`,
    sumsUrl: `${base}/sha256sums.txt`,
  };
}

/** The sum that a `sha256sums.txt` publishes for one file, undefined if it has none. */
export function parseSum(sums: string, file: string): string | undefined {
  for (const line of sums.split(/\r?\n/)) {
    const match = /^([0-9a-f]{64})[ \t]+\*?(\S+)$/i.exec(line.trim());
    if (match?.[2] === file) return match[1]?.toLowerCase();
  }
  return undefined;
}
