// Assembles the embedded server: configuration, storage, scraper, HTTP. In that order, so that an invalid file or a
// port in use is found before anything is scraped.
import { isManualClock, manualClock, systemClock } from '../model/clock.ts';
import { formatLoadedConfig, loadConfig, type Config } from '../config/index.ts';
import {
  EmbeddedStartError,
  type EmbeddedOptions,
  type EmbeddedReload,
  type EmbeddedServer,
} from './embedded.ts';
import type { ServerControl } from '../http/api/backend.ts';
import { isLoopbackHost } from '../http/transport/guard.ts';
import { startHttpServer, type HttpServer } from '../http/transport/server.ts';
import { RequestCounts } from '../http/endpoints/own-metrics.ts';
import { QUERY_TIMEOUT_MS } from '../http/endpoints/query.ts';
import { allRoutes } from '../http/endpoints/routes.ts';
import type { Clock, TimestampMs } from '../model/samples.ts';
import { formatDuration } from '../../durations.ts';
import { QueryPool } from '../query/pool.ts';
import { Notifier } from '../notifications/index.ts';
import { Scraper } from '../scrape/index.ts';
import { openStore, type SampleStore } from '../storage/index.ts';
import { errorCode } from '../../system/error-code.ts';
import { takeTurns } from '../../turns.ts';

/** The Prometheus whose language and API this server follows, and a mark that it is not that one. */
const VERSION = '3.0.0-ecom-lab';
const RETENTION = '7d';
/** All addresses of this machine. */
const EVERYWHERE: ReadonlySet<string> = new Set(['0.0.0.0', '::']);

/** Starts all of it. With a `workerFile`, queries are evaluated in threads apart. @throws {EmbeddedStartError} */
export async function startServer(options: EmbeddedOptions): Promise<EmbeddedServer> {
  const { log = () => {}, clockStartMs } = options;
  const clock = options.clock ?? (clockStartMs === undefined ? systemClock : manualClock(clockStartMs));
  const loaded = await loadConfig(options.configFile);
  if (loaded.status === 'error') throw new EmbeddedStartError('bad-config', loaded.message);
  for (const warning of loaded.warnings) log(warning);
  const { workerFile } = options;
  // Its first thread loads while the samples are read.
  const queries = workerFile === undefined ? undefined : new QueryPool(workerFile);
  let store: SampleStore;
  try {
    store = await openStorage(options, clock);
  } catch (error) {
    queries?.close();
    throw error;
  }
  const scraper = new Scraper({ store, clock, log });
  const notifier = new Notifier({ clock, log });
  /** Brings all parts in line with a configuration; resolves when all targets that are known have been started. */
  const apply = async (config: Config): Promise<void> => {
    await notifier.applyConfig(config);
    await scraper.applyConfig(config);
  };
  const configuration = new Configuration(options, loaded.config, apply, clock, log);
  const requests = new RequestCounts();
  const { listenAddress = '127.0.0.1', allowedHosts = [] } = options;
  queries?.serve({ store, control: configuration });
  let http: HttpServer;
  try {
    http = await startHttpServer({
      port: options.port,
      listenAddress,
      // An address in a Host header cannot have been made to point here.
      allowedHosts:
        EVERYWHERE.has(listenAddress) || isLoopbackHost(hostOf(listenAddress))
          ? allowedHosts
          : [...allowedHosts, hostOf(listenAddress)],
      routes: allRoutes(
        {
          samples: store,
          targets: scraper,
          alertmanagers: notifier,
          control: configuration,
          metrics: [() => notifier.families()],
        },
        requests,
      ),
      ...(queries === undefined ? {} : { queries }),
      onAnswered: (handler, status) => requests.add(handler, status),
      onFault: (error) => log(`a fault in the embedded Prometheus: ${stackOf(error)}`),
    });
  } catch (error) {
    queries?.close();
    await store.close();
    throw listenError(error, options.port, listenAddress);
  }
  configuration.port = http.port;
  await apply(loaded.config);
  const whenIdle = async (): Promise<void> => {
    await scraper.whenIdle();
    await store.whenIdle();
    await notifier.whenIdle();
  };
  let stopping: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    await http.close();
    queries?.close();
    // What is queued is sent while the rest ends.
    const notified = notifier.stop();
    await scraper.stop();
    await store.close();
    await notified;
  };
  return {
    url: `http://${ownHost(listenAddress)}:${http.port}`,
    // In the owner's own thread it does not end before the owner does.
    died: new Promise(() => undefined),
    reload: () => configuration.reload(),
    whenIdle,
    async advance(byMs) {
      if (!isManualClock(clock)) throw new Error('the clock of the embedded Prometheus runs by itself');
      await clock.advance(byMs, whenIdle);
    },
    stop: () => (stopping ??= stop()),
  };
}

