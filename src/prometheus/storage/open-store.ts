// Opens the storage: the folder's lock, what the log still holds, the housekeeping. The samples are in memory; the log
// is there for the next start.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Labels, Matcher, SeriesSamples, TimestampMs, ValueMatcher } from '../model/samples.ts';
import { dataPlaceOf } from './log/data-place.ts';
import { lockHost, takeLock } from '../../locks/index.ts';
import { MemoryCopies } from './log/memory-copies.ts';
import { replay } from './log/replay.ts';
import { SampleLog } from './log/samples.ts';
import type { ChunkList } from './chunks/list.ts';
import { MemoryStore } from './memory/store.ts';
import type {
  CommitOutcome,
  OpenOutcome,
  SampleBatch,
  SampleStore,
  SeriesRef,
  StoredSeries,
  StoreOptions,
  StoreStats,
} from './model/store.ts';

const DEFAULT_RETENTION_MS = 7 * 86_400_000;
const DEFAULT_MAX_SERIES = 100_000;
const DEFAULT_MAX_SAMPLES = 20_000_000;
const DEFAULT_CHECKPOINT_BYTES = 2 ** 20;

/** What a store on a folder has besides its memory. */
interface OpenFolder {
  readonly log: SampleLog;
  readonly copies: MemoryCopies;
  readonly release: () => Promise<void>;
}

class OpenStore implements SampleStore {
  readonly #memory: MemoryStore;
  readonly #log: SampleLog | undefined;
  readonly #copies: MemoryCopies | undefined;
  readonly #release: () => Promise<void>;
  readonly #options: StoreOptions;
  readonly #housekeepingMs: number;
  #cancelHousekeeping: () => void;
  #closing: Promise<void> | undefined;

  constructor(options: StoreOptions, memory: MemoryStore, folder?: OpenFolder) {
    this.#options = options;
    this.#memory = memory;
    this.#log = folder?.log;
    this.#copies = folder?.copies;
    this.#release = folder?.release ?? (() => Promise.resolve());
    this.#housekeepingMs = Math.min(60_000, (options.retentionMs ?? DEFAULT_RETENTION_MS) / 10);
    this.#cancelHousekeeping = options.clock.after(this.#housekeepingMs, () => this.#keepHouse());
  }

  ref(labels: Labels): SeriesRef {
    return this.#memory.ref(labels);
  }

  commit(batch: SampleBatch, { isReport = false }: { readonly isReport?: boolean } = {}): CommitOutcome {
    return this.#memory.commit(batch, this.#log, isReport);
  }

  select(matchers: readonly Matcher[], minT: TimestampMs, maxT: TimestampMs): readonly SeriesSamples[] {
    return this.#memory.select(matchers, minT, maxT);
  }

  find(
    matchers: readonly (Matcher | ValueMatcher)[],
    minT: TimestampMs,
    maxT: TimestampMs,
  ): Iterable<StoredSeries> {
    return this.#memory.find(matchers, minT, maxT);
  }

  list(
    matchers: readonly (Matcher | ValueMatcher)[],
    minT: TimestampMs,
    maxT: TimestampMs,
    out: ChunkList,
  ): Iterable<StoredSeries> {
    return this.#memory.list(matchers, minT, maxT, out);
  }

  keep(): () => void {
    return this.#memory.keep();
  }

  slabsFrom(first: number): readonly SharedArrayBuffer[] {
    return this.#memory.slabsFrom(first);
  }

  series(matchers: readonly Matcher[], minT: TimestampMs, maxT: TimestampMs): Iterable<Labels> {
    return this.#memory.series(matchers, minT, maxT);
  }

  labelNames(matchers: readonly Matcher[], minT: TimestampMs, maxT: TimestampMs): readonly string[] {
    return this.#memory.labelNames(matchers, minT, maxT);
  }

  labelValues(
    name: string,
    matchers: readonly Matcher[],
    minT: TimestampMs,
    maxT: TimestampMs,
  ): readonly string[] {
    return this.#memory.labelValues(name, matchers, minT, maxT);
  }

  labelNameCount(): number {
    return this.#memory.labelNameCount();
  }

  labelValueCount(name: string): number {
    return this.#memory.labelValueCount(name);
  }

  stats(): StoreStats {
    return this.#memory.stats();
  }

  async flush(): Promise<void> {
    await this.#log?.flush();
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    this.#cancelHousekeeping();
    try {
      await this.#log?.close();
      if (this.#log !== undefined) await this.#copies?.writeLast(this.#log);
    } finally {
      await this.#release();
    }
  }

  #keepHouse(): void {
    this.#memory.dropExpired();
    void this.#log?.dropExpired();
    this.#cancelHousekeeping = this.#options.clock.after(this.#housekeepingMs, () => this.#keepHouse());
  }
}

/** Opens a store in memory, on a folder where one is given. Expected failures are outcomes. */
export async function openStore(options: StoreOptions): Promise<OpenOutcome> {
  const {
    clock,
    dataDir,
    retentionMs = DEFAULT_RETENTION_MS,
    maxSeries = DEFAULT_MAX_SERIES,
    maxSamples = DEFAULT_MAX_SAMPLES,
    log = () => undefined,
  } = options;
  const newMemory = (): MemoryStore => new MemoryStore(clock, { retentionMs, maxSeries, maxSamples });
  if (dataDir === undefined) return { status: 'open', store: new OpenStore(options, newMemory()) };
  let release: (() => Promise<void>) | undefined;
  try {
    await mkdir(dataDir, { recursive: true });
    const place = await dataPlaceOf(dataDir);
    const file = join(dataDir, 'lock');
    const outcome = await takeLock({ file, aside: dataDir, host: lockHost() });
    if (outcome.status === 'held') {
      const { pid } = outcome.holder;
      const message = `the data folder ${dataDir} is in use by process ${pid} (if that is no Prometheus of the lab, delete ${file})`;
      return { status: 'locked', pid, message };
    }
    release = outcome.lock.release;
    const replayed = await replay(dataDir, newMemory, clock.now() - retentionMs, log);
    const { store: memory, segments } = replayed;
    const worthBytes = options.checkpointBytes ?? DEFAULT_CHECKPOINT_BYTES;
    const copies = new MemoryCopies({ place, worthBytes, log }, memory, replayed.bytes);
    const { segmentBytes } = options;
    const onSegment = (): void => void copies.write(sampleLog);
    const sampleLog = new SampleLog({ place, clock, retentionMs, log, segmentBytes, onSegment }, segments);
    return { status: 'open', store: new OpenStore(options, memory, { log: sampleLog, copies, release }) };
  } catch (error) {
    await release?.();
    if (!(error instanceof Error && 'code' in error)) throw error;
    return { status: 'failed', message: `the data folder ${dataDir} cannot be used: ${error.message}` };
  }
}
