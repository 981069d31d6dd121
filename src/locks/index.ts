// The front door: one owner at a time for a folder.
export type { LockHolder } from './holder.ts';
export { lockHost, type LockHost } from './host.ts';
export { holderOf, takeLock, type Lock, type LockOutcome } from './take.ts';
