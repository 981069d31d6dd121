// Where the lab keeps what it downloads, by the rules of each platform. Pure: environment and platform are given.
import { posix, win32 } from 'node:path';

export interface CacheDirOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  /** The user's home folder. */
  readonly homeDir: string;
}

/** `~/.cache/ecom-lab` (XDG), `~/Library/Caches/ecom-lab` or `%LOCALAPPDATA%\ecom-lab\Cache`. */
export function labCacheDir({ env, platform, homeDir }: CacheDirOptions): string {
  if (platform === 'win32') {
    const local = env['LOCALAPPDATA'] || win32.join(homeDir, 'AppData', 'Local');
    return win32.join(local, 'ecom-lab', 'Cache');
  }
  // The XDG rules say that a relative path is to be ignored.
  const xdg = env['XDG_CACHE_HOME'];
  if (xdg !== undefined && posix.isAbsolute(xdg)) return posix.join(xdg, 'ecom-lab');
  return platform === 'darwin'
    ? posix.join(homeDir, 'Library', 'Caches', 'ecom-lab')
    : posix.join(homeDir, '.cache', 'ecom-lab');
}
