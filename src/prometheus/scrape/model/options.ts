// The scraper's doors: what it is given and what a scrape of one page comes to.
import type { Clock } from '../../model/samples.ts';
import type { Exemplar } from '../../storage/index.ts';
import type { SampleStore, SeriesRef } from '../../storage/model/store.ts';
import type { FetchPage } from '../fetch/page.ts';

export interface ScraperOptions {
  readonly store: SampleStore;
  readonly clock: Clock;
  /** One line for the operator of the server. @default nothing */
  readonly log?: (line: string) => void;
  /** Told of the exemplars of good pages, after their samples are stored. @default they are left out */
  readonly onExemplar?: (series: SeriesRef, exemplar: Exemplar) => void;
  /** Gets one page. @default HTTP */
  readonly fetchPage?: FetchPage;
  /** A monotonic time in milliseconds, for scrape durations. @default performance.now */
  readonly stopwatch?: () => number;
}
