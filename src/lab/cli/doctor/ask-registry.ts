// Whether npm reaches its registry, asked through npm itself: it knows the address, the proxy and the certificates.
import { runBound } from '../../children/run-bound.ts';
import { findNpm } from '../../runtimes/node/packages/npm-command.ts';
import { readNpmFailure } from '../../runtimes/node/packages/npm-failure.ts';
import type { Host } from '../io/host.ts';

/** `said`: npm's own words or its code. */
export type RegistryFault = 'no-npm' | { readonly said: string } | { readonly afterMs: number };

export type RegistryAnswer =
  { readonly isReachable: true } | { readonly isReachable: false; readonly reason: RegistryFault };

const PATIENCE_MS = 10_000;

/** Runs `npm ping`. */
export async function askRegistry(
  host: Pick<Host, 'env' | 'platform' | 'signal' | 'cwd' | 'nodePath'>,
): Promise<RegistryAnswer> {
  const { env, platform, cwd, signal } = host;
  const npm = await findNpm({ execPath: host.nodePath, env, platform });
  if (npm === undefined) return { isReachable: false, reason: 'no-npm' };
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), PATIENCE_MS);
  try {
    const end = await runBound({
      file: npm.file,
      args: [...npm.args, 'ping', '--fetch-retries=0'],
      cwd,
      env,
      platform,
      signal: AbortSignal.any([signal, late.signal]),
    });
    if (end.code === 0) return { isReachable: true };
    const { code, message } = readNpmFailure(end.stderr);
    return { isReachable: false, reason: { said: code === 'unknown' ? (message ?? code) : code } };
  } catch (error) {
    if (!late.signal.aborted || signal.aborted) throw error;
    return { isReachable: false, reason: { afterMs: PATIENCE_MS } };
  } finally {
    clearTimeout(timer);
  }
}
