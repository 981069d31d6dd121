// One entry of `alertmanagers`: finds its Alertmanagers, and sends to each of them.
import { dirname } from 'node:path';
import type { AlertmanagerConfig } from '../config/index.ts';
import { fileSources, type FileDiscoverySource } from '../discovery/files.ts';
import type { Room } from '../discovery/room.ts';
import type { Clock } from '../model/samples.ts';
import type { SentAlert } from '../rules/model/alert.ts';
import { alertmanagersOf } from './addresses.ts';
import { relabelAlerts } from './alert-labels.ts';
import { SendLoop, type SendLoopOptions } from './send-loop.ts';

/** Of all entries together: each has a queue, and gets all alerts. */
export const MAX_ALERTMANAGERS = 100;

export interface SetOptions extends SendLoopOptions {
  readonly clock: Clock;
  readonly room: Room;
}

export class AlertmanagerSet {
  readonly #config: AlertmanagerConfig;
  readonly #configFile: string;
  readonly #options: SetOptions;
  #sources: readonly FileDiscoverySource[] = [];
  #loops = new Map<string, SendLoop>();
  #dropped: readonly string[] = [];
  /** Loops of Alertmanagers that are gone, until their queues are empty. */
  readonly #leaving = new Set<SendLoop>();
  #isStopped = false;

  constructor(config: AlertmanagerConfig, configFile: string, options: SetOptions) {
    this.#config = config;
    this.#configFile = configFile;
    this.#options = options;
  }

  get loops(): readonly SendLoop[] {
    return [...this.#loops.values()];
  }

  /** The URLs that relabeling rules dropped. */
  get dropped(): readonly string[] {
    return this.#dropped;
  }

  /** Finds the Alertmanagers; those that were there before keep their queues. */
  async discover(): Promise<void> {
    for (const source of this.#sources) source.stop();
    this.#sources = fileSources(this.#config.fileDiscoveries, {
      baseDir: dirname(this.#configFile),
      clock: this.#options.clock,
      log: this.#options.log,
      onChange: () => this.#sync(),
    });
    await Promise.all(this.#sources.map((source) => source.start()));
    this.#sync();
  }

  /** Queues alerts for each Alertmanager, with the labels that the entry's own rules give them. */
  send(alerts: readonly SentAlert[]): void {
    const relabeled = relabelAlerts(alerts, this.#config.alertRelabelRules);
    if (relabeled.tooLong > 0)
      this.#options.log(
        `alert_relabel_configs make labels longer than 1 MiB, dropping alerts: ${relabeled.tooLong}`,
      );
    if (relabeled.alerts.length > 0) for (const loop of this.loops) loop.add(relabeled.alerts);
  }

  async whenIdle(): Promise<void> {
    await Promise.all(this.#sources.map((source) => source.whenIdle()));
    await Promise.all(this.loops.map((loop) => loop.whenIdle()));
  }

  /** Gives its room to others, before it is stopped. */
  leaveRoom(): void {
    this.#options.room.claim(this, 0);
  }

  /** Ends it; what is queued is sent within the limit. @default limitMs the timeout of one request */
  async stop(limitMs = this.#config.timeoutMs): Promise<void> {
    this.#isStopped = true;
    for (const source of this.#sources) source.stop();
    this.leaveRoom();
    await Promise.all([...this.loops, ...this.#leaving].map((loop) => loop.stop(limitMs)));
  }

  #sync(): void {
    if (this.#isStopped) return;
    const { log, room } = this.#options;
    const groups = [...this.#config.staticConfigs, ...this.#sources.flatMap(({ groups: found }) => found)];
    const { active, dropped, problems } = alertmanagersOf(this.#config, groups);
    for (const problem of problems) log(`Creating discovered Alertmanagers failed: ${problem}`);
    const urls = active.slice(0, room.claim(this, active.length));
    if (urls.length < active.length)
      log(
        `${active.length - urls.length} of ${active.length} Alertmanagers are left out: ` +
          `the embedded server sends to at most ${MAX_ALERTMANAGERS} in all`,
      );
    const before = this.#loops;
    this.#loops = new Map(
      urls.map((url) => [url, before.get(url) ?? new SendLoop(url, this.#config, this.#options)]),
    );
    this.#dropped = dropped;
    for (const [url, loop] of before) if (!this.#loops.has(url)) void this.#end(loop);
  }

  async #end(loop: SendLoop): Promise<void> {
    this.#leaving.add(loop);
    await loop.stop(this.#config.timeoutMs);
    this.#leaving.delete(loop);
  }
}
