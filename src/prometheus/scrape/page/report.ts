// The five series that say how a scrape went.
import type { Labels, TimestampMs } from '../../model/samples.ts';
import type { SampleStore, SeriesRef } from '../../storage/index.ts';
import { PageColumns } from './columns.ts';
import { reportLabels } from './sample-labels.ts';

export interface ScrapeReport {
  readonly isUp: boolean;
  readonly durationSeconds: number;
  readonly scraped: number;
  readonly kept: number;
  readonly added: number;
}

/** Writes the reports of one target. */
export class ReportWriter {
  readonly #store: SampleStore;
  readonly #series: readonly SeriesRef[];
  readonly #columns = new PageColumns();

  constructor(store: SampleStore, targetLabels: Labels) {
    this.#store = store;
    this.#series = [
      'up',
      'scrape_duration_seconds',
      'scrape_samples_scraped',
      'scrape_samples_post_metric_relabeling',
      'scrape_series_added',
    ].map((name) => store.ref(reportLabels(name, targetLabels)));
  }

  write(at: TimestampMs, { isUp, durationSeconds, scraped, kept, added }: ScrapeReport): void {
    const values = [isUp ? 1 : 0, durationSeconds, scraped, kept, added];
    this.#columns.clear();
    for (const [i, series] of this.#series.entries()) this.#columns.add(series, at, values[i] ?? 0);
    this.#store.commit(this.#columns, { isReport: true });
  }

  /** The target is gone. */
  writeEnd(at: TimestampMs): void {
    this.#columns.clear();
    for (const series of this.#series) this.#columns.addStale(series, at);
    this.#store.commit(this.#columns, { isReport: true });
  }
}
