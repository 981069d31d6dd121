// The session's Prometheus: started when it is first needed, started again when it died, ended with the session.
import path from 'node:path';
import { LabError } from '../model/errors.ts';
import type { PrometheusProvider } from '../model/prometheus-api.ts';
import type { SessionEvent } from './events.ts';
import type { SessionPlace } from './place.ts';
import { choosePort } from './ports.ts';

export const PROMETHEUS_PORT = 9090;

export interface PrometheusDoor {
  /** The running provider; starts it on first use. Rejects with a LabError where none can be had. */
  get(signal: AbortSignal): Promise<PrometheusProvider>;
  /** The provider where it has been started. */
  current(): PrometheusProvider | undefined;
  stop(): Promise<void>;
}

export interface DoorOptions {
  /** The value of `--prometheus`. */
  readonly choice: string;
  readonly configFile: string;
  /** Below `.ecom-lab/`. */
  readonly dataDir: string;
  readonly place: SessionPlace;
  readonly emit: (event: SessionEvent) => void;
  /** @default 9090, or a free one where it is taken */
  readonly port?: number;
}

/** A door that has not been opened yet. */
export function createPrometheusDoor(options: DoorOptions): PrometheusDoor {
  const { place, emit } = options;
  let opening: Promise<PrometheusProvider> | undefined;
  let provider: PrometheusProvider | undefined;
  let isStopped = false;

  async function open(signal: AbortSignal): Promise<PrometheusProvider> {
    // Loaded here because most commands and the first steps need no Prometheus.
    const { labCacheDir, openPrometheus, parsePrometheusChoice, resolvePrometheusChoice } =
      await import('../prometheus/index.ts');
    const choice = parsePrometheusChoice(options.choice, place);
    const chosen = await resolvePrometheusChoice(choice, {
      env: place.env,
      platform: place.platform,
      cacheDir: labCacheDir(place),
      signal,
    });
    emit({ kind: 'note', text: chosen.line });
    const port =
      chosen.kind === 'attached'
        ? 0
        : (options.port ?? (await choosePort(PROMETHEUS_PORT, "Prometheus's port", emit)));
    const opened = await openPrometheus(chosen, {
      configFile: options.configFile,
      dataDir: path.resolve(options.dataDir),
      port,
      platform: place.platform,
      signal,
    });
    if (isStopped) {
      await opened.stop();
      throw new LabError('session-closed', 'The session ended while Prometheus was starting.');
    }
    return opened;
  }

  return {
    async get(signal) {
      if (isStopped) throw new LabError('session-closed', 'The session has ended.');
      const state = provider?.status();
      if (provider !== undefined && state?.isRunning === true) return provider;
      if (provider !== undefined && state?.isRunning === false) {
        emit({
          kind: 'note',
          text: `Prometheus has ended (${state.reason}). Starting it again.`,
          isWarning: true,
        });
        await provider.stop();
        provider = undefined;
      }
      opening ??= open(signal).finally(() => {
        opening = undefined;
      });
      provider = await opening;
      return provider;
    },
    current: () => provider,
    async stop() {
      isStopped = true;
      // One that is just starting is ended by `open` itself; its refusal is not news here.
      await opening?.catch(() => undefined);
      await provider?.stop();
      provider = undefined;
    },
  };
}
