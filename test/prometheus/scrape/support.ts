// A scraper on a clock that is turned by hand, with pages that are made up: hours of scrapes in a moment.
import { manualClock, type ManualClock } from '../../../src/prometheus/model/clock.ts';
import { parseConfig, type Config } from '../../../src/prometheus/config/index.ts';
import { isStaleAt, type Matcher } from '../../../src/prometheus/model/samples.ts';
import { Scraper, type Page, type PageRequest } from '../../../src/prometheus/scrape/index.ts';
import { openStore, type SampleStore, type StoreOptions } from '../../../src/prometheus/storage/index.ts';

export const NOW = 1_700_000_000_000;
export const STALE = 'stale';

export function config(text: string, file = '/lab/prometheus.yml'): Config {
  const outcome = parseConfig(text, file);
  if (outcome.status === 'error') throw new Error(outcome.message);
  return outcome.config;
}

/** One job `api` on one target, scraped every 10 s. */
export function apiJob(fields = '', targets = '[app:8000]'): Config {
  return config(
    `global: {scrape_interval: 10s}\nscrape_configs:\n- job_name: api\n  static_configs: [{targets: ${targets}}]\n${fields}`,
  );
}

export interface Bench {
  readonly clock: ManualClock;
  readonly store: SampleStore;
  readonly scraper: Scraper;
  readonly requests: PageRequest[];
  readonly lines: string[];
  /** What the target answers from now on: text format, or another page. */
  serve(page: string | Page): void;
  advance(ms: number): Promise<void>;
  /** Applies a configuration and waits for the scrapes that it starts. */
  apply(config: Config): Promise<void>;
  samples(name: string, rest?: Readonly<Record<string, string>>): [number, number | typeof STALE][];
  /** The newest value of a report series of the target `app:8000`. */
  report(name: string, instance?: string): number | typeof STALE | undefined;
  stop(): Promise<void>;
}

export async function bench(options: Partial<StoreOptions> = {}): Promise<Bench> {
  const clock = manualClock(NOW);
  const opened = await openStore({ clock, ...options });
  if (opened.status !== 'open') throw new Error(opened.message);
  const { store } = opened;
  let served: Page = { status: 'ok', body: Buffer.alloc(0), contentType: 'text/plain' };
  const requests: PageRequest[] = [];
  const lines: string[] = [];
  const scraper = new Scraper({
    store,
    clock,
    stopwatch: () => clock.now(),
    log: (line) => lines.push(line),
    fetchPage(request) {
      requests.push(request);
      return Promise.resolve(served);
    },
  });
  const samples: Bench['samples'] = (name, rest = {}) => {
    const matchers: Matcher[] = Object.entries({ __name__: name, ...rest }).map(([label, value]) => ({
      name: label,
      op: '=',
      value,
    }));
    return store
      .select(matchers, 0, NOW * 2)
      .flatMap((series) =>
        Array.from(series.timestamps, (timestamp, i): [number, number | typeof STALE] => [
          timestamp,
          isStaleAt(series.values, i) ? STALE : (series.values[i] ?? Number.NaN),
        ]),
      );
  };
  return {
    clock,
    store,
    scraper,
    requests,
    lines,
    serve(page) {
      served =
        typeof page === 'string'
          ? { status: 'ok', body: Buffer.from(page), contentType: 'text/plain; version=0.0.4' }
          : page;
    },
    advance: (ms) => clock.advance(ms, () => scraper.whenIdle()),
    async apply(wanted) {
      await scraper.applyConfig(wanted);
      await scraper.whenIdle();
    },
    samples,
    report: (name, instance = 'app:8000') => samples(name, { instance }).at(-1)?.[1],
    async stop() {
      await scraper.stop();
      await store.close();
    },
  };
}
