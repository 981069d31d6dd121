// The embedded server as a provider. Loads it when it is chosen.
import type { EmbeddedReload, EmbeddedServer, EmbeddedStartError } from '../../prometheus/index.ts';
import type { LabError } from '../model/errors.ts';
import type {
  DownReason,
  HistoryDescription,
  HistoryOutcome,
  PrometheusProvider,
  ReloadOutcome,
} from '../model/prometheus-api.ts';
import { createPrometheusApi } from './api/client.ts';
import { prometheusError, rejectionOf } from './facts/errors.ts';
import { describedSeries, startOf } from './running/history.ts';
import { createEndNotice } from './running/end-notice.ts';
import { portForbidden, portTaken } from './running/port-faults.ts';
import { takeTurns } from '../../turns.ts';
import { parseReloadMessage } from './running/lifecycle.ts';

export interface EmbeddedProviderOptions {
  /** Absolute path of prometheus.yml. */
  readonly configFile: string;
  /** Absolute path of the folder for its samples. */
  readonly dataDir: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** IP address to listen on. @default 127.0.0.1 */
  readonly listenAddress?: string;
  /** Names that requests may come under besides localhost and the like. @default none */
  readonly allowedHosts?: readonly string[];
  /** The built worker of src/prometheus. @default it runs in this thread, which is busy then while it evaluates */
  readonly workerFile?: string;
  readonly signal: AbortSignal;
  /** One line of its log. @default nothing */
  readonly log?: (line: string) => void;
  /** Told in one sentence that it died, or no longer answered, and was replaced. @default nothing */
  readonly onReplaced?: (sentence: string) => void;
}

/** Starts the embedded server in this process, in a separate thread, and waits until it is ready. */
export async function startEmbeddedPrometheus(options: EmbeddedProviderOptions): Promise<PrometheusProvider> {
  const { configFile, dataDir, log, workerFile, onReplaced, listenAddress, allowedHosts } = options;
  options.signal.throwIfAborted();
  const door = await import('../../prometheus/index.ts');
  const inTurn = takeTurns();
  let { port } = options;
  let isStopped = false;
  /** Undefined while it is being restarted, and after a restart that failed. */
  let server: EmbeddedServer | undefined;
  /** Why it has ended by itself, where it has. */
  let death: DownReason | undefined;
  const notice = createEndNotice();

  async function start(): Promise<EmbeddedServer> {
    try {
      const started = await door.startPrometheus({
        configFile,
        dataDir,
        port,
        signal: options.signal,
        ...(listenAddress === undefined ? {} : { listenAddress }),
        ...(allowedHosts === undefined ? {} : { allowedHosts }),
        ...(log === undefined ? {} : { log }),
        ...(onReplaced === undefined ? {} : { onReplaced }),
        ...(workerFile === undefined ? {} : { workerFile }),
      });
      // A free port was asked for: a restart keeps the one that was got.
      port = Number(new URL(started.url).port);
      void noteDeath(started);
      return started;
    } catch (error) {
      options.signal.throwIfAborted();
      throw error instanceof door.EmbeddedStartError ? faultOfStart(error, options, port) : error;
    }
  }

  async function noteDeath(started: EmbeddedServer): Promise<void> {
    const said = await started.died;
    if (server !== started) return;
    server = undefined;
    death = { kind: 'thread-ended', said };
    notice.tell(death);
  }

  async function reload(signal: AbortSignal): Promise<ReloadOutcome> {
    signal.throwIfAborted();
    if (server === undefined) throw prometheusError('prometheus-stopped', {});
    return inWordsOfManaged(await server.reload());
  }

  async function restart(signal: AbortSignal): Promise<ReloadOutcome> {
    signal.throwIfAborted();
    if (isStopped) throw prometheusError('prometheus-stopped', {});
    if (server !== undefined) {
      // A file that is refused would leave the learner with no Prometheus at all. The running one is not asked: it may
      // be busy, which is why it is restarted.
      const tried = inWordsOfManaged(await door.checkConfig(configFile));
      if (tried.status === 'rejected') return tried;
      const old = server;
      server = undefined;
      await old.stop();
    }
    try {
      server = await start();
    } catch (error) {
      // It was changed between the question and the start.
      const rejected = rejectionOf(error);
      if (rejected !== undefined) return rejected;
      throw error;
    }
    return { status: 'reloaded' };
  }

  async function loadHistory(description: HistoryDescription, signal: AbortSignal): Promise<HistoryOutcome> {
    signal.throwIfAborted();
    const described = await describedSeries(description);
    if (described.status !== 'described') return described;
    if (server === undefined) throw prometheusError('prometheus-stopped', {});
    const outcome = await server.loadHistory(described.series);
    return outcome.status === 'stored'
      ? { status: 'loaded', samples: outcome.samples, startMs: startOf(described.series) }
      : { status: 'blocked', why: { kind: 'store-full', said: outcome.message } };
  }

  server = await start();
  const api = createPrometheusApi({ url: server.url });
  try {
    options.signal.throwIfAborted();
    const version = await api.version(options.signal);
    return {
      kind: 'embedded',
      ended: notice.ended,
      description: `The lab's own embedded Prometheus (${version})`,
      api,
      capabilities: { rules: true, history: true, reload: true },
      status: () => {
        if (server !== undefined) return { isRunning: true };
        return {
          isRunning: false,
          reason: isStopped ? { kind: 'stopped' } : (death ?? { kind: 'restarting' }),
        };
      },
      reload: (signal) => inTurn(() => reload(signal)),
      restart: (signal) => inTurn(() => restart(signal)),
      loadHistory: (description, signal) => inTurn(() => loadHistory(description, signal)),
      stop: () => {
        isStopped = true;
        return inTurn(async () => {
          const old = server;
          server = undefined;
          await old?.stop();
        });
      },
    };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

/** Without the file's path in front, as a managed Prometheus's reason is given. */
function inWordsOfManaged(outcome: EmbeddedReload): ReloadOutcome {
  if (outcome.status === 'reloaded') return outcome;
  return { status: 'rejected', message: parseReloadMessage(outcome.message) };
}

/** The server's own reasons in the codes that a managed Prometheus has for them. */
function faultOfStart(error: EmbeddedStartError, options: EmbeddedProviderOptions, port: number): LabError {
  const { dataDir, listenAddress = '127.0.0.1' } = options;
  const said = parseReloadMessage(error.message);
  switch (error.code) {
    case 'bad-config':
      return prometheusError('prometheus-config-rejected', { said }, error.cause);
    case 'port-taken':
      return portTaken(port, error);
    case 'no-such-address':
      return prometheusError('no-such-address', { address: listenAddress }, error.cause);
    case 'port-refused':
      return portForbidden(port, error);
    case 'data-locked':
      return prometheusError('prometheus-data-in-use', { dir: dataDir, said }, error.cause);
    case 'data-unusable':
      return prometheusError('data-folder-unwritable', { dir: dataDir, said }, error.cause);
    default:
      return error.code satisfies never;
  }
}
