// A real Prometheus that the lab starts, watches and ends. One owner of one process:
//
//   starting ──ready──> running ──restart──> starting
//      │                   │ └──dies──> died ──restart──> starting
//      └──fails──> died    └──stop──> stopped (from any state, for good)
import { mkdir } from 'node:fs/promises';
import { END_LIMIT_MS, endedWithin } from '../../children/ended-within.ts';
import { refuseIrregular } from '../../../files/index.ts';
import { LabError } from '../../model/errors.ts';
import type {
  HistoryDescription,
  HistoryOutcome,
  PrometheusProvider,
  ReloadOutcome,
} from '../../model/prometheus-api.ts';
import { systemFault } from '../../model/faults/system.ts';
import { createPrometheusApi } from '../api/client.ts';
import { waitUntilReady } from '../running/await-ready.ts';
import type { PrometheusBinary } from '../binaries/binary.ts';
import { prometheusError, rejectionOf } from '../facts/errors.ts';
import { countSamples, describedSeries, startOf } from '../running/history.ts';
import { createEndNotice } from '../running/end-notice.ts';
import { reservePort } from '../running/free-port.ts';
import { takeTurns } from '../../../turns.ts';
import { isReady, reloadOverHttp, requestQuit } from '../running/lifecycle.ts';
import { downReason, faultOfStart, isAboutRules } from './faults.ts';
import { managedFlags, unpackedRootOf } from './flags.ts';
import { isRunnable, promtoolOf, writeBlocks } from './history-blocks.ts';
import { startProcess, type PrometheusProcess } from './process.ts';

/** A Prometheus that has not responded by then is killed. */
const BUSY_AFTER_MS = 2000;

export interface ManagedOptions {
  readonly binary: PrometheusBinary;
  /** Absolute path of prometheus.yml. */
  readonly configFile: string;
  /** Absolute path of the folder for its samples; created where missing. */
  readonly dataDir: string;
  /** Port on 127.0.0.1; 0 takes a free one. */
  readonly port: number;
  readonly platform: NodeJS.Platform;
  readonly signal: AbortSignal;
  /** One line of its log. @default nothing */
  readonly log?: (line: string) => void;
  /** Longest wait until it is ready: it first reads back the samples of earlier runs. @default 60000 */
  readonly readyTimeoutMs?: number;
  /** How long it may take to end in order before it is killed. @default 1000: the lab promises to be gone within 2 s */
  readonly stopTimeoutMs?: number;
}

