// That a Prometheus has ended by itself, told once to those who wait for it.
import type { DownReason } from '../../model/prometheus-api.ts';

export interface EndNotice {
  /** Resolves with the reason. */
  readonly ended: Promise<DownReason>;
  tell(reason: DownReason): void;
}

/** A notice that is not given yet. */
export function createEndNotice(): EndNotice {
  const listeners: ((reason: DownReason) => void)[] = [];
  const ended = new Promise<DownReason>((resolve) => listeners.push(resolve));
  return { ended, tell: (reason) => listeners.forEach((listener) => listener(reason)) };
}
