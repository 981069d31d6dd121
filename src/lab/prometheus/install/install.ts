// Puts a real Prometheus into the lab's cache: the official release, or Debian's package. Whole, or not at all.
import type { InstalledPrometheus } from '../installed.ts';

/** What the installation is doing, for a progress bar. */
export type InstallProgress =
  /** Another installation holds the cache; this one goes on when that one is done. */
  | { readonly phase: 'waiting'; readonly pid: number }
  | { readonly phase: 'checksums'; readonly url: string }
  | {
      readonly phase: 'downloading';
      readonly url: string;
      readonly bytes: number;
      /** Undefined where the server does not say. */
      readonly totalBytes: number | undefined;
    }
  | { readonly phase: 'unpacking' }
  /** The release cannot be reached: the distribution's own package is taken instead. */
  | { readonly phase: 'falling-back'; readonly reason: string }
  | { readonly phase: 'trying' };

export interface InstallOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  /** `process.arch`. */
  readonly arch: string;
  /** What `labCacheDir` gave. */
  readonly cacheDir: string;
  /** Where releases are, instead of GitHub. @default env ECOM_LAB_PROMETHEUS_MIRROR */
  readonly mirror?: string;
  /** @default DEFAULT_VERSION */
  readonly version?: string;
  /** `auto`: the release, and Debian's package where that cannot be reached. @default 'auto' */
  readonly source?: 'auto' | 'release' | 'debian';
  readonly onProgress?: (progress: InstallProgress) => void;
  readonly signal: AbortSignal;
}

export interface InstallOutcome {
  readonly status: 'installed' | 'already-installed';
  readonly installed: InstalledPrometheus;
}

/** Installs a Prometheus into the cache. Rejects with a LabError, and with nothing half-installed, where it cannot. */
export async function installPrometheus(options: InstallOptions): Promise<InstallOutcome> {
  options.signal.throwIfAborted();
  throw new Error('being written');
}
