// Sends alerts to all Alertmanagers of the configuration.
import type { MetricFamily } from '../../exposition/index.ts';
import { takeTurns } from '../../turns.ts';
import { postOverHttp, type Post } from '../client/post.ts';
import type { AlertmanagerConfig, Config } from '../config/index.ts';
import { Room } from '../discovery/room.ts';
import type { Clock } from '../model/samples.ts';
import type { SentAlert } from '../rules/model/alert.ts';
import { relabelAlerts } from './alert-labels.ts';
import { AlertmanagerSet, MAX_ALERTMANAGERS, type SetOptions } from './alertmanager-set.ts';
import { notificationFamilies } from './families.ts';

/** How long what is queued is sent when the server stops: its owner waits no longer than a second for all of it. */
const DRAIN_LIMIT_MS = 500;

/** Where alerts are sent. */
export interface AlertmanagerSource {
  /** URLs, in the order of the configuration. */
  active(): readonly string[];
  dropped(): readonly string[];
}

export interface NotifierOptions {
  /** For file discovery. An Alertmanager is outside the server: its timeouts are real time. */
  readonly clock: Clock;
  /** One line for the operator of the server. @default nothing */
  readonly log?: (line: string) => void;
  /** @default HTTP */
  readonly post?: Post;
  /** A monotonic time in milliseconds, for latencies. @default performance.now */
  readonly stopwatch?: () => number;
}

/** It does nothing before the first {@link Notifier.applyConfig}. */
export class Notifier implements AlertmanagerSource {
  readonly #options: SetOptions;
  #sets: readonly { readonly key: string; readonly set: AlertmanagerSet }[] = [];
  /** Sets that the configuration has no more, until their queues are empty. */
  readonly #leaving = new Set<AlertmanagerSet>();
  #alertRelabelRules: Config['alerting']['alertRelabelRules'] = [];
  #externalLabels: Readonly<Record<string, string>> = {};
  /** Configurations are applied one after the other. */
  readonly #inTurn = takeTurns();
  #isStopped = false;

  constructor({
    clock,
    log = () => undefined,
    post = postOverHttp,
    stopwatch = () => performance.now(),
  }: NotifierOptions) {
    this.#options = { clock, log, post, stopwatch, room: new Room(MAX_ALERTMANAGERS) };
  }

  /** Resolves when the Alertmanagers of the configuration are known. An entry that has not changed keeps its queues. */
  applyConfig(config: Config): Promise<void> {
    return this.#inTurn(() => (this.#isStopped ? undefined : this.#apply(config)));
  }

  /** Queues alerts for all Alertmanagers. */
  send(alerts: readonly SentAlert[]): void {
    if (this.#isStopped) return;
    const relabeled = relabelAlerts(alerts, this.#alertRelabelRules, this.#externalLabels);
    if (relabeled.tooLong > 0)
      this.#options.log(
        `alert_relabel_configs make labels longer than 1 MiB, dropping alerts: ${relabeled.tooLong}`,
      );
    if (relabeled.alerts.length > 0) for (const { set } of this.#sets) set.send(relabeled.alerts);
  }

  active(): readonly string[] {
    return this.#sets.flatMap(({ set }) => set.loops.map(({ url }) => url));
  }

  dropped(): readonly string[] {
    return this.#sets.flatMap(({ set }) => set.dropped);
  }

  /** `prometheus_notifications_*`. */
  families(): readonly MetricFamily[] {
    return notificationFamilies(
      this.#sets.flatMap(({ set }) => set.loops),
      this.#options.stopwatch(),
    );
  }

  /** Resolves when nothing is queued, except for an Alertmanager that does not respond. */
  async whenIdle(): Promise<void> {
    await this.#inTurn(() => undefined);
    await Promise.all(this.#sets.map(({ set }) => set.whenIdle()));
  }

  /** Takes no more alerts, and sends those that are queued for a limited time. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#inTurn(() => undefined);
    const sets = [...this.#sets.map(({ set }) => set), ...this.#leaving];
    await Promise.all(sets.map((set) => set.stop(DRAIN_LIMIT_MS)));
  }

  async #apply(config: Config): Promise<void> {
    const known = [...this.#sets];
    const sets = config.alerting.alertmanagers.map((entry) => {
      const key = JSON.stringify([config.file, keyOf(entry)]);
      const index = known.findIndex((one) => one.key === key);
      const [kept] = index === -1 ? [] : known.splice(index, 1);
      return kept ?? { key, set: new AlertmanagerSet(entry, config.file, this.#options) };
    });
    for (const { set } of known) set.leaveRoom();
    await Promise.all(sets.map(({ set }) => set.discover()));
    this.#sets = sets;
    this.#alertRelabelRules = config.alerting.alertRelabelRules;
    this.#externalLabels = config.global.externalLabels;
    for (const { set } of known) void this.#end(set);
  }

  async #end(set: AlertmanagerSet): Promise<void> {
    this.#leaving.add(set);
    await set.stop();
    this.#leaving.delete(set);
  }
}

/** Equal for equal entries. */
function keyOf(entry: AlertmanagerConfig): string {
  return JSON.stringify(entry, (name, value: unknown) => (name === 'pattern' ? undefined : value));
}
