// Times as Go prints them in JSON.
import type { TimestampMs } from '../../model/samples.ts';

/** RFC 3339; the zero time of Go if there is none. */
export function formatRfc3339(time: TimestampMs | undefined): string {
  return time === undefined ? '0001-01-01T00:00:00Z' : new Date(time).toISOString();
}
