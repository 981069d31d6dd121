// The configuration in force, and the one way to change it.
import { formatLoadedConfig, type Config } from '../config/index.ts';
import { formatDuration } from '../../durations.ts';
import type { ServerControl } from '../http/api/backend.ts';
import { QUERY_TIMEOUT_MS } from '../http/endpoints/query.ts';
import type { Clock, TimestampMs } from '../model/samples.ts';
import { takeTurns } from '../../turns.ts';
import { hostOf } from './address.ts';
import type { EmbeddedOptions, EmbeddedReload } from './embedded.ts';
import { loadAll, type Loaded } from './load.ts';

/** The Prometheus whose language and API this server follows, and a mark that it is not that one. */
const VERSION = '3.0.0-ecom-lab';
const RETENTION = '7d';

export class Configuration implements ServerControl {
  readonly startedMs: TimestampMs;
  readonly retention = RETENTION;
  readonly version = VERSION;
  port: number;
  readonly #options: EmbeddedOptions;
  readonly #clock: Clock;
  readonly #log: (line: string) => void;
  readonly #apply: (loaded: Loaded) => Promise<void>;
  #config: Config;
  #lastReload: { readonly isSuccess: boolean; readonly successMs: TimestampMs };
  /** Reloads come one after the other, so that the last file read is the one in force. */
  readonly #inTurn = takeTurns();

  /** @param apply brings the parts of the server in line with what was loaded */
  constructor(
    options: EmbeddedOptions,
    config: Config,
    clock: Clock,
    log: (line: string) => void,
    apply: (loaded: Loaded) => Promise<void>,
  ) {
    this.#options = options;
    this.#config = config;
    this.#clock = clock;
    this.#log = log;
    this.#apply = apply;
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

  lastReload(): { readonly isSuccess: boolean; readonly successMs: TimestampMs } {
    return this.#lastReload;
  }

  flags(): Readonly<Record<string, string>> {
    return {
      'config.file': this.#options.configFile,
      'query.lookback-delta': '5m',
      'query.max-samples': '50000000',
      'query.timeout': formatDuration(QUERY_TIMEOUT_MS),
      'rules.alert.for-grace-period': '10m',
      'rules.alert.for-outage-tolerance': '1h',
      'rules.alert.resend-delay': '1m',
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
    const loaded = await loadAll(this.#options.configFile);
    if (loaded.status === 'error') {
      this.#lastReload = { ...this.#lastReload, isSuccess: false };
      this.#log(`reload rejected, the old configuration stays in force: ${loaded.message}`);
      return { status: 'rejected', message: loaded.message };
    }
    for (const warning of loaded.warnings) this.#log(warning);
    await this.#apply(loaded);
    this.#config = loaded.config;
    this.#lastReload = { isSuccess: true, successMs: this.#clock.now() };
    return { status: 'reloaded' };
  }
}
