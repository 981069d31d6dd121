// Whether npm reaches its registry, asked through npm itself: it knows the address, the proxy and the certificates.
import { execa } from 'execa';
import type { Host } from './host.ts';

export type RegistryAnswer =
  { readonly isReachable: true } | { readonly isReachable: false; readonly reason: string };

const PATIENCE_MS = 10_000;

/** Runs `npm ping`. */
export async function askRegistry(
  host: Pick<Host, 'env' | 'platform' | 'signal' | 'cwd'>,
): Promise<RegistryAnswer> {
  const result = await execa(host.platform === 'win32' ? 'npm.cmd' : 'npm', ['ping', '--fetch-retries=0'], {
    env: { ...host.env },
    extendEnv: false,
    cwd: host.cwd,
    reject: false,
    timeout: PATIENCE_MS,
    cancelSignal: host.signal,
    stdin: 'ignore',
  });
  if (!result.failed) return { isReachable: true };
  if (result.timedOut) return { isReachable: false, reason: `no answer in ${PATIENCE_MS / 1000} s` };
  if (result.code === 'ENOENT') return { isReachable: false, reason: 'npm is not on PATH' };
  const line = result.stderr
    .split('\n')
    .map((text) => /npm (?:error|ERR!) (?:code )?(E[A-Z]+)/.exec(text)?.[1])
    .find((code) => code !== undefined);
  return { isReachable: false, reason: line ?? 'npm ping failed' };
}
