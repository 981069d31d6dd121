// One target, scraped again and again: at once when it is new, then in its own slot of each interval.
import type { JobConfig } from '../../config/index.ts';
import type { ActiveTargetView } from '../model/target-view.ts';
import { isManualClock } from '../../model/clock.ts';
import type { TimestampMs } from '../../model/samples.ts';
import { formatDuration } from '../../../durations.ts';
import type { CommitOutcome } from '../../storage/index.ts';
import { scrapeHeaders } from '../fetch/accept.ts';
import type { FetchPage } from '../fetch/page.ts';
import type { ScraperOptions } from '../model/options.ts';
import { MOST_EXEMPLARS_OF_PAGE } from '../page/exemplars.ts';
import { PageReader, type PageOutcome } from '../page/reader.ts';
import { ReportWriter } from '../page/report.ts';
import { Patience } from './patience.ts';
import { nextSlot, offsetOf } from '../../model/schedule.ts';
import type { Target } from './definition.ts';

/** A timer may fire this much late and the sample still gets the time of its slot, as in Prometheus. */
const TOLERANCE_MS = 2;

export interface LoopOptions extends Required<ScraperOptions> {
  readonly fetchPage: FetchPage;
}

interface LastScrape {
  readonly at: TimestampMs;
  readonly durationSeconds: number;
  readonly error: string;
}

export class TargetLoop {
  readonly target: Target;
  readonly #job: JobConfig;
  readonly #options: LoopOptions;
  readonly #reader: PageReader;
  readonly #report: ReportWriter;
  readonly #stopping = new AbortController();
  readonly #patience: Patience;
  /** Whether the clock has reached the timeout of the scrape under way. */
  #isTimedOut = false;
  #forcedError: string | undefined;
  #last: LastScrape | undefined;
  #isDropping = false;
  #isCutting = false;
  #cancelTimer: (() => void) | undefined;
  #scraping: Promise<void> | undefined;

  /** @param before a loop of the same labels that this one takes over: its series continue. It must be stopped. */
  constructor(target: Target, job: JobConfig, options: LoopOptions, before?: TargetLoop) {
    this.target = target;
    const [reader, last] = before === undefined ? [undefined, undefined] : [before.#reader, before.#last];
    this.#job = job;
    this.#options = options;
    this.#reader = new PageReader(options.store, target.labels, job, reader);
    this.#report = new ReportWriter(options.store, target.labels);
    this.#patience = new Patience(target.timeoutMs);
    this.#last = last;
  }

  /** Scrapes now, and continues. */
  start(): void {
    this.#scrapeAt(this.#options.clock.now(), this.target.intervalMs / 2);
  }

  /** Ends without a trace, as when the server ends or another loop takes over. Resolves when nothing is under way. */
  async stop(): Promise<void> {
    this.#stopping.abort(new Error('the target is no longer scraped'));
    this.#cancelTimer?.();
    await this.#scraping;
  }

  /** The target is gone: writes stale markers for its series. Call after {@link stop}. */
  markEnd(): void {
    const at = this.#timeFor(this.#options.clock.now());
    this.#reader.markAllGone(at);
    this.#options.store.commit(this.#reader.columns, { isReport: true });
    this.#report.writeEnd(at);
  }

  /** Makes every scrape fail with a sentence (a limit of the whole pool); undefined lets them be. */
  force(error: string | undefined): void {
    this.#forcedError = error;
  }

  /** Resolves when no scrape is under way, or on a manual clock, when the one under way can only wait for the clock. */
  async whenIdle(): Promise<void> {
    const isBoundToEnd =
      !isManualClock(this.#options.clock) || this.#isTimedOut || this.#stopping.signal.aborted;
    if (isBoundToEnd) await this.#scraping;
    else if (this.#scraping !== undefined) await Promise.race([this.#scraping, this.#patience.whenOver()]);
  }

  view(): ActiveTargetView {
    const { target } = this;
    const last = this.#last;
    return {
      scrapePool: this.#job.jobName,
      scrapeUrl: target.url,
      labels: target.labels,
      discoveredLabels: target.discoveredLabels,
      health: last === undefined ? 'unknown' : last.error === '' ? 'up' : 'down',
      lastError: last?.error ?? '',
      ...(last === undefined ? {} : { lastScrapeMs: last.at }),
      lastScrapeDurationSeconds: last?.durationSeconds ?? 0,
      scrapeInterval: formatDuration(target.intervalMs),
      scrapeTimeout: formatDuration(target.timeoutMs),
      metadata: this.#reader.metadata,
    };
  }

  #scrapeAt(at: TimestampMs, gapMs: number): void {
    this.#scraping = this.#scrapeAndPlan(at, gapMs);
  }

  async #scrapeAndPlan(at: TimestampMs, gapMs: number): Promise<void> {
    const { clock } = this.#options;
    await this.#scrape(at);
    this.#scraping = undefined;
    if (this.#stopping.signal.aborted) return;
    const now = clock.now();
    const { key, intervalMs } = this.target;
    const slot = nextSlot(now, intervalMs, offsetOf(key, intervalMs), gapMs - Math.max(now - at, 0));
    this.#cancelTimer = clock.after(slot - now, () => {
      const late = clock.now() - slot;
      this.#scrapeAt(late >= 0 && late <= TOLERANCE_MS ? slot : clock.now(), 0);
    });
  }

