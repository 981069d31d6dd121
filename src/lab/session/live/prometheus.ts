// The session's Prometheus: started when it is first needed, started again when it died, ended with the session.
import { unlessAborted } from '../../app-process/index.ts';
import { endedWithin } from '../../children/ended-within.ts';
import { LabError } from '../../model/errors.ts';
import type { PrometheusProvider, ReloadOutcome } from '../../model/prometheus-api.ts';
import { sessionError } from '../contract/errors.ts';
import type { SessionEvent } from '../contract/events.ts';
import { note } from '../contract/notes.ts';
import type { SessionEnv } from './env.ts';
import { choosePort } from './ports.ts';

export const PROMETHEUS_PORT = 9090;
/** What a check says if nothing listens on the port, or another program that has taken it. */
const GONE = new Set(['prometheus-unreachable', 'not-a-prometheus']);
/** The system reports the exit of a process within this time, also on a busy machine. */
const END_NEWS_MS = 5000;
/** Programs that race for a port end it soon. */
const MOST_TRIES = 3;

export interface LazyPrometheus {
  /** The running provider; starts it on first use. Rejects with a LabError if none can be had. */
  get(signal: AbortSignal): Promise<PrometheusProvider>;
  /** The provider where it has been started. */
  current(): PrometheusProvider | undefined;
  /**
   * Restarts it at once, whatever uses it now; starts it where it does not run. Rejects with a LabError if none can
   * be had.
   */
  restart(signal: AbortSignal): Promise<RestartOutcome>;
  /**
   * Whether this one, which the lab runs, has ended by itself. The system closes the sockets of a process before it tells
   * of its end: where a check found nothing on its port, this waits for the news.
   *
   * @param code of the check's verdict
   */
  hasLost(used: PrometheusProvider, code: string | undefined, signal: AbortSignal): Promise<boolean>;
  /** Calls the listener when a restart begins. The returned function removes it. */
  onRestart(listener: () => void): () => void;
  stop(): Promise<void>;
}

/** `started`: it did not run before. */
export type RestartOutcome = ReloadOutcome | { readonly status: 'started' };

export interface PrometheusOptions {
  /** The value of `--prometheus`. */
  readonly choice: string;
  readonly configFile: string;
  /** Where its samples go; rejects where the lab may not write there. */
  readonly dataDir: () => Promise<string>;
  readonly place: SessionEnv;
  readonly emit: (event: SessionEvent) => void;
  /** @default 9090, or a free one where it is taken */
  readonly port?: number;
}

/** One that has not been started yet. */
export function createLazyPrometheus(options: PrometheusOptions): LazyPrometheus {
  const { place, emit } = options;
  let opening: Promise<PrometheusProvider> | undefined;
  let provider: PrometheusProvider | undefined;
  /** The restart that is under way; never rejects. */
  let restarting: Promise<unknown> | undefined;
  const restartListeners = new Set<() => void>();
  const ending = new AbortController();

  async function open(signal: AbortSignal): Promise<PrometheusProvider> {
    // Loaded here because most commands and the first steps need no Prometheus.
    const { labCacheDir, openPrometheus, parsePrometheusChoice, resolvePrometheusChoice } =
      await import('../../prometheus/index.ts');
    const choice = parsePrometheusChoice(options.choice, place);
    const chosen = await resolvePrometheusChoice(choice, {
      env: place.env,
      platform: place.platform,
      cacheDir: labCacheDir(place),
      signal,
    });
    emit({ kind: 'note', fact: chosen.fact });
    const dataDir = await options.dataDir();
    const openOn = (port: number): Promise<PrometheusProvider> =>
      openPrometheus(chosen, {
        configFile: options.configFile,
        dataDir,
        port,
        platform: place.platform,
        ...(place.prometheusWorkerFile === undefined ? {} : { workerFile: place.prometheusWorkerFile }),
        signal,
        onReplaced: (said) =>
          emit({ kind: 'note', fact: note('prometheus-replaced', { said }), isWarning: true }),
      });
    const opened = await (chosen.kind === 'attached' || options.port !== undefined
      ? openOn(options.port ?? 0)
      : openAside(openOn));
    if (ending.signal.aborted) {
      await opened.stop();
      throw sessionClosed();
    }
    return opened;
  }

  /** Another program may take the port between the look at it and the start: then the next one is tried. */
  async function openAside(
    openOn: (port: number) => Promise<PrometheusProvider>,
    tries = MOST_TRIES,
  ): Promise<PrometheusProvider> {
    const port = await choosePort(PROMETHEUS_PORT, undefined, emit);
    try {
      return await openOn(port);
    } catch (error) {
      if (tries > 1 && isPortTaken(error)) return openAside(openOn, tries - 1);
      throw error;
    }
  }

  async function get(signal: AbortSignal): Promise<PrometheusProvider> {
    // One that is being restarted does not run, and has not ended.
    await restarting;
    signal.throwIfAborted();
    ending.signal.throwIfAborted();
    if (opening === undefined && provider?.status().isRunning === true) return provider;
    // Not by the signal of one caller: others wait for it as well.
    opening ??= start(ending.signal).finally(() => {
      opening = undefined;
    });
    return unlessAborted(opening, signal);
  }

  async function start(signal: AbortSignal): Promise<PrometheusProvider> {
    const state = provider?.status();
    if (provider !== undefined && state?.isRunning === false) {
      emit({
        kind: 'note',
        fact: note('prometheus-exited', { reason: state.reason }),
        isWarning: true,
      });
      await provider.stop();
      provider = undefined;
    }
    provider = await open(signal);
    return provider;
  }

  return {
    get,
    current: () => provider,
    async restart(signal) {
      if (restarting === undefined && provider?.status().isRunning !== true) {
        await get(signal);
        return { status: 'started' };
      }
      await restarting;
      const running = await get(signal);
      if (running.kind !== 'attached') for (const listener of restartListeners) listener();
      const outcome = running.restart(signal);
      const mine = outcome.then(
        () => undefined,
        () => undefined,
      );
      restarting = mine;
      try {
        return await outcome;
      } catch (error) {
        if (running.kind === 'attached' || !isPortTaken(error)) throw error;
      } finally {
        if (restarting === mine) restarting = undefined;
      }
      // Another program took the port during the restart. A note names the port that is used instead.
      await get(signal);
      return { status: 'reloaded' };
    },
    async hasLost(used, code, signal) {
      if (used.kind === 'attached') return false;
      if (used !== provider || !used.status().isRunning) return true;
      if (code === undefined || !GONE.has(code)) return false;
      const isThere = await used.api.now(signal).then(
        () => true,
        (error: unknown) => {
          if (!(error instanceof LabError)) throw error;
          return !GONE.has(error.code);
        },
      );
      return !isThere && endedWithin(used.ended, END_NEWS_MS);
    },
    onRestart(listener) {
      restartListeners.add(listener);
      return () => void restartListeners.delete(listener);
    },
    async stop() {
      ending.abort(sessionClosed());
      // One that is just starting is ended by `open` itself; its refusal is not news here.
      await opening?.catch(() => undefined);
      await provider?.stop();
      provider = undefined;
    },
  };
}

const isPortTaken = (error: unknown): boolean => error instanceof LabError && error.code === 'port-taken';

const sessionClosed = (): LabError => sessionError('session-closed', {});
