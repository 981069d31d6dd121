// Waits until a Prometheus reports that it is ready. There is no event for it over HTTP, so it is polled.
import { setTimeout as delay } from 'node:timers/promises';
import { LabError } from '../../model/errors.ts';
import { prometheusError } from '../facts/errors.ts';
import { isReady, isServing } from './lifecycle.ts';
import { portTaken } from './port-faults.ts';

export interface ReadyOptions {
  readonly url: string;
  /** Longest wait in all. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** Where it is the lab's own child, which may not have bound its port yet: by this it is told from another server. */
  readonly child?: { readonly port: number; readonly dataDir: string };
}

const PAUSE_MS = 50;

/**
 * Resolves when `/-/ready` returns 200. Rejects with a LabError if another program responds, or at the time limit. Another
 * server may hold the port of a child for a moment: where it is gone by the next question, the child is waited for.
 */
export async function waitUntilReady(options: ReadyOptions): Promise<void> {
  const { url, signal, child } = options;
  const endsAt = performance.now() + options.timeoutMs;
  for (;;) {
    let fault: unknown;
    try {
      if (await isReady(url, signal)) {
        if (child === undefined || (await isServing(url, child.dataDir, signal))) return;
        throw portTaken(child.port);
      }
    } catch (error) {
      if (child === undefined || !(error instanceof LabError)) throw error;
      if (error.code === 'not-a-prometheus') throw portTaken(child.port, error);
      if (error.code !== 'prometheus-unreachable') throw error;
      fault = error;
    }
    if (performance.now() > endsAt) {
      throw prometheusError('prometheus-not-ready/late', { url, afterMs: options.timeoutMs }, fault);
    }
    await delay(PAUSE_MS, undefined, { signal }).catch(() => signal.throwIfAborted());
  }
}
