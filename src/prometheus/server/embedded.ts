// What the embedded server is started with, what it is then, and why it may not start.
import type { Clock, SeriesSamples, TimestampMs } from '../model/samples.ts';
import type { InsertOutcome } from '../storage/index.ts';

export interface EmbeddedOptions {
  /** Absolute path of prometheus.yml. */
  readonly configFile: string;
  /** Folder for the append-only sample log. Absent: samples live in memory only. */
  readonly dataDir?: string;
  /** TCP port; 0 takes a free one. */
  readonly port: number;
  /** IP address to listen on; `0.0.0.0` and `::` are all of this machine. @default 127.0.0.1 */
  readonly listenAddress?: string;
  /** Names, in lower case and without a port, that requests may come under besides those of the loopback and the address
   * that it listens on. @default none */
  readonly allowedHosts?: readonly string[];
  /** For a server in the thread of its owner. @default the machine's clock, or one that starts at `clockStartMs` */
  readonly clock?: Clock;
  /** Where a clock of the server's own stands at first, which only {@link EmbeddedServer.advance} moves. */
  readonly clockStartMs?: TimestampMs;
  /** Gives up a start in a thread; afterwards it has no effect. @default nothing does */
  readonly signal?: AbortSignal;
  /** One line of log. @default nothing */
  readonly log?: (line: string) => void;
  /** The built `worker.ts`, for a thread of the server's own and others for its queries, so that no query holds up its
   * owner, a scrape or another query.
   * @default all of it runs in the thread of its owner */
  readonly workerFile?: string;
  /** Told in one sentence that the server's thread died, or no longer answered, and was replaced. @default nothing */
  readonly onReplaced?: (sentence: string) => void;
}

export type EmbeddedReload =
  { readonly status: 'reloaded' } | { readonly status: 'rejected'; readonly message: string };

export interface EmbeddedServer {
  /** `http://127.0.0.1:9090` */
  readonly url: string;
  /** Resolves with the reason when it has ended by itself and is not replaced any more; or was stopped. */
  readonly died: Promise<string>;
  reload(): Promise<EmbeddedReload>;
  /** Resolves when no scrape is under way. On a manual clock, also when each scrape is waiting for the clock alone. */
  whenIdle(): Promise<void>;
  /**
   * Moves the server's own clock forward. Scrapes, their timeouts, rules, file discovery and retention happen on it, each
   * at its own time; resolves when all of them are done. A scrape under way is awaited in real time, up to its timeout.
   * Rejects on a clock that runs by itself.
   */
  advance(byMs: number): Promise<void>;
  /**
   * Stores samples of the past, each series in order of time. They may be older than those that a series has: of two at
   * one moment the one that is there stays. All of it is stored, but for what is older than the retention, or nothing.
   */
  loadHistory(series: readonly SeriesSamples[]): Promise<InsertOutcome>;
  /** Ends scraping, flushes the log, closes the port. Safe to call twice. */
  stop(): Promise<void>;
}

/** Why the server could not start; the message says what to fix. */
export class EmbeddedStartError extends Error {
  override readonly name = 'EmbeddedStartError';
  readonly code:
    'bad-config' | 'port-taken' | 'port-refused' | 'no-such-address' | 'data-locked' | 'data-unusable';

  constructor(code: EmbeddedStartError['code'], message: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
  }
}
