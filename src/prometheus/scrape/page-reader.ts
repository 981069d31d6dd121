// Reads the pages of one target into columns. It remembers each series text it has seen, so that a page like the one
// before costs one look-up a line and no parsing of labels.
import {
  chooseFormat,
  parseSeries,
  scanExposition,
  type ExpositionFormat,
  type ExpositionSink,
  type MetricType,
} from '../../exposition/index.ts';
import type { JobConfig, ScrapeProtocol } from '../config/index.ts';
import type { TargetMetadata } from '../http/backend.ts';
import type { Labels, TimestampMs } from '../model.ts';
import type { SampleStore, SeriesRef } from '../storage/index.ts';
import { detached } from '../storage/interner.ts';
import { PageColumns } from './page-columns.ts';
import { PageMetadata } from './page-metadata.ts';
import { SampleFault, storedLabels } from './sample-labels.ts';

/** What became of a series text: its series, or nothing where a rule drops it. */
interface Known {
  readonly series: SeriesRef | undefined;
  seenAt: number;
}

export type PageOutcome = {
  /** Samples on the page. */
  readonly scraped: number;
  /** Of these, left by metric_relabel_configs. */
  readonly kept: number;
  /** Series that were not on the last good page and are stored. */
  readonly added: number;
} & ({ readonly status: 'ok' } | { readonly status: 'failed'; readonly message: string });

/** What a page that failed did not show may come with the next one; more of it than this is not kept. */
const MAX_UNSEEN = 1_000;

export class PageReader {
  readonly columns = new PageColumns();
  readonly #store: SampleStore;
  readonly #targetLabels: Labels;
  readonly #job: JobConfig;
  readonly #known = new Map<string, Known>();
  #metadata: ReadonlyMap<string, TargetMetadata> = new Map();
  /** Series whose end is marked when they are missing on the next page. */
  readonly #tracked: Map<SeriesRef, number>;
  #page = 0;

  constructor(store: SampleStore, targetLabels: Labels, job: JobConfig, before?: PageReader) {
    this.#store = store;
    this.#targetLabels = targetLabels;
    this.#job = job;
    // The same target under new rules: what the old rules stored ends if the new ones do not go on with it.
    this.#tracked = new Map(before === undefined ? [] : before.#tracked);
    this.#page = before === undefined ? 0 : before.#page;
    if (before !== undefined) this.#metadata = before.#metadata;
  }

  /** What the last good page said of its metrics. */
  get metadata(): readonly TargetMetadata[] {
    return [...this.#metadata.values()];
  }

  /** Fills the columns from a page; on failure the columns hold nothing that may be stored. */
  read(body: string, contentType: string | undefined, scrapedAt: TimestampMs): PageOutcome {
    this.#page++;
    this.columns.clear();
    const format = this.#formatOf(contentType);
    const counts = { scraped: 0, kept: 0, added: 0 };
    if (format.status === 'error') return { ...counts, status: 'failed', message: format.message };
    const metadata = new PageMetadata(this.#metadata);
    const types = new TypeByName();
    const { sampleLimit } = this.#job.limits;
    const sink: ExpositionSink = {
      help: (metric, help) => metadata.describe(metric, { help }),
      unit: (metric, unit) => metadata.describe(metric, { unit }),
      type(metric, type) {
        metadata.describe(metric, { type });
        types.set(metric, type);
      },
      sample: (text, value, timestampMs) => {
        counts.scraped++;
        const before = this.#known.get(text);
        const known = before ?? this.#learn(text, format.format, types);
        known.seenAt = this.#page;
        if (known.series !== undefined) counts.kept++;
        // The count goes on beyond the limit, for the report; nothing else does.
        if (sampleLimit > 0 && counts.kept > sampleLimit) return;
        if (before === undefined) this.#known.set(detached(text), known);
        if (known.series === undefined) return;
        if (before === undefined) counts.added++;
        const isOwnTime = timestampMs !== undefined && this.#job.honorTimestamps;
        this.columns.add(known.series, isOwnTime ? timestampMs : scrapedAt, value);
        if (!isOwnTime || this.#job.trackTimestampsStaleness) this.#tracked.set(known.series, this.#page);
      },
    };
    const failure =
      this.#scan(body, format.format, sink) ??
      (sampleLimit > 0 && counts.kept > sampleLimit ? 'sample limit exceeded' : undefined);
    this.#forgetUnseen(failure === undefined ? 0 : MAX_UNSEEN);
    if (failure !== undefined) return { ...counts, status: 'failed', message: failure };
    this.#metadata = metadata.finished();
    return { ...counts, status: 'ok' };
  }

  /** After a good page: adds the end marker of every series that was on the page before and is not on this one. */
  markGone(at: TimestampMs): void {
    for (const [series, page] of this.#tracked) {
      if (page === this.#page) continue;
      this.columns.addStale(series, at);
      this.#tracked.delete(series);
    }
  }

  /** After a failed scrape, or for a target that is no more: nothing but end markers. */
  markAllGone(at: TimestampMs): void {
    this.columns.clear();
    for (const series of this.#tracked.keys()) this.columns.addStale(series, at);
    this.#tracked.clear();
  }

  #learn(text: string, format: ExpositionFormat, types: TypeByName): Known {
    const parsed = parseSeries(text, format);
    const labels = storedLabels(parsed, types.of(parsed.name), this.#targetLabels, this.#job);
    return { series: labels === undefined ? undefined : this.#store.ref(labels), seenAt: this.#page };
  }

  #scan(body: string, format: ExpositionFormat, sink: ExpositionSink): string | undefined {
    try {
      const outcome = scanExposition(body, format, sink);
      return outcome.status === 'ok' ? undefined : `line ${outcome.line}: ${outcome.message}`;
    } catch (error) {
      if (error instanceof SampleFault) return error.message;
      throw error;
    }
  }

  #formatOf(contentType: string | undefined): ReturnType<typeof chooseFormat> {
    const choice = chooseFormat(contentType);
    const fallback = this.#job.fallbackScrapeProtocol;
    if (choice.status === 'ok' || fallback === undefined) return choice;
    return { status: 'ok', format: formatOfProtocol(fallback) };
  }

  /** Forgets the texts that this page did not have, where they are more than `allowed`. */
  #forgetUnseen(allowed: number): void {
    let unseen = 0;
    for (const { seenAt } of this.#known.values()) if (seenAt !== this.#page) unseen++;
    if (unseen <= allowed) return;
    for (const [text, { seenAt }] of this.#known) if (seenAt !== this.#page) this.#known.delete(text);
  }
}

function formatOfProtocol(protocol: ScrapeProtocol): ExpositionFormat {
  return protocol.startsWith('OpenMetrics') ? 'openmetrics' : 'text';
}

/** The declared type of the family that a sample name belongs to. */
class TypeByName {
  readonly #types = new Map<string, MetricType>();

  set(family: string, type: MetricType): void {
    this.#types.set(family, type);
  }

  of(sampleName: string): MetricType {
    const base = sampleName.endsWith('_bucket') ? sampleName.slice(0, -'_bucket'.length) : sampleName;
    return this.#types.get(base) ?? this.#types.get(sampleName) ?? 'unknown';
  }
}
