// The embedded server in a worker thread, which is replaced if it dies or no longer responds: on the same port,
// with the samples on disk. However busy it is, its owner stays responsive and can stop it.
import {
  EmbeddedStartError,
  type EmbeddedOptions,
  type EmbeddedReload,
  type EmbeddedServer,
} from './embedded.ts';
import { ServerThread } from './thread.ts';
import type { WorkerStart } from './protocol.ts';

/** A server that dies again and again is not replaced once more. */
const MOST_REPLACEMENTS = 3;
const REPLACEMENTS_WITHIN_MS = 120_000;

/** Data folders that threads of this process have: the lock in the folder tells processes apart, not threads. */
const heldHere = new Set<string>();

/** Starts the server in the thread of a built worker. @throws {EmbeddedStartError} */
export async function startInWorker(workerFile: string, options: EmbeddedOptions): Promise<EmbeddedServer> {
  const { configFile, dataDir, listenAddress, allowedHosts } = options;
  /** Where the server's own clock stands, for one that takes its place. */
  let clockMs = options.clockStartMs;
  const { log = () => undefined, onReplaced = () => undefined } = options;
  if (dataDir !== undefined && heldHere.has(dataDir)) {
    throw new EmbeddedStartError(
      'data-locked',
      `This process has another Prometheus on the data in ${dataDir}.`,
    );
  }
  if (dataDir !== undefined) heldHere.add(dataDir);
  const startOn = (port: number): ServerThread => {
    const start: WorkerStart = {
      kind: 'server',
      configFile,
      port,
      ...(dataDir === undefined ? {} : { dataDir }),
      ...(listenAddress === undefined ? {} : { listenAddress }),
      ...(allowedHosts === undefined ? {} : { allowedHosts }),
      ...(clockMs === undefined ? {} : { clockStartMs: clockMs }),
    };
    return new ServerThread(workerFile, start, log);
  };
  let thread = startOn(options.port);
  let isStopping = false;
  const replacedAt: number[] = [];

  /** Watches the server until it ends for good; resolves with the reason. */
  async function supervise(port: number): Promise<string> {
    for (;;) {
      const reason = await thread.ended;
      if (isStopping) return reason;
      const now = performance.now();
      const isAgain = replacedAt.length >= MOST_REPLACEMENTS;
      if (isAgain && now - (replacedAt.at(-MOST_REPLACEMENTS) ?? 0) < REPLACEMENTS_WITHIN_MS) return reason;
      replacedAt.push(now);
      thread = startOn(port);
      try {
        await thread.started;
        onReplaced(`${reason} Another one has taken its place, with the samples that were on disk.`);
      } catch (error) {
        if (isStopping || !(error instanceof EmbeddedStartError)) continue;
        await thread.ended;
        return `${reason} It could not be started again: ${error.message}.`;
      }
    }
  }

  const giveUp = (): void => void thread.stop();
  let url: string;
  try {
    options.signal?.addEventListener('abort', giveUp, { once: true });
    url = await thread.started;
  } catch (error) {
    if (dataDir !== undefined) heldHere.delete(dataDir);
    throw error;
  } finally {
    options.signal?.removeEventListener('abort', giveUp);
  }
  const died = supervise(Number(new URL(url).port)).finally(() => {
    if (dataDir !== undefined) heldHere.delete(dataDir);
  });
  const stop = async (): Promise<void> => {
    isStopping = true;
    await thread.stop();
    await died;
  };
  let stopping: Promise<void> | undefined;
  return {
    url,
    died,
    reload: async (): Promise<EmbeddedReload> => {
      const outcome = await thread.ask({ kind: 'reload' });
      if (outcome?.status === 'reloaded' || outcome?.status === 'rejected') return outcome;
      throw new Error('the embedded Prometheus gave no outcome of a reload');
    },
    whenIdle: async () => void (await thread.ask({ kind: 'idle' })),
    async advance(byMs) {
      if (clockMs === undefined) throw new Error('the clock of the embedded Prometheus runs by itself');
      await thread.ask({ kind: 'advance', byMs });
      clockMs += byMs;
    },
    async loadHistory(series) {
      const sent = series.map(({ labels, timestamps, values }) => ({
        flat: labels.flat,
        timestamps,
        values,
      }));
      const outcome = await thread.ask({ kind: 'history', series: sent });
      if (outcome?.status === 'stored' || outcome?.status === 'full') return outcome;
      throw new Error('the embedded Prometheus gave no outcome of a history');
    },
    stop: () => (stopping ??= stop()),
  };
}
