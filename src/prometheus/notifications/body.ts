// Alerts as the API of Alertmanager takes them (its v2, a list of postableAlert).
import type { SentAlert } from '../rules/model/alert.ts';

/** The body of one request. */
export function formatAlerts(alerts: readonly SentAlert[]): string {
  return JSON.stringify(
    alerts.map((alert) => ({
      ...(Object.keys(alert.annotations).length === 0 ? {} : { annotations: alert.annotations }),
      endsAt: new Date(alert.endsAtMs).toISOString(),
      startsAt: new Date(alert.startsAtMs).toISOString(),
      generatorURL: alert.generatorUrl,
      labels: alert.labels.toObject(),
    })),
  );
}
