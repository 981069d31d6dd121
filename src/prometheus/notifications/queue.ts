// The alerts that wait for one Alertmanager.
import type { SentAlert } from '../rules/model/alert.ts';

/** As in Prometheus (`--alertmanager.notification-queue-capacity`). */
export const QUEUE_CAPACITY = 10_000;
/** Of one request (`--alertmanager.notification-batch-size`). */
export const MAX_BATCH_SIZE = 256;

export class AlertQueue {
  #alerts: SentAlert[] = [];

  get length(): number {
    return this.#alerts.length;
  }

  /** Adds alerts; returns how many of the oldest were dropped to make room for them. */
  add(alerts: readonly SentAlert[]): number {
    const all = this.#alerts.concat(alerts);
    const dropped = Math.max(0, all.length - QUEUE_CAPACITY);
    this.#alerts = all.slice(dropped);
    return dropped;
  }

  /** Takes the oldest alerts, as many as one request may have. */
  takeBatch(): readonly SentAlert[] {
    return this.#alerts.splice(0, MAX_BATCH_SIZE);
  }

  /** Drops all alerts; returns how many they were. */
  clear(): number {
    const { length } = this.#alerts;
    this.#alerts = [];
    return length;
  }
}
