// The times that the alerts of one rule were active, found from its alerts after each evaluation.
import type { Labels, TimestampMs } from '../model/samples.ts';
import type { ActiveAlert } from '../rules/model/alert.ts';
import type { SimulatedAlert } from './model.ts';

/** What an alert said when it began or fired; its annotations may be expanded later. */
export interface Said {
  readonly value: number;
  readonly annotations: () => Readonly<Record<string, string>>;
}

interface Episode {
  readonly labels: Labels;
  readonly pendingAtMs: TimestampMs;
  said: Said;
  firingAtMs: TimestampMs | undefined;
  endedAtMs: TimestampMs | undefined;
}

export class AlertJournal {
  readonly #episodes: Episode[] = [];
  readonly #open = new Map<string, Episode>();

  /** Takes the alerts of an evaluation. `saidBy` is asked when an alert begins and when it fires. */
  take(timeMs: TimestampMs, alerts: Iterable<ActiveAlert>, saidBy: (alert: ActiveAlert) => Said): void {
    const active = new Set<string>();
    for (const alert of alerts) {
      if (alert.state === 'inactive') continue;
      const { key } = alert.labels;
      active.add(key);
      let episode = this.#open.get(key);
      if (episode === undefined) {
        const { labels, activeAtMs } = alert;
        const said = saidBy(alert);
        episode = {
          labels,
          pendingAtMs: activeAtMs,
          said,
          firingAtMs: alert.firedAtMs,
          endedAtMs: undefined,
        };
        this.#episodes.push(episode);
        this.#open.set(key, episode);
      } else if (episode.firingAtMs === undefined && alert.firedAtMs !== undefined) {
        episode.firingAtMs = alert.firedAtMs;
        episode.said = saidBy(alert);
      }
    }
    if (active.size === this.#open.size) return;
    for (const [key, episode] of this.#open) {
      if (active.has(key)) continue;
      episode.endedAtMs = timeMs;
      this.#open.delete(key);
    }
  }

  finish(): readonly SimulatedAlert[] {
    return this.#episodes.map(({ labels, said, pendingAtMs, firingAtMs, endedAtMs }) => ({
      labels,
      annotations: said.annotations(),
      value: said.value,
      pendingAtMs,
      firingAtMs,
      endedAtMs,
    }));
  }
}
