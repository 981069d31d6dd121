// All that is scraped: one pool for each job, kept in step with the configuration.
import type { Config } from '../config/index.ts';
import type { ActiveTargetView, DroppedTargetView, TargetSource } from './model/target-view.ts';
import { fetchOverHttp } from './fetch/http.ts';
import type { ScraperOptions } from './model/options.ts';
import { Room } from '../discovery/room.ts';
import { MAX_TARGETS, ScrapePool } from './targets/pool.ts';
import type { LoopOptions } from './targets/loop.ts';

/** Scrapes the targets of a configuration into a store. It does nothing before the first {@link Scraper.applyConfig}. */
export class Scraper implements TargetSource {
  readonly #options: LoopOptions;
  readonly #pools = new Map<string, ScrapePool>();
  readonly #room = new Room(MAX_TARGETS);
  /** Configurations are applied one after the other. */
  #applying: Promise<void> = Promise.resolve();
  #isStopped = false;

  constructor({
    store,
    clock,
    log = () => undefined,
    onExemplar = () => undefined,
    fetchPage = fetchOverHttp,
    stopwatch = () => performance.now(),
  }: ScraperOptions) {
    this.#options = { store, clock, log, onExemplar, fetchPage, stopwatch };
  }

  /**
   * Brings the pools in line with a configuration. A new target is scraped at once, one that has not changed continues
   * undisturbed, one that is gone ends. Resolves when every target that is known has been started.
   */
  applyConfig(config: Config): Promise<void> {
    this.#applying = this.#applying.then(() => (this.#isStopped ? undefined : this.#apply(config)));
    return this.#applying;
  }

  scrapePools(): readonly string[] {
    return [...this.#pools.keys()];
  }

  active(): readonly ActiveTargetView[] {
    return Array.from(this.#pools.values(), (pool) => pool.active()).flat();
  }

  dropped(): readonly DroppedTargetView[] {
    return Array.from(this.#pools.values(), (pool) => pool.dropped()).flat();
  }

  /**
   * Resolves when no scrape is under way: what a manual clock waits for between its steps. On a manual clock also when
   * those under way have been awaited long enough: they end when the clock reaches their timeout.
   */
  async whenIdle(): Promise<void> {
    await this.#applying;
    await Promise.all(Array.from(this.#pools.values(), (pool) => pool.whenIdle()));
  }

  /** Ends every loop; the series stay open, since the server may start again where it was. Safe to call twice. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#applying;
    const pools = [...this.#pools.values()];
    this.#pools.clear();
    await Promise.all(pools.map((pool) => pool.stop(false)));
  }

  async #apply(config: Config): Promise<void> {
    const jobs = [...config.jobs, ...config.includedJobs];
    const names = new Set(jobs.map(({ jobName }) => jobName));
    const gone = [...this.#pools].filter(([name]) => !names.has(name));
    for (const [name] of gone) this.#pools.delete(name);
    await Promise.all(gone.map(([, pool]) => pool.stop(true)));
    await Promise.all(
      jobs.map((job) => {
        const known = this.#pools.get(job.jobName);
        if (known !== undefined) return known.reconfigure(job);
        const pool = new ScrapePool(job, config.file, this.#options, this.#room);
        this.#pools.set(job.jobName, pool);
        return pool.start();
      }),
    );
  }
}
