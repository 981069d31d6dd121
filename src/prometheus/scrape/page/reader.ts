// Reads the pages of one target into columns. It remembers each series text it has seen, so that a page like the one
// before costs one comparison a line: no string is made, and no label parsed.
import {
  chooseFormat,
  parseSeries,
  scanPage,
  type ExpositionFormat,
  type ExpositionSink,
  type MetricType,
} from '../../../exposition/index.ts';
import type { JobConfig, ScrapeProtocol } from '../../config/index.ts';
import type { TargetMetadata } from '../model/target-view.ts';
import type { Labels, TimestampMs } from '../../model/samples.ts';
import { exemplarLabels, type SampleStore, type SeriesRef } from '../../storage/index.ts';
import { PageExemplars } from './exemplars.ts';
import { KnownSeries } from './known-series.ts';
import { PageColumns } from './columns.ts';
import { PageMetadata } from './metadata.ts';
import { PlainExemplar } from './plain-exemplar.ts';
import { PlainSample } from './plain-sample.ts';
import { SampleFault, storedLabels } from './sample-labels.ts';

export type PageOutcome = {
  /** Samples on the page. */
  readonly scraped: number;
  /** Of these, left by metric_relabel_configs. */
  readonly kept: number;
  /** Series that were not on the last good page and are stored. */
  readonly added: number;
} & ({ readonly status: 'ok' } | { readonly status: 'failed'; readonly message: string });

const NEWLINE = 0x0a;

/** What a page that failed did not show may come with the next one; more of it than this is not kept. */
const MAX_UNSEEN = 1_000;

export class PageReader {
  readonly columns = new PageColumns();
  /** Those of the page that was read last, if it was good: to be stored, and cleared. */
  readonly exemplars = new PageExemplars();
  readonly #store: SampleStore;
  readonly #targetLabels: Labels;
  readonly #job: JobConfig;
  #known = new KnownSeries();
  readonly #plain = new PlainSample();
  readonly #plainExemplar = new PlainExemplar();
  #metadata: ReadonlyMap<string, TargetMetadata> = new Map();
  /** Series of the last good page whose end is marked when they are missing on the next one. */
  #tracked: readonly SeriesRef[];
  #nextTracked: SeriesRef[] = [];
  #page = 0;
  #lastGoodPage = 0;

  constructor(store: SampleStore, targetLabels: Labels, job: JobConfig, before?: PageReader) {
    this.#store = store;
    this.#targetLabels = targetLabels;
    this.#job = job;
    // The same target under new rules: what the old rules stored ends if the new ones do not continue with it.
    this.#tracked = before === undefined ? [] : before.#tracked;
    if (before !== undefined) this.#metadata = before.#metadata;
  }

