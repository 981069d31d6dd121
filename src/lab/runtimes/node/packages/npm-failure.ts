// Reads why an `npm install` failed from what it printed, and takes out of it what no one else should see.

import type { InstallFailure } from '../../contract/packages.ts';

const REGISTRY_CODES: ReadonlySet<string> = new Set([
  'ENOTFOUND',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENETDOWN',
  'ETIMEDOUT',
  'ERR_SOCKET_TIMEOUT',
  'ESOCKETTIMEDOUT',
  'EIDLETIMEOUT',
  'EPIPE',
  'EPROTO',
  'ENOTCACHED',
  'ETARGET',
  'ERR_INVALID_URL',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

/** The code and first sentence of npm's error output (`npm error code X`, older: `npm ERR! code X`). */
export function readNpmFailure(output: string): InstallFailure {
  const lines = output.split(/\r?\n/).flatMap((line) => /^npm (?:error|ERR!) ?(.*)$/.exec(line)?.[1] ?? []);
  const code = lines.flatMap((line) => /^code (\S+)$/.exec(line)?.[1] ?? [])[0] ?? 'unknown';
  const message = lines.find((line) => !isDetail(line));
  return {
    code,
    ...(message === undefined ? {} : { message: withoutSecrets(message) }),
    isUnreachable: REGISTRY_CODES.has(code) || /^E(?:40[0-9]|42[0-9]|5\d\d)$/.test(code),
  };
}

const isDetail = (line: string) => /^(?:code|errno|syscall|path|dest) /.test(line) || line.trim() === '';

/** Text without passwords and tokens in addresses and settings. */
export function withoutSecrets(text: string): string {
  return text
    .replaceAll(/(https?:\/\/)[^\s/@]+@/g, '$1')
    .replaceAll(/(_authToken|_auth|_password|Bearer)([= ]+)\S+/g, '$1$2***')
    .replaceAll(/([?&](?:token|key|auth)[^=\s]*=)[^&\s]+/gi, '$1***');
}
