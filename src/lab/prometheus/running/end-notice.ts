// Notifies waiting callers once that a Prometheus has exited by itself.
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
