// The targets of one job: which there are, which a rule dropped, and the loop that scrapes each.
import { setImmediate as nextTurn } from 'node:timers/promises';
import { dirname } from 'node:path';
import type { JobConfig } from '../../config/index.ts';
import type { ActiveTargetView, DroppedTargetView } from '../model/target-view.ts';
import type { Labels } from '../../model/samples.ts';
import { fileSources, type FileDiscoverySource } from '../../discovery/files.ts';
import type { Room } from '../../discovery/room.ts';
import { TargetLoop, type LoopOptions } from './loop.ts';
import { targetsOf, type Target } from './definition.ts';

const TARGETS_A_TURN = 200;
/** Of all jobs together: each costs connections and timers, whatever it shows. */
export const MAX_TARGETS = 1_000;

export class ScrapePool {
  #job: JobConfig;
  readonly #configFile: string;
  readonly #options: LoopOptions;
  readonly #room: Room;
  #sources: FileDiscoverySource[] = [];
  #loops = new Map<string, TargetLoop>();
  #dropped: readonly Labels[] = [];
  /** Changes come one after the other. */
  #changing: Promise<void> = Promise.resolve();
  #isStopped = false;

  constructor(job: JobConfig, configFile: string, options: LoopOptions, room: Room) {
    this.#job = job;
    this.#configFile = configFile;
    this.#options = options;
    this.#room = room;
  }

  /** Discovers the targets and starts them; resolves when all known targets have been started. */
  start(): Promise<void> {
    return this.#inTurn(async () => {
      await this.#discover();
      await this.#sync(false);
    });
  }

  /** Continues under a new configuration: a target that has not changed is not disturbed. */
  reconfigure(job: JobConfig): Promise<void> {
    return this.#inTurn(async () => {
      const areLoopsKept = settingsOf(job) === settingsOf(this.#job);
      this.#job = job;
      await this.#discover();
      await this.#sync(!areLoopsKept);
    });
  }

  /** Ends the loops. `isGone`: the job is no more, and its series end here. */
  async stop(isGone: boolean): Promise<void> {
    this.#isStopped = true;
    for (const source of this.#sources) source.stop();
    await this.#changing;
    const loops = [...this.#loops.values()];
    this.#loops.clear();
    await Promise.all(loops.map((loop) => loop.stop()));
    this.#room.claim(this, 0);
    if (isGone) for (const loop of loops) loop.markEnd();
  }

  async whenIdle(): Promise<void> {
    await Promise.all(this.#sources.map((source) => source.whenIdle()));
    await this.#changing;
    await Promise.all(Array.from(this.#loops.values(), (loop) => loop.whenIdle()));
  }

  active(): readonly ActiveTargetView[] {
    return Array.from(this.#loops.values(), (loop) => loop.view());
  }

  dropped(): readonly DroppedTargetView[] {
    return this.#dropped.map((discoveredLabels) => ({ scrapePool: this.#job.jobName, discoveredLabels }));
  }

  #inTurn(change: () => Promise<void>): Promise<void> {
    this.#changing = this.#changing.then(() => (this.#isStopped ? undefined : change()));
    return this.#changing;
  }

  async #discover(): Promise<void> {
    for (const source of this.#sources) source.stop();
    this.#sources = fileSources(this.#job.fileDiscoveries, {
      baseDir: dirname(this.#configFile),
      clock: this.#options.clock,
      log: this.#options.log,
      onChange: () => void this.#inTurn(() => this.#sync(false)),
    });
    await Promise.all(this.#sources.map((source) => source.start()));
  }

  async #sync(areAllNew: boolean): Promise<void> {
    const targets = await this.#targets();
    const kept = new Map<string, TargetLoop>();
    const ended = new Set<TargetLoop>();
    for (const [key, loop] of this.#loops) {
      if (targets.has(key) && !areAllNew) kept.set(key, loop);
      else ended.add(loop);
    }
    await Promise.all(Array.from(ended, (loop) => loop.stop()));
    const endedByLabels = new Map(Array.from(ended, (loop) => [loop.target.labels.key, loop]));
    const loops = new Map<string, TargetLoop>();
    for (const [key, target] of targets) {
      const loop = kept.get(key);
      if (loop !== undefined) {
        loops.set(key, loop);
        continue;
      }
      const before = endedByLabels.get(target.labels.key);
      if (before !== undefined) ended.delete(before);
      endedByLabels.delete(target.labels.key);
      loops.set(key, new TargetLoop(target, this.#job, this.#options, before));
    }
    for (const loop of ended) loop.markEnd();
    this.#loops = loops;
    this.#applyTargetLimit();
    for (const [key, loop] of loops) if (!kept.has(key)) loop.start();
  }

  async #targets(): Promise<ReadonlyMap<string, Target>> {
    const groups = [...this.#job.staticConfigs, ...this.#sources.flatMap((source) => source.groups)];
    const targets = new Map<string, Target>();
    const dropped: Labels[] = [];
    const found = groups.reduce((sum, group) => sum + group.targets.length, 0);
    const room = this.#room.claim(this, Math.min(found, MAX_TARGETS));
    let seen = 0;
    for (const outcome of targetsOf(this.#job, groups)) {
      if (targets.size >= room) break;
      // Between two scrapes there is no time to relabel thousands.
      if (++seen % TARGETS_A_TURN === 0) await nextTurn();
      if (outcome.status === 'active') targets.set(outcome.target.key, outcome.target);
      else if (outcome.status === 'dropped') dropped.push(outcome.discoveredLabels);
      else this.#options.log(`job ${this.#job.jobName}: a target is left out: ${outcome.message}`);
    }
    this.#room.claim(this, targets.size);
    if (seen < found)
      this.#options.log(
        `job ${this.#job.jobName}: ${found - seen} of its ${found} targets are left out: ` +
          `the embedded server scrapes at most ${MAX_TARGETS} in all`,
      );
    const { keepDroppedTargets } = this.#job.limits;
    this.#dropped = keepDroppedTargets > 0 ? dropped.slice(0, keepDroppedTargets) : dropped;
    return targets;
  }

  #applyTargetLimit(): void {
    const { targetLimit } = this.#job.limits;
    const count = this.#loops.size;
    const error =
      targetLimit > 0 && count > targetLimit
        ? `target_limit exceeded (number of targets: ${count}, limit: ${targetLimit})`
        : undefined;
    for (const loop of this.#loops.values()) loop.force(error);
  }
}

/** What a running loop depends on. Where targets come from is not part of it, nor is what they carry themselves. */
function settingsOf(job: JobConfig): string {
  return JSON.stringify(job, (name, value: unknown) =>
    ['staticConfigs', 'fileDiscoveries', 'pattern'].includes(name) ? undefined : value,
  );
}
