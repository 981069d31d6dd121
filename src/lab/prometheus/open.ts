// From a settled choice to a running provider: the one place that knows all three. Loads the embedded server only when chosen.
import { join } from 'node:path';
import type { PrometheusProvider } from '../model/prometheus-api.ts';
import { attachPrometheus } from './attached.ts';
import type { ResolvedPrometheus } from './binaries/choose.ts';
import { startEmbeddedPrometheus, type EmbeddedProviderOptions } from './embedded.ts';
import { startManagedPrometheus } from './managed/start.ts';

export interface OpenOptions {
  /** Absolute path of the learner's prometheus.yml. */
  readonly configFile: string;
  /** Samples go below this folder: a sub-folder for each kind, as one cannot read the other's files. */
  readonly dataDir: string;
  /** Port on 127.0.0.1; 0 takes a free one. An attached Prometheus has its own. */
  readonly port: number;
  /** Whom the embedded one answers besides this machine. @default none */
  readonly openTo?: Pick<EmbeddedProviderOptions, 'listenAddress' | 'allowedHosts'>;
  readonly platform: NodeJS.Platform;
  /** The built worker of the embedded server. @default it runs in this thread, which is busy then while it evaluates */
  readonly workerFile?: string;
  readonly signal: AbortSignal;
  /** One line of Prometheus's log. @default nothing */
  readonly log?: (line: string) => void;
  /** Told in one sentence that the embedded one was replaced. @default nothing */
  readonly onReplaced?: (sentence: string) => void;
}

/** Starts or attaches the chosen Prometheus and waits until it is ready. */
export async function openPrometheus(
  chosen: ResolvedPrometheus,
  options: OpenOptions,
): Promise<PrometheusProvider> {
  const { dataDir, workerFile, onReplaced, openTo, ...rest } = options;
  switch (chosen.kind) {
    case 'attached':
      return attachPrometheus({ url: chosen.url, signal: options.signal });
    case 'managed':
      return startManagedPrometheus({ ...rest, binary: chosen.binary, dataDir: join(dataDir, 'managed') });
    case 'embedded':
      return startEmbeddedPrometheus({
        ...rest,
        ...openTo,
        ...(workerFile === undefined ? {} : { workerFile }),
        dataDir: join(dataDir, 'embedded'),
        ...(onReplaced === undefined ? {} : { onReplaced }),
      });
    default:
      return chosen satisfies never;
  }
}
