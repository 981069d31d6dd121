// The life of the alerts of one rule (rules/alerting.go, Eval).
//
//   (new) -> pending --(active for as long as `for` says)--> firing -> inactive -> (forgotten after 15 minutes)
//               |                                              |
//               `--(gone)--> (forgotten)                       `--(gone, within keep_firing_for)--> firing
import type { TimestampMs } from '../../model/samples.ts';
import type { ActiveAlert, ActiveAlerts } from '../model/alert.ts';
import type { AlertInstance, AlertingRule } from '../model/rule.ts';

/** How long an alert that has ended is kept, and its end sent again. */
const RESOLVED_RETENTION_MS = 15 * 60_000;

/** How long an alert lasts before and after its expression has a result. */
export type AlertTimes = Pick<AlertingRule, 'holdMs' | 'keepFiringMs'>;

export type AlertsOutcome =
  | { readonly status: 'advanced'; readonly alerts: ActiveAlerts }
  /** There are more than the limit: all of them are given up. */
  | { readonly status: 'failed'; readonly message: string };

/** The alerts of a rule after an evaluation at `timeMs` that gave `instances`, which have different label sets. */
export function advanceAlerts(
  rule: AlertTimes,
  before: ActiveAlerts,
  instances: readonly AlertInstance[],
  timeMs: TimestampMs,
  limit: number,
): AlertsOutcome {
  const found = new Map(instances.map((instance) => [instance.labels.key, instance]));
  const alerts = new Map<string, ActiveAlert>();
  for (const [key, alert] of before) {
    const instance = found.get(key);
    if (instance === undefined) {
      const left = withoutResult(rule, alert, timeMs);
      if (left !== undefined) alerts.set(key, left);
    } else if (alert.state !== 'inactive') {
      const { value, annotations } = instance;
      alerts.set(key, settled(rule, { ...alert, value, annotations, keepFiringSinceMs: undefined }, timeMs));
    }
  }
  for (const [key, instance] of found)
    if (!alerts.has(key)) alerts.set(key, settled(rule, begun(instance, timeMs), timeMs));
  const active = countActive(alerts);
  if (limit > 0 && active > limit)
    return { status: 'failed', message: `exceeded limit of ${limit} with ${active} alerts` };
  return { status: 'advanced', alerts };
}

/**
 * The same alerts on a clock that was set back: as long active, firing and ended as before. Without this an alert would
 * be pending until the clock is again where it was.
 */
export function shiftAlerts(alerts: ActiveAlerts, byMs: number): ActiveAlerts {
  const shifted = (time: TimestampMs | undefined): TimestampMs | undefined =>
    time === undefined ? undefined : time + byMs;
  return new Map(
    [...alerts].map(([key, alert]) => [
      key,
      {
        ...alert,
        activeAtMs: alert.activeAtMs + byMs,
        firedAtMs: shifted(alert.firedAtMs),
        resolvedAtMs: shifted(alert.resolvedAtMs),
        lastSentAtMs: shifted(alert.lastSentAtMs),
        keepFiringSinceMs: shifted(alert.keepFiringSinceMs),
      },
    ]),
  );
}

function begun({ labels, annotations, value }: AlertInstance, timeMs: TimestampMs): ActiveAlert {
  return {
    labels,
    annotations,
    value,
    state: 'pending',
    activeAtMs: timeMs,
    firedAtMs: undefined,
    resolvedAtMs: undefined,
    lastSentAtMs: undefined,
    keepFiringSinceMs: undefined,
  };
}

/** What is left of an alert whose expression has no result for it; nothing where it is forgotten. */
function withoutResult(rule: AlertTimes, alert: ActiveAlert, timeMs: TimestampMs): ActiveAlert | undefined {
  if (alert.state === 'pending') return undefined;
  if (alert.state === 'inactive')
    return timeMs - (alert.resolvedAtMs ?? timeMs) > RESOLVED_RETENTION_MS ? undefined : alert;
  if (rule.keepFiringMs > 0) {
    const keepFiringSinceMs = alert.keepFiringSinceMs ?? timeMs;
    if (timeMs - keepFiringSinceMs < rule.keepFiringMs)
      return settled(rule, { ...alert, keepFiringSinceMs }, timeMs);
  }
  return { ...alert, state: 'inactive', resolvedAtMs: timeMs };
}

/** Pending or firing, as the time that the alert has been active says. `for` may have changed since. */
function settled(rule: AlertTimes, alert: ActiveAlert, timeMs: TimestampMs): ActiveAlert {
  const isHeld = timeMs - alert.activeAtMs < rule.holdMs;
  if (alert.state === 'pending' && !isHeld) return { ...alert, state: 'firing', firedAtMs: timeMs };
  if (alert.state === 'firing' && isHeld)
    return {
      ...alert,
      state: 'pending',
      firedAtMs: undefined,
      lastSentAtMs: undefined,
      keepFiringSinceMs: undefined,
    };
  return alert;
}

function countActive(alerts: ActiveAlerts): number {
  let count = 0;
  for (const { state } of alerts.values()) if (state !== 'inactive') count++;
  return count;
}
