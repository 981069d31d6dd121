// All groups of rules, kept in step with the configuration (rules/manager.go).
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock } from '../model/samples.ts';
import type { SampleStore } from '../storage/model/store.ts';
import { batchWriter } from './group/batch-writer.ts';
import type { GroupDoors } from './group/doors.ts';
import { RunningGroup } from './group/running.ts';
import { ScheduledGroup } from './group/scheduled.ts';
import { Durations } from './durations.ts';
import { groupKey, sameGroup } from './identity.ts';
import type { RuleGroup } from './model/rule.ts';
import type { RuleGroupView, RuleSource } from './model/view.ts';

/** Rules are evaluated this long before other work has its turn. */
const SLICE_MS = 5;
/** So many intervals after a group is gone its series end: by then a group with another name may continue them. */
const INTERVALS_TO_STALE = 2;

export interface RulerOptions extends Pick<GroupDoors, 'evaluate' | 'onAlerts' | 'externalUrl'> {
  readonly store: SampleStore;
  readonly clock: Clock;
  /** One line for the operator of the server. @default nothing */
  readonly log?: (line: string) => void;
  /** A monotonic time in milliseconds, for durations. @default performance.now */
  readonly stopwatch?: () => number;
}

/** Evaluates groups of rules. It does nothing before the first {@link Ruler.applyGroups}. */
export class Ruler implements RuleSource {
  readonly #clock: Clock;
  readonly #doors: GroupDoors;
  readonly #groups = new Map<string, ScheduledGroup>();
  /** Waits until the series of groups that are gone end. */
  readonly #cancelStale = new Set<() => void>();
  /** Changes come one after the other. */
  #applying: Promise<void> = Promise.resolve();
  #isFirst = true;
  #isStopped = false;
  #sliceBegan = 0;
  readonly ruleDurations = new Durations();
  readonly groupDurations = new Durations();

  constructor(options: RulerOptions) {
    const { store, clock, log = () => undefined, stopwatch = () => performance.now() } = options;
    this.#clock = clock;
    this.#doors = {
      evaluate: options.evaluate,
      onAlerts: options.onAlerts,
      externalUrl: options.externalUrl,
      commit: batchWriter(store),
      samples: store,
      now: () => clock.now(),
      stopwatch,
      rest: () => this.#rest(),
      onEvaluated: (seconds) => this.ruleDurations.add(seconds),
      // It ends neither the group nor the server.
      onFault: (error) => log(`a fault in the embedded Prometheus: ${stackOf(error)}`),
      log,
    };
  }

  /**
   * Brings what runs in line with the groups of a configuration: one that has not changed continues undisturbed, one that
   * has changed continues the alerts and series of its rules, one that is gone ends.
   */
  applyGroups(groups: readonly RuleGroup[]): Promise<void> {
    this.#applying = this.#applying.then(() => (this.#isStopped ? undefined : this.#apply(groups)));
    return this.#applying;
  }

  groups(): readonly RuleGroupView[] {
    return this.scheduled().map(({ running }) => running.view());
  }

  /** Those that run, by file and name. */
  scheduled(): readonly ScheduledGroup[] {
    const groups = [...this.#groups.values()];
    return groups.toSorted((a, b) => (isBefore(a.running.group, b.running.group) ? -1 : 1));
  }

  /** Resolves when no evaluation is under way: what a manual clock waits for between its steps. */
  async whenIdle(): Promise<void> {
    await this.#applying;
    await Promise.all(Array.from(this.#groups.values(), (group) => group.whenIdle()));
  }

  /** Ends every group; the series stay open, since the server may start again where it was. Safe to call twice. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    for (const cancel of this.#cancelStale) cancel();
    const groups = [...this.#groups.values()];
    await Promise.all(groups.map((group) => group.stop()));
    await this.#applying;
  }

  async #apply(groups: readonly RuleGroup[]): Promise<void> {
    const before = new Map(this.#groups);
    const changed: ScheduledGroup[] = [];
    this.#groups.clear();
    for (const group of groups) {
      const key = groupKey(group);
      const old = before.get(key);
      before.delete(key);
      if (old !== undefined && sameGroup(old.running.group, group)) {
        this.#groups.set(key, old);
        continue;
      }
      const running = new RunningGroup(group, this.#doors, !this.#isFirst);
      const scheduled = new ScheduledGroup(running, this.#clock, this.#isFirst, (seconds) =>
        this.groupDurations.add(seconds),
      );
      this.#groups.set(key, scheduled);
      changed.push(scheduled);
      if (old === undefined) continue;
      await old.stop();
      scheduled.copyState(old);
    }
    this.#isFirst = false;
    await Promise.all(Array.from(before.values(), (gone) => this.#end(gone)));
    if (!this.#isStopped) for (const group of changed) group.start();
  }

  async #end(gone: ScheduledGroup): Promise<void> {
    await gone.stop();
    const endedAt = this.#clock.now();
    const cancel = this.#clock.after(INTERVALS_TO_STALE * gone.running.group.intervalMs, () => {
      this.#cancelStale.delete(cancel);
      gone.running.markAllStale(endedAt);
    });
    this.#cancelStale.add(cancel);
  }

  async #rest(): Promise<void> {
    if (performance.now() - this.#sliceBegan < SLICE_MS) return;
    await nextTurn();
    this.#sliceBegan = performance.now();
  }
}

function isBefore(a: RuleGroup, b: RuleGroup): boolean {
  return a.file === b.file ? a.name < b.name : a.file < b.file;
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
