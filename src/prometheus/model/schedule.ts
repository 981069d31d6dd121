// When a target is scraped or a group of rules evaluated next: each at its own place in the interval, so that not all of
// that is done at once.
import type { TimestampMs } from './samples.ts';

/** A place in the interval that depends on the key alone: it is the same after a restart. */
export function offsetOf(key: string, intervalMs: number): number {
  // FNV-1a: spread is all that is asked of it.
  let hash = 0x811c9dc5;
  for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193);
  return (hash >>> 0) % intervalMs;
}

/** The first slot after `now`, at least `gapMs` later: turns that were missed are left out. */
export function nextSlot(now: TimestampMs, intervalMs: number, offsetMs: number, gapMs: number): TimestampMs {
  const earliest = now + Math.max(gapMs, 1);
  return Math.ceil((earliest - offsetMs) / intervalMs) * intervalMs + offsetMs;
}

/** The last slot that is not after `time`. */
export function slotUpTo(time: TimestampMs, intervalMs: number, offsetMs: number): TimestampMs {
  return Math.floor((time - offsetMs) / intervalMs) * intervalMs + offsetMs;
}
