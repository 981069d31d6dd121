// Alerts that an alerting rule has raised, and what is told of them to the outside.
import type { Labels, TimestampMs } from '../../model/samples.ts';

export type AlertState = 'pending' | 'firing' | 'inactive';

/** One alert of a rule. An inactive one was firing, and is kept for a while so that its end can be sent again. */
export interface ActiveAlert {
  readonly labels: Labels;
  readonly annotations: Readonly<Record<string, string>>;
  /** Of the expression, when it was last evaluated. */
  readonly value: number;
  readonly state: AlertState;
  readonly activeAtMs: TimestampMs;
  readonly firedAtMs: TimestampMs | undefined;
  /** Absent while the alert is active. */
  readonly resolvedAtMs: TimestampMs | undefined;
  readonly lastSentAtMs: TimestampMs | undefined;
  /** Since when the alert fires only because of `keep_firing_for`. */
  readonly keepFiringSinceMs: TimestampMs | undefined;
}

/** The alerts of one rule, by the key of their label sets. */
export type ActiveAlerts = ReadonlyMap<string, ActiveAlert>;

/** An alert as it is passed to the notifier each time it is due. It has no external labels yet. */
export interface SentAlert {
  readonly labels: Labels;
  readonly annotations: Readonly<Record<string, string>>;
  /** When it began to fire. */
  readonly startsAtMs: TimestampMs;
  /** When it ended, or until when it holds unless it is sent again. */
  readonly endsAtMs: TimestampMs;
  readonly isResolved: boolean;
  /** A link to the expression on the page of the server. */
  readonly generatorUrl: string;
}

/** Takes the alerts that a rule has to send after an evaluation. It must not throw. */
export type AlertSink = (alerts: readonly SentAlert[]) => void;
