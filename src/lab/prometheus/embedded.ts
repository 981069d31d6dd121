// The embedded server as a provider. The one file of the lab that knows src/prometheus, loaded when it is chosen and not before.
import { LabError } from '../model/errors.ts';
import type { PrometheusProvider } from '../model/prometheus-api.ts';

export interface EmbeddedProviderOptions {
  /** Absolute path of prometheus.yml. */
  readonly configFile: string;
  /** Absolute path of the folder for its samples. */
  readonly dataDir: string;
  /** Port on 127.0.0.1; 0 takes a free one. */
  readonly port: number;
  readonly signal: AbortSignal;
  /** One line of its log. @default nothing */
  readonly log?: (line: string) => void;
}

/** Starts the embedded server in this process and waits until it is ready. */
export async function startEmbeddedPrometheus(options: EmbeddedProviderOptions): Promise<PrometheusProvider> {
  options.signal.throwIfAborted();
  throw new LabError('no-prometheus', 'The embedded Prometheus is not a part of this build yet.');
}
