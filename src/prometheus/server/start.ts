// Assembles the embedded server: configuration, storage, scraper, rules, HTTP. In that order, so that an invalid file or
// a port in use is found before anything is scraped.
import { isManualClock, manualClock, systemClock } from '../model/clock.ts';
import { Configuration } from './configuration.ts';
import { EmbeddedStartError, type EmbeddedOptions, type EmbeddedServer } from './embedded.ts';
import { hostOf, isEverywhere, ownHost } from './address.ts';
import { loadAll, type Loaded } from './load.ts';
import { RuleThreads } from './rule-threads.ts';
import { isLoopbackHost } from '../http/transport/guard.ts';
import { startHttpServer, type HttpServer } from '../http/transport/server.ts';
import { RequestCounts } from '../http/endpoints/own-metrics.ts';
import { QUERY_TIMEOUT_MS } from '../http/endpoints/query.ts';
import { allRoutes } from '../http/endpoints/routes.ts';
import type { Clock } from '../model/samples.ts';
import { QueryPool } from '../query/pool.ts';
import { Notifier } from '../notifications/index.ts';
import { RemoteWrite } from '../remote-write/index.ts';
import { ruleMetrics, RuleEvaluator, Ruler } from '../rules/index.ts';
import { Scraper } from '../scrape/index.ts';
import { ExemplarRing, openStore, type SampleStore } from '../storage/index.ts';
import { errorCode } from '../../system/error-code.ts';

/** Starts all of it. With a `workerFile`, queries are evaluated in threads apart. @throws {EmbeddedStartError} */
export async function startServer(options: EmbeddedOptions): Promise<EmbeddedServer> {
  const { log = () => {}, clockStartMs } = options;
  const clock = options.clock ?? (clockStartMs === undefined ? systemClock : manualClock(clockStartMs));
  const loaded = await loadAll(options.configFile);
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
  const exemplars = new ExemplarRing({
    onStored: (series, { labels, value, timestampMs }) =>
      remoteWrite.exemplar(series, labels, value, timestampMs),
  });
  const scraper = new Scraper({
    store,
    clock,
    log,
    onExemplar: (series, exemplar) => exemplars.add(series, exemplar),
  });
  const notifier = new Notifier({ clock, log });
  const requests = new RequestCounts();
  const { listenAddress = '127.0.0.1', allowedHosts = [] } = options;
  /** Brings all parts in line with what was loaded; resolves when all targets that are known have been started. */
  const apply = async ({ config, groups }: Loaded): Promise<void> => {
    await notifier.applyConfig(config);
    remoteWrite.applyConfig(config);
    exemplars.resize(config.storage.maxExemplars);
    await scraper.applyConfig(config);
    await ruler.applyGroups(groups);
  };
  const configuration = new Configuration(options, loaded.config, clock, log, apply);
  const remoteWrite = new RemoteWrite({
    store,
    now: () => clock.now(),
    userAgent: `Prometheus/${configuration.version}`,
    log,
    targets: () => scraper.active(),
  });
  const ownUrl = (): string => `http://${ownHost(listenAddress)}:${configuration.port}`;
  const ruleThreads =
    workerFile === undefined
      ? undefined
      : new RuleThreads(workerFile, { store, exemplars, control: configuration });
  const evaluator = new RuleEvaluator({
    store,
    environment: () => ({
      externalLabels: configuration.externalLabels(),
      externalUrl: ownUrl(),
      options: {
        timeoutMs: QUERY_TIMEOUT_MS,
        defaultSubqueryStepMs: configuration.evaluationIntervalMs(),
      },
    }),
    ...(ruleThreads === undefined ? {} : { threads: ruleThreads }),
  });
  const ruler = new Ruler({
    store,
    clock,
    log,
    evaluate: (rule, moment, signal) => evaluator.evaluate(rule, moment, signal),
    onAlerts: (alerts) => notifier.send(alerts),
    externalUrl: ownUrl,
  });
  queries?.serve({ store, exemplars, control: configuration });
  let http: HttpServer;
  try {
    http = await startHttpServer({
      port: options.port,
      listenAddress,
      // An address in a Host header cannot have been made to point here.
      allowedHosts:
        isEverywhere(listenAddress) || isLoopbackHost(hostOf(listenAddress))
          ? allowedHosts
          : [...allowedHosts, hostOf(listenAddress)],
      routes: allRoutes(
        {
          samples: store,
          exemplars,
          targets: scraper,
          alertmanagers: notifier,
          rules: ruler,
          control: configuration,
          metrics: [
            () => ruleMetrics(ruler),
            () => notifier.families(),
            remoteWrite.families,
            exemplars.families,
          ],
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
  await apply(loaded);
  const whenIdle = async (): Promise<void> => {
    await scraper.whenIdle();
    await ruler.whenIdle();
    await store.whenIdle();
    await notifier.whenIdle();
  };
  let stopping: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    await http.close();
    queries?.close();
    ruleThreads?.close();
    await ruler.stop();
    // What is queued is sent while the rest ends.
    const notified = notifier.stop();
    await scraper.stop();
    await Promise.all([store.close(), remoteWrite.stop(), notified]);
  };
  return {
    url: ownUrl(),
    // In the owner's own thread it does not end before the owner does.
    died: new Promise(() => undefined),
    reload: () => configuration.reload(),
    whenIdle,
    async advance(byMs) {
      if (!isManualClock(clock)) throw new Error('the clock of the embedded Prometheus runs by itself');
      await clock.advance(byMs, whenIdle);
    },
    loadHistory: (series) => Promise.resolve(store.insert(series)),
    stop: () => (stopping ??= stop()),
  };
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
