// Which alerts are to be sent after an evaluation: new ones at once, the others again and again until they are forgotten.
import type { TimestampMs } from '../../model/samples.ts';
import type { ActiveAlert, ActiveAlerts, SentAlert } from '../model/alert.ts';

/** How long an alert that was sent is not sent again while nothing changes. */
const RESEND_DELAY_MS = 60_000;
/** An alert holds for so many intervals: two evaluations or sendings may fail. */
const INTERVALS_VALID = 4;

export interface Notices {
  /** The same alerts, with the time at which they were last sent. */
  readonly alerts: ActiveAlerts;
  readonly sent: readonly SentAlert[];
}

/** What is to be sent at `timeMs` of the alerts of a rule, whose group is evaluated every `intervalMs`. */
export function takeNotices(
  alerts: ActiveAlerts,
  timeMs: TimestampMs,
  intervalMs: number,
  generatorUrl: string,
): Notices {
  const after = new Map<string, ActiveAlert>();
  const sent: SentAlert[] = [];
  const validUntilMs = timeMs + INTERVALS_VALID * Math.max(intervalMs, RESEND_DELAY_MS);
  for (const [key, alert] of alerts) {
    if (!needsSending(alert, timeMs)) {
      after.set(key, alert);
      continue;
    }
    after.set(key, { ...alert, lastSentAtMs: timeMs });
    sent.push({
      labels: alert.labels,
      annotations: alert.annotations,
      startsAtMs: alert.firedAtMs ?? timeMs,
      endsAtMs: alert.resolvedAtMs ?? validUntilMs,
      isResolved: alert.resolvedAtMs !== undefined,
      generatorUrl,
    });
  }
  return { alerts: after, sent };
}

/** Where Prometheus shows an expression: the table of its query page. */
export function generatorUrlOf(externalUrl: string, query: string): string {
  const escaped = encodeURIComponent(query)
    .replaceAll(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+');
  return `${externalUrl}/graph?g0.expr=${escaped}&g0.tab=1`;
}

function needsSending({ state, resolvedAtMs, lastSentAtMs }: ActiveAlert, timeMs: TimestampMs): boolean {
  if (state === 'pending') return false;
  if (lastSentAtMs === undefined) return true;
  if (resolvedAtMs !== undefined && resolvedAtMs > lastSentAtMs) return true;
  return lastSentAtMs + RESEND_DELAY_MS < timeMs;
}
