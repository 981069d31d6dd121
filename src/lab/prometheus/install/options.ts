// What an installation is given, and what it says while it works.
import type { LabError } from '../../model/errors.ts';

/** What the installation is doing, for a progress bar. */
export type InstallProgress =
  /** Another installation holds the cache; this one continues when that one is done. */
  | { readonly phase: 'waiting'; readonly pid: number }
  | { readonly phase: 'checksums'; readonly url: string }
  | {
      readonly phase: 'downloading';
      /** The archive, or the name of Debian's package. */
      readonly what: string;
      readonly bytes: number;
      /** Undefined where the server does not say. */
      readonly totalBytes: number | undefined;
    }
  | { readonly phase: 'unpacking' }
  /** It is started once with --version. */
  | { readonly phase: 'trying' }
  /** The release cannot be downloaded, so the distribution's package is used instead. */
  | { readonly phase: 'falling-back'; readonly error: LabError };

export interface InstallOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  /** As Node names it (`x64`). */
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
  /** How long nothing may arrive before a download is given up. @default 30000 */
  readonly stallTimeoutMs?: number;
  readonly signal: AbortSignal;
}
