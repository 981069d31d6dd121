// Targets from files (file_sd_configs), read again when a file changes and at each refresh interval.
import { watch, type FSWatcher } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import { findFiles } from '../../files/pattern.ts';
import { readRegularText } from '../../files/index.ts';
import { parseTargetFile, type FileDiscovery, type TargetGroup } from '../config/index.ts';
import type { Clock } from '../model/samples.ts';

/** Editors write a file in several steps: wait for the last one. */
const SETTLE_MS = 100;

export interface FileDiscoveryOptions {
  readonly discovery: FileDiscovery;
  /** Where relative patterns start. */
  readonly baseDir: string;
  readonly clock: Clock;
  readonly log: (line: string) => void;
  /** Called when the targets may have changed. */
  readonly onChange: () => void;
}

/** A source for each discovery of a job or of some Alertmanagers, not started yet. */
export function fileSources(
  discoveries: readonly FileDiscovery[],
  options: Omit<FileDiscoveryOptions, 'discovery'>,
): FileDiscoverySource[] {
  return discoveries.map((discovery) => new FileDiscoverySource({ ...options, discovery }));
}

export class FileDiscoverySource {
  readonly #options: FileDiscoveryOptions;
  #watchers: FSWatcher[] = [];
  readonly #unwatched = new Set<string>();
  #groups = new Map<string, readonly TargetGroup[]>();
  #cancelRefresh: (() => void) | undefined;
  #cancelSettle: (() => void) | undefined;
  #isStopped = false;
  #refreshing: Promise<void> = Promise.resolve();

  constructor(options: FileDiscoveryOptions) {
    this.#options = options;
  }

  get groups(): readonly TargetGroup[] {
    return [...this.#groups.values()].flat();
  }

  /** Reads the files once and keeps watching them. */
  async start(): Promise<void> {
    this.#watchAll();
    await this.#read();
    this.#schedule();
  }

  stop(): void {
    this.#isStopped = true;
    this.#cancelRefresh?.();
    this.#cancelSettle?.();
    for (const watcher of this.#watchers) watcher.close();
  }

  /** Resolves when no refresh is under way. */
  whenIdle(): Promise<void> {
    return this.#refreshing;
  }

  /** Watches the folders as they are now: one that has come, or was replaced, is not the one that was watched before. */
  #watchAll(): void {
    if (this.#isStopped) return;
    for (const watcher of this.#watchers) watcher.close();
    const { discovery, baseDir } = this.#options;
    const dirs = new Set(discovery.files.map((pattern) => dirname(absolute(pattern, baseDir))));
    this.#watchers = [...dirs].flatMap((dir) => this.#watch(dir) ?? []);
  }

  #watch(dir: string): FSWatcher | undefined {
    try {
      const watcher = watch(dir, { persistent: false }, () => this.#changed());
      watcher.on('error', () => watcher.close());
      this.#unwatched.delete(dir);
      return watcher;
    } catch (error) {
      // The refresh interval still finds it. Said once, not at each of them.
      if (!this.#unwatched.has(dir))
        this.#options.log(`file_sd_configs: ${dir} cannot be watched: ${String(error)}`);
      this.#unwatched.add(dir);
      return undefined;
    }
  }

  #changed(): void {
    this.#cancelSettle?.();
    this.#cancelSettle = this.#options.clock.after(SETTLE_MS, () => {
      this.#refreshing = this.#refresh();
    });
  }

  #schedule(): void {
    if (this.#isStopped) return;
    this.#cancelRefresh = this.#options.clock.after(this.#options.discovery.refreshIntervalMs, () => {
      this.#watchAll();
      this.#refreshing = this.#refresh().then(() => this.#schedule());
    });
  }

  async #refresh(): Promise<void> {
    await this.#read();
    if (!this.#isStopped) this.#options.onChange();
  }

  async #read(): Promise<void> {
    const groups = new Map<string, readonly TargetGroup[]>();
    for (const path of await this.#paths()) {
      const before = this.#groups.get(path) ?? [];
      groups.set(path, (await this.#readFile(path)) ?? before);
    }
    this.#groups = groups;
  }

  /** Undefined where the file cannot be used: its old targets stay, as in Prometheus. */
  async #readFile(path: string): Promise<readonly TargetGroup[] | undefined> {
    let text: string;
    try {
      text = await readRegularText(path);
    } catch (error) {
      this.#options.log(`file_sd_configs: ${String(error)}`);
      return undefined;
    }
    const outcome = parseTargetFile(text, path);
    if (outcome.status === 'error') {
      this.#options.log(`file_sd_configs: ${outcome.message}`);
      return undefined;
    }
    return outcome.groups.map(({ targets, labels }) => ({
      targets,
      labels: { ...labels, __meta_filepath: path },
    }));
  }

  async #paths(): Promise<readonly string[]> {
    const { discovery, baseDir, log } = this.#options;
    const paths = new Set<string>();
    for (const pattern of discovery.files) {
      try {
        for (const path of await findFiles(pattern, baseDir)) paths.add(path);
      } catch (error) {
        if (!(error instanceof SyntaxError)) throw error;
        // As in Prometheus, such a pattern finds nothing, and the others continue.
        log(`file_sd_configs: the pattern ${pattern}: ${error.message}`);
      }
    }
    return [...paths].toSorted();
  }
}

function absolute(pattern: string, baseDir: string): string {
  return isAbsolute(pattern) ? pattern : join(baseDir, pattern);
}