  /** What the last good page said of its metrics. */
  get metadata(): readonly TargetMetadata[] {
    return [...this.#metadata.values()];
  }

  /** Fills the columns from a page in UTF-8; on failure the columns hold nothing that may be stored. */
  read(body: Buffer, contentType: string | undefined, scrapedAt: TimestampMs): PageOutcome {
    this.#page++;
    this.columns.clear();
    this.exemplars.clear();
    this.#nextTracked = [];
    const choice = this.#formatOf(contentType);
    const counts = { scraped: 0, kept: 0, added: 0 };
    if (choice.status === 'error') return { ...counts, status: 'failed', message: choice.message };
    const { format } = choice;
    const metadata = new PageMetadata(this.#metadata);
    const types = new TypeByName();
    const known = this.#known;
    const { sampleLimit } = this.#job.limits;
    const isUnderLimit = (): boolean => sampleLimit === 0 || counts.kept <= sampleLimit;
    let last = 0;
    let seen = 0;
    /** The series of the line that is scanned, if its sample is stored. */
    let sampled: SeriesRef | undefined;
    const take = (entry: number, value: number, timestampMs: number | undefined): void => {
      if (known.seenAt[entry] !== this.#page) {
        known.seenAt[entry] = this.#page;
        seen++;
      }
      last = entry;
      const series = known.series[entry];
      if (series === undefined) return;
      const isOwnTime = timestampMs !== undefined && this.#job.honorTimestamps;
      this.columns.add(series, isOwnTime ? timestampMs : scrapedAt, value);
      if (!isOwnTime || this.#job.trackTimestampsStaleness) this.#nextTracked.push(series);
    };
    const sink: ExpositionSink = {
      help: (metric, help) => metadata.describe(metric, { help }),
      unit: (metric, unit) => metadata.describe(metric, { unit }),
      type(metric, type) {
        metadata.describe(metric, { type });
        types.set(metric, type);
      },
      skim: (start) => {
        const entry = known.followerOf(last);
        if (entry === 0 || !this.#isLive(entry)) return -1;
        const end = known.endAt(entry, body, start);
        const plain = this.#plain;
        const exemplar = this.#plainExemplar;
        const rest = end === -1 ? -1 : plain.read(body, end, format);
        if (rest === -1) return -1;
        const hasExemplar = body[rest] !== NEWLINE;
        const next = hasExemplar ? exemplar.read(body, rest) : rest + 1;
        if (next === -1) return -1;
        counts.scraped++;
        const series = known.series[entry];
        if (series !== undefined) counts.kept++;
        if (!isUnderLimit()) return next;
        take(entry, plain.value, plain.timestampMs);
        if (hasExemplar && series !== undefined)
          this.exemplars.add(series, exemplar, this.columns.lastTimestampMs, () => exemplar.labels(body));
        return next;
      },
      sample: (text, value, timestampMs) => {
        counts.scraped++;
        sampled = undefined;
        const bytes = Buffer.from(text);
        let entry = known.find(bytes);
        const isNew = entry === 0 || !this.#isLive(entry);
        const series = isNew ? this.#learn(text, format, types) : known.series[entry];
        if (series !== undefined) counts.kept++;
        // The count continues beyond the limit, for the report; nothing else does.
        if (!isUnderLimit()) return;
        if (entry === 0) entry = known.add(bytes, series);
        else known.series[entry] = series;
        if (isNew && series !== undefined) counts.added++;
        known.follow(last, entry);
        take(entry, value, timestampMs);
        sampled = series;
      },
      exemplar: (written) => {
        if (sampled === undefined) return;
        this.exemplars.add(sampled, written, this.columns.lastTimestampMs, () =>
          exemplarLabels(written.labels),
        );
      },
    };
    const failure = this.#scan(body, format, sink) ?? (isUnderLimit() ? undefined : 'sample limit exceeded');
    const mayStay = failure === undefined ? Math.max(MAX_UNSEEN, known.size / 4) : MAX_UNSEEN;
    if (known.size - seen > mayStay) this.#known = known.seenOn(this.#page);
    if (failure !== undefined) {
      this.exemplars.clear();
      return { ...counts, status: 'failed', message: failure };
    }
    this.#metadata = metadata.finished();
    this.#lastGoodPage = this.#page;
    return { ...counts, status: 'ok' };
  }

  /** After a good page: adds the end marker of every series that was on the page before and is not on this one. */
  markGone(at: TimestampMs): void {
    const now = this.#nextTracked;
    const isSame = (series: SeriesRef, i: number): boolean => series === now[i];
    if (!this.#tracked.every(isSame)) {
      const present = new Set(now);
      for (const series of this.#tracked) if (!present.has(series)) this.columns.addStale(series, at);
    }
    this.#tracked = now;
  }

  /** After a failed scrape, or for a target that is gone: only stale markers. */
  markAllGone(at: TimestampMs): void {
    this.columns.clear();
    for (const series of this.#tracked) this.columns.addStale(series, at);
    this.#tracked = [];
  }

  /** Whether what became of a text still holds: one that a good page did not show begins again. */
  #isLive(entry: number): boolean {
    return (this.#known.seenAt[entry] ?? 0) >= this.#lastGoodPage;
  }

  /** The series of a text; undefined where a rule drops it. */
  #learn(text: string, format: ExpositionFormat, types: TypeByName): SeriesRef | undefined {
    const parsed = parseSeries(text, format);
    const labels = storedLabels(parsed, types.of(parsed.name), this.#targetLabels, this.#job);
    return labels === undefined ? undefined : this.#store.ref(labels);
  }

  #scan(body: Buffer, format: ExpositionFormat, sink: ExpositionSink): string | undefined {
    try {
      const outcome = scanPage(body, format, sink);
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
