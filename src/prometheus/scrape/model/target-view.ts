// How the scraper describes its targets.
import type { Labels, TimestampMs } from '../../model/samples.ts';

export interface TargetMetadata {
  readonly metric: string;
  readonly type: string;
  readonly help: string;
  readonly unit: string;
}

export interface ActiveTargetView {
  readonly scrapePool: string;
  readonly scrapeUrl: string;
  readonly labels: Labels;
  readonly discoveredLabels: Labels;
  readonly health: 'up' | 'down' | 'unknown';
  readonly lastError: string;
  /** Absent before the first scrape. */
  readonly lastScrapeMs?: TimestampMs;
  readonly lastScrapeDurationSeconds: number;
  /** As the configuration writes them: `15s`. */
  readonly scrapeInterval: string;
  readonly scrapeTimeout: string;
  readonly metadata: readonly TargetMetadata[];
}

export interface DroppedTargetView {
  readonly scrapePool: string;
  readonly discoveredLabels: Labels;
}

/** What is scraped now. */
export interface TargetSource {
  scrapePools(): readonly string[];
  active(): readonly ActiveTargetView[];
  dropped(): readonly DroppedTargetView[];
}
