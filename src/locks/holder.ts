// What a lock file says about its owner.
import { parseJsonObject } from '../json.ts';

export interface LockHolder {
  readonly pid: number;
  /** ISO 8601. */
  readonly since: string;
  readonly hostname: string;
  /** See LockHost.startOf. */
  readonly start?: string;
  /** Identity of the folder that it was taken for. */
  readonly folder?: string;
  /** Different for every lock that was ever taken. */
  readonly token: string;
}

/** The holder as the content of a lock file. */
export function formatLock(holder: LockHolder): string {
  return `${JSON.stringify(holder)}\n`;
}

/** The holder that a lock file names; undefined where it is cut or garbled, which means that no process holds it. */
export function parseLock(text: string): LockHolder | undefined {
  const { pid, since, hostname, start, folder, token } = parseJsonObject(text) ?? {};
  if (typeof pid !== 'number' || !Number.isSafeInteger(pid) || pid <= 0) return undefined;
  if (typeof since !== 'string' || Number.isNaN(Date.parse(since)) || typeof hostname !== 'string')
    return undefined;
  if (typeof token !== 'string' || !/^[0-9a-f]{16}$/.test(token)) return undefined;
  if (start !== undefined && typeof start !== 'string') return undefined;
  if (folder !== undefined && typeof folder !== 'string') return undefined;
  return {
    pid,
    since,
    hostname,
    token,
    ...(start === undefined ? {} : { start }),
    ...(folder === undefined ? {} : { folder }),
  };
}
