// Waits until a Prometheus reports that it is ready. There is no event for it over HTTP, so it is polled.
import { setTimeout as delay } from 'node:timers/promises';
import { LabError } from '../../model/errors.ts';
import { prometheusError } from '../facts/errors.ts';
import { isReady } from './lifecycle.ts';

export interface ReadyOptions {
  readonly url: string;
  /** Longest wait in all. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** True while it is the lab's own child that has not bound its port yet. @default false */
  readonly mayBeAbsent?: boolean;
}

const PAUSE_MS = 50;

/** Resolves when `/-/ready` returns 200. Rejects with a LabError if another program responds, or at the time limit. */
export async function waitUntilReady(options: ReadyOptions): Promise<void> {
  const { url, signal, mayBeAbsent = false } = options;
  const endsAt = performance.now() + options.timeoutMs;
  for (;;) {
    let fault: unknown;
    try {
      if (await isReady(url, signal)) return;
    } catch (error) {
      if (!(mayBeAbsent && error instanceof LabError && error.code === 'prometheus-unreachable')) throw error;
      fault = error;
    }
    if (performance.now() > endsAt) {
      throw prometheusError('prometheus-not-ready/late', { url, afterMs: options.timeoutMs }, fault);
    }
    await delay(PAUSE_MS, undefined, { signal }).catch(() => signal.throwIfAborted());
  }
}