/** Starts a real Prometheus and waits until it is ready. It ends with the lab, whatever ends the lab. */
export async function startManagedPrometheus(options: ManagedOptions): Promise<PrometheusProvider> {
  const { binary, configFile, dataDir, platform, log = () => undefined } = options;
  const { readyTimeoutMs = 60_000, stopTimeoutMs = 1000 } = options;
  options.signal.throwIfAborted();
  const port = await reservePort(options.port);
  const url = `http://127.0.0.1:${port}`;
  const flags = managedFlags({
    binary,
    configFile,
    dataDir,
    port,
    unpackedRoot: unpackedRootOf(binary.path),
  });
  const stopping = new AbortController();
  let current: PrometheusProcess | undefined;
  let isReplacing = true;
  const notice = createEndNotice();

  async function start(signal: AbortSignal): Promise<void> {
    await refuseIrregularConfig();
    await makeDataDir(dataDir);
    await reservePort(port);
    const child = startProcess({ file: binary.path, args: flags, cwd: dataDir, platform, log });
    current = child;
    const died = new AbortController();
    void child.exited.then((end) => died.abort(faultOfStart(end, child.lines(), port, dataDir)));
    void noteEnd(child);
    const either = AbortSignal.any([signal, stopping.signal, died.signal]);
    try {
      await waitUntilReady({ url, timeoutMs: readyTimeoutMs, signal: either, child: { port, dataDir } });
    } catch (error) {
      await endProcess(child);
      throw error;
    }
  }

  async function noteEnd(child: PrometheusProcess): Promise<void> {
    const end = await child.exited;
    if (current === child && !isReplacing && !stopping.signal.aborted)
      notice.tell(downReason(end, child.lines()));
  }

  /** Prometheus would wait for the other end of a named pipe, and answer nothing meanwhile. */
  async function refuseIrregularConfig(): Promise<void> {
    try {
      await refuseIrregular(configFile);
    } catch (error) {
      throw systemFault(error) ?? error;
    }
  }

  async function endProcess(child: PrometheusProcess): Promise<void> {
    if (child.end() !== undefined) return;
    if (platform === 'win32') await requestQuit(url);
    else child.kill('SIGTERM');
    if (await endedWithin(child.exited, stopTimeoutMs)) return;
    child.kill('SIGKILL');
    if (await endedWithin(child.exited, END_LIMIT_MS)) return;
    throw prometheusError('prometheus-not-ended', { pid: child.pid });
  }

  async function reload(signal: AbortSignal): Promise<ReloadOutcome> {
    const outcome = await reloadOverHttp(url, signal);
    if (outcome.status !== 'rejected' || !isAboutRules(outcome.message)) return outcome;
    // Prometheus writes the reason only to its log, which may arrive later than the response. The lab reads the files
    // itself instead; where it finds nothing, Prometheus's own message remains.
    const { checkConfig } = await import('../../../prometheus/index.ts');
    const found = await checkConfig(configFile);
    return found.status === 'rejected' ? found : outcome;
  }

  async function restart(signal: AbortSignal): Promise<ReloadOutcome> {
    signal.throwIfAborted();
    stopping.signal.throwIfAborted();
    await refuseIrregularConfig();
    const old = current;
    if (old !== undefined && old.end() === undefined) {
      // A file that Prometheus refuses would leave the learner with none at all: ask the running one first, where it
      // is not too busy to answer.
      const isAnswering = (await isReady(url, signal, BUSY_AFTER_MS).catch(ignoreLabError)) === true;
      const tried = isAnswering ? await reload(signal).catch(ignoreLabError) : undefined;
      if (tried?.status === 'rejected') return tried;
      isReplacing = true;
      await endProcess(old);
    }
    try {
      await start(signal);
    } catch (error) {
      const rejected = rejectionOf(error);
      if (rejected !== undefined) return rejected;
      throw error;
    } finally {
      isReplacing = false;
    }
    return { status: 'reloaded' };
  }

  async function loadHistory(description: HistoryDescription, signal: AbortSignal): Promise<HistoryOutcome> {
    signal.throwIfAborted();
    stopping.signal.throwIfAborted();
    if (!hasPromtool) return { status: 'blocked', why: { kind: 'promtool-missing', path: promtool } };
    const described = await describedSeries(description);
    if (described.status !== 'described') return described;
    const { series } = described;
    const written = await writeBlocks({ promtool, dataDir, series, platform, signal });
    if (written.status === 'failed')
      return { status: 'blocked', why: { kind: 'promtool-failed', said: written.said } };
    // It looks for new blocks once a minute, and when it starts.
    const restarted = await restart(signal);
    if (restarted.status === 'rejected')
      return { status: 'blocked', why: { kind: 'config-rejected', said: restarted.message } };
    return { status: 'loaded', samples: countSamples(series), startMs: startOf(series) };
  }

  const inTurn = takeTurns();
  const promtool = promtoolOf(binary.path, platform);
  const hasPromtool = await isRunnable(promtool);
  await start(options.signal);
  isReplacing = false;

  return {
    kind: 'managed',
    description: `Prometheus ${binary.version} from ${binary.path}`,
    api: createPrometheusApi({ url }),
    capabilities: { rules: true, history: hasPromtool, reload: true },
    ended: notice.ended,
    status: () => {
      if (stopping.signal.aborted) return { isRunning: false, reason: { kind: 'stopped' } };
      if (isReplacing) return { isRunning: false, reason: { kind: 'restarting' } };
      const ended = current?.end();
      if (ended === undefined) return { isRunning: true };
      return { isRunning: false, reason: downReason(ended, current?.lines() ?? []) };
    },
    async reload(signal) {
      await refuseIrregularConfig();
      return reload(signal);
    },
    restart: (signal) => inTurn(() => restart(signal)),
    loadHistory: (description, signal) => inTurn(() => loadHistory(description, signal)),
    stop: () => {
      stopping.abort(prometheusError('prometheus-stopped', {}));
      return inTurn(async () => {
        if (current !== undefined) await endProcess(current);
      });
    },
  };
}

async function makeDataDir(dataDir: string): Promise<void> {
  try {
    await mkdir(dataDir, { recursive: true });
  } catch (error) {
    throw prometheusError('data-folder-unwritable', { dir: dataDir, said: String(error) }, error);
  }
}

/** A Prometheus that hangs or is not ready cannot be asked: it is restarted all the same. */
function ignoreLabError(error: unknown): undefined {
  if (!(error instanceof LabError)) throw error;
}
