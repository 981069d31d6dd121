// That a Prometheus has ended by itself, told once to those who wait for it.

export interface EndNotice {
  /** Resolves with the reason. */
  readonly ended: Promise<string>;
  tell(reason: string): void;
}

/** A notice that is not given yet. */
export function createEndNotice(): EndNotice {
  const listeners: ((reason: string) => void)[] = [];
  const ended = new Promise<string>((resolve) => listeners.push(resolve));
  return { ended, tell: (reason) => listeners.forEach((listener) => listener(reason)) };
}