/** The configuration in force, and the one way to change it. */
class Configuration implements ServerControl {
  readonly startedMs: TimestampMs;
  readonly retention = RETENTION;
  readonly version = VERSION;
  port: number;
  readonly #options: EmbeddedOptions;
  readonly #apply: (config: Config) => Promise<void>;
  readonly #clock: Clock;
  readonly #log: (line: string) => void;
  #config: Config;
  #lastReload: { readonly isSuccess: boolean; readonly successMs: TimestampMs };
  /** Reloads come one after the other, so that the last file read is the one in force. */
  readonly #inTurn = takeTurns();

  constructor(
    options: EmbeddedOptions,
    config: Config,
    apply: (config: Config) => Promise<void>,
    clock: Clock,
    log: (line: string) => void,
  ) {
    this.#options = options;
    this.#config = config;
    this.#apply = apply;
    this.#clock = clock;
    this.#log = log;
    this.port = options.port;
    this.startedMs = clock.now();
    this.#lastReload = { isSuccess: true, successMs: this.startedMs };
  }

  now(): TimestampMs {
    return this.#clock.now();
  }

  configYaml(): string {
    return formatLoadedConfig(this.#config);
  }

  evaluationIntervalMs(): number {
    return this.#config.global.evaluationIntervalMs;
  }

  externalLabels(): Readonly<Record<string, string>> {
    return this.#config.global.externalLabels;
  }

  ruleFiles(): readonly string[] {
    return this.#config.ruleFiles;
  }

  lastReload(): { readonly isSuccess: boolean; readonly successMs: TimestampMs } {
    return this.#lastReload;
  }

  flags(): Readonly<Record<string, string>> {
    return {
      'config.file': this.#options.configFile,
      'query.lookback-delta': '5m',
      'query.max-samples': '50000000',
      'query.timeout': formatDuration(QUERY_TIMEOUT_MS),
      'storage.tsdb.path': this.#options.dataDir ?? '',
      'storage.tsdb.retention.time': RETENTION,
      'web.enable-admin-api': 'false',
      'web.enable-lifecycle': 'true',
      'web.listen-address': `${hostOf(this.#options.listenAddress ?? '127.0.0.1')}:${this.port}`,
    };
  }

  reload(): Promise<EmbeddedReload> {
    return this.#inTurn(() => this.#reload());
  }

  async #reload(): Promise<EmbeddedReload> {
    const loaded = await loadConfig(this.#options.configFile);
    if (loaded.status === 'error') {
      this.#lastReload = { ...this.#lastReload, isSuccess: false };
      this.#log(`reload rejected, the old configuration stays in force: ${loaded.message}`);
      return { status: 'rejected', message: loaded.message };
    }
    for (const warning of loaded.warnings) this.#log(warning);
    await this.#apply(loaded.config);
    this.#config = loaded.config;
    this.#lastReload = { isSuccess: true, successMs: this.#clock.now() };
    return { status: 'reloaded' };
  }
}

async function openStorage({ dataDir, log }: EmbeddedOptions, clock: Clock): Promise<SampleStore> {
  const opened = await openStore({
    clock,
    ...(dataDir === undefined ? {} : { dataDir }),
    ...(log === undefined ? {} : { log }),
  });
  if (opened.status === 'open') return opened.store;
  throw new EmbeddedStartError(opened.status === 'locked' ? 'data-locked' : 'data-unusable', opened.message);
}

function hostOf(address: string): string {
  return address.includes(':') ? `[${address}]` : address;
}

/** How this machine itself reaches an address that it listens on. */
function ownHost(address: string): string {
  return EVERYWHERE.has(address) ? '127.0.0.1' : hostOf(address);
}

function listenError(error: unknown, port: number, address: string): unknown {
  const code = errorCode(error);
  if (code === 'EADDRINUSE')
    return new EmbeddedStartError('port-taken', `port ${port} is taken by another program`, error);
  if (code === 'EADDRNOTAVAIL')
    return new EmbeddedStartError(
      'no-such-address',
      `this machine does not have the address ${address}`,
      error,
    );
  if (code === 'EACCES')
    return new EmbeddedStartError(
      'port-refused',
      `this system does not let the lab listen on port ${port}`,
      error,
    );
  return error;
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