  async #scrape(scheduledAt: TimestampMs): Promise<void> {
    const elapsedMs = this.#startStopwatch();
    const at = this.#timeFor(scheduledAt);
    this.#isTimedOut = false;
    this.#patience.begin();
    const page = await this.#fetch();
    this.#patience.end(!this.#isTimedOut);
    // A page that arrives after its loop has ended is dropped.
    if (this.#stopping.signal.aborted) return;
    let outcome: PageOutcome = { status: 'failed', message: '', scraped: 0, kept: 0, added: 0 };
    if (page.status === 'failed') outcome = { ...outcome, message: page.message };
    else outcome = this.#read(page.body, page.contentType, at);
    if (outcome.status === 'failed') {
      this.#reader.markAllGone(at);
      this.#options.store.commit(this.#reader.columns, { isReport: true });
    }
    const durationSeconds = elapsedMs() / 1000;
    this.#last = { at, durationSeconds, error: outcome.status === 'failed' ? outcome.message : '' };
    this.#report.write(at, { ...outcome, isUp: outcome.status === 'ok', durationSeconds });
  }

  /** How long the scrape has taken. On a manual clock it is the time that passed on it, or the real time if that is more. */
  #startStopwatch(): () => number {
    const { clock, stopwatch } = this.#options;
    const [startedAt, startedMs] = [stopwatch(), clock.now()];
    return () => {
      const elapsedMs = stopwatch() - startedAt;
      if (!isManualClock(clock)) return elapsedMs;
      const passedMs = clock.now() - startedMs;
      return this.#isTimedOut ? passedMs : Math.max(elapsedMs, passedMs);
    };
  }

  #read(body: Buffer, contentType: string | undefined, at: TimestampMs): PageOutcome {
    const outcome = this.#reader.read(body, contentType, at);
    if (outcome.status === 'failed') return outcome;
    this.#reader.markGone(at);
    const commit = this.#options.store.commit(this.#reader.columns);
    if (commit.status === 'full')
      return { ...outcome, kept: 0, added: 0, status: 'failed', message: commit.message };
    const { exemplars } = this.#reader;
    for (const { series, exemplar } of exemplars) this.#options.onExemplar(series, exemplar);
    this.#tellCut(exemplars.isCut);
    exemplars.clear();
    this.#tellDropped(commit);
    return outcome;
  }

  async #fetch() {
    const { clock, fetchPage } = this.#options;
    if (this.#forcedError !== undefined) return { status: 'failed' as const, message: this.#forcedError };
    const deadline = new AbortController();
    const cancelDeadline = clock.after(this.target.timeoutMs, () => {
      this.#isTimedOut = true;
      deadline.abort(new DOMException('the scrape timeout has passed', 'TimeoutError'));
    });
    const request = {
      url: this.target.url,
      headers: scrapeHeaders(this.#job, this.target.timeoutMs),
      followRedirects: this.#job.followRedirects,
      bodySizeLimit: this.#job.limits.bodySizeLimit,
    };
    try {
      return await fetchPage(request, AbortSignal.any([deadline.signal, this.#stopping.signal]));
    } finally {
      cancelDeadline();
    }
  }

  /** Two scrapes of one target in the same millisecond would collide. */
  #timeFor(wanted: TimestampMs): TimestampMs {
    return this.#last?.at === wanted ? wanted + 1 : wanted;
  }

  #tellCut(isCut: boolean): void {
    if (isCut && !this.#isCutting)
      this.#options.log(
        `${this.target.url}: the page has more than ${MOST_EXEMPLARS_OF_PAGE} exemplars: the embedded server reads those that come first`,
      );
    this.#isCutting = isCut;
  }

  #tellDropped(commit: CommitOutcome & { readonly status: 'stored' }): void {
    const dropped = commit.outOfOrder + commit.duplicates + commit.outOfBounds;
    if (dropped > 0 && !this.#isDropping) {
      this.#options.log(
        `${this.target.url}: samples left out: ${commit.outOfOrder} older than the last one of their series, ` +
          `${commit.duplicates} with another value for the same time, ${commit.outOfBounds} too old or too far ahead`,
      );
    }
    this.#isDropping = dropped > 0;
  }
}
