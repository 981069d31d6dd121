// The `for` state of alerts after a restart (rules/group.go, RestoreForState): an alert that was pending when the server
// went down continues where it was, and one that was firing fires again, but none fires within the grace period.
import { isStaleAt, METRIC_NAME, type SeriesSamples, type TimestampMs } from '../../model/samples.ts';
import type { ActiveAlert, ActiveAlerts } from '../model/alert.ts';

/** How long the server may have been down for an alert to continue. */
export const OUTAGE_TOLERANCE_MS = 3_600_000;
/** How long an alert that continues is pending at least. */
export const FOR_GRACE_PERIOD_MS = 600_000;

const NAME: ReadonlySet<string> = new Set([METRIC_NAME]);

/** The alerts of a rule with the time at which they became active before the server went down, from ALERTS_FOR_STATE. */
export function restoreAlerts(
  holdMs: number,
  alerts: ActiveAlerts,
  forState: Iterable<SeriesSamples>,
  nowMs: TimestampMs,
): ActiveAlerts {
  const last = new Map<string, LastState>();
  for (const { labels, timestamps, values } of forState) {
    const index = timestamps.length - 1;
    if (index < 0 || isStaleAt(values, index)) continue;
    const state = { downAtMs: timestamps[index] ?? 0, activeAtMs: (values[index] ?? 0) * 1000 };
    last.set(labels.without(NAME).key, state);
  }
  return new Map(
    [...alerts].map(([key, alert]): [string, ActiveAlert] => {
      const state = last.get(key);
      return [key, state === undefined ? alert : { ...alert, activeAtMs: activeSince(state, holdMs, nowMs) }];
    }),
  );
}

interface LastState {
  /** The time of the last sample: about when the server went down. */
  readonly downAtMs: TimestampMs;
  readonly activeAtMs: TimestampMs;
}

function activeSince({ downAtMs, activeAtMs }: LastState, holdMs: number, nowMs: TimestampMs): TimestampMs {
  // Prometheus counts whole seconds here.
  const downSeconds = Math.trunc(downAtMs / 1000) * 1000;
  const remainingMs = holdMs - (downSeconds - activeAtMs);
  // It was firing, and fires again with the next evaluation.
  if (remainingMs <= 0) return activeAtMs;
  if (remainingMs < FOR_GRACE_PERIOD_MS) return nowMs + FOR_GRACE_PERIOD_MS - holdMs;
  // The time that the server was down does not count.
  return activeAtMs + (nowMs - downSeconds);
}
