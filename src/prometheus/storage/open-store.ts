// Opens the storage: the folder's lock, what the log still holds, the housekeeping. The samples are in memory; the log
// is there for the next start.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock, SeriesSamples } from '../model/samples.ts';
import { dataPlaceOf } from './log/data-place.ts';
import { lockHost, takeLock } from '../../locks/index.ts';
import { MemoryCopies } from './log/memory-copies.ts';
import { replay } from './log/replay.ts';
import { SampleLog } from './log/samples.ts';
import { MemoryStore, type MemoryBounds, type SampleSink } from './memory/store.ts';
import type {
  CommitOutcome,
  InsertOutcome,
  OpenOutcome,
  SampleBatch,
  SampleFollower,
  SampleStore,
  StoreOptions,
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

class OpenStore extends MemoryStore implements SampleStore {
  readonly #clock: Clock;
  readonly #housekeepingMs: number;
  #folder: OpenFolder | undefined;
  /** Told of what is stored. */
  #sink: SampleSink | undefined;
  #cancelHousekeeping: (() => void) | undefined;
  #housekeeping: Promise<void> | undefined;
  #closing: Promise<void> | undefined;

  constructor(clock: Clock, bounds: MemoryBounds) {
    super(clock, bounds);
    this.#clock = clock;
    this.#housekeepingMs = Math.min(60_000, bounds.retentionMs / 10);
  }

  /** Begins to drop what expires, and to log what is stored where there is a folder. */
  begin(folder?: OpenFolder): this {
    this.#folder = folder;
    this.#sink = folder?.log;
    this.#cancelHousekeeping = this.#clock.after(this.#housekeepingMs, () => this.#keepHouse());
    return this;
  }

  commit(batch: SampleBatch, { isReport = false }: { readonly isReport?: boolean } = {}): CommitOutcome {
    return this.store(batch, this.#sink, isReport);
  }

  follow(follower: SampleFollower | undefined): void {
    this.#sink = both(this.#folder?.log, follower);
  }

  insert(series: readonly SeriesSamples[]): InsertOutcome {
    return this.storePast(series, this.#folder?.log);
  }

  async flush(): Promise<void> {
    await this.#folder?.log.flush();
  }

  async whenIdle(): Promise<void> {
    await this.#folder?.log.whenIdle();
    await this.#housekeeping;
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    this.#cancelHousekeeping?.();
    if (this.#folder === undefined) return;
    const { log, copies, release } = this.#folder;
    try {
      await log.close();
      await copies.writeLast(log);
    } finally {
      await release();
    }
  }

  #keepHouse(): void {
    this.dropExpired();
    this.#housekeeping = this.#folder?.log.dropExpired();
    this.#cancelHousekeeping = this.#clock.after(this.#housekeepingMs, () => this.#keepHouse());
  }
}

function both(log: SampleSink | undefined, follower: SampleFollower | undefined): SampleSink | undefined {
  if (log === undefined || follower === undefined) return log ?? follower;
  return {
    begin() {
      log.begin();
      follower.begin();
    },
    sample(series, time, values, index) {
      log.sample(series, time, values, index);
      follower.sample(series, time, values, index);
    },
    end() {
      log.end();
      follower.end();
    },
  };
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
  const newStore = (): OpenStore => new OpenStore(clock, { retentionMs, maxSeries, maxSamples });
  if (dataDir === undefined) return { status: 'open', store: newStore().begin() };
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
    const replayed = await replay(dataDir, newStore, clock.now() - retentionMs, log);
    const { store, segments } = replayed;
    const worthBytes = options.checkpointBytes ?? DEFAULT_CHECKPOINT_BYTES;
    const copies = new MemoryCopies({ place, worthBytes, log }, store, replayed.bytes);
    const { segmentBytes } = options;
    const onSegment = (): void => void copies.write(sampleLog);
    const sampleLog = new SampleLog({ place, clock, retentionMs, log, segmentBytes, onSegment }, segments);
    return { status: 'open', store: store.begin({ log: sampleLog, copies, release }) };
  } catch (error) {
    await release?.();
    if (!(error instanceof Error && 'code' in error)) throw error;
    return { status: 'failed', message: `the data folder ${dataDir} cannot be used: ${error.message}` };
  }
}
