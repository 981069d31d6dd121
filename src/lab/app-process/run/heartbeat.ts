// Asks a running app again and again whether it still answers, and tells when that changes.
import type { OwnRun } from './running.ts';

/** Watches until the app ends. Calls back with false when an answer is overdue, with true when answers come again. */
export function watchHeartbeat(
  run: OwnRun,
  everyMs: number,
  onChange: (isResponsive: boolean) => void,
): void {
  const over = new AbortController();
  let isResponsive = true;
  let timer: NodeJS.Timeout | undefined;

  const beat = async (): Promise<void> => {
    const answered = await run.answers(over.signal, Math.max(everyMs, 1000));
    if (over.signal.aborted) return;
    if (answered !== isResponsive) {
      isResponsive = answered;
      onChange(answered);
    }
    schedule();
  };
  const schedule = (): void => {
    timer = setTimeout(() => void beat(), everyMs);
    // The runner may end without waiting for another beat.
    timer.unref();
  };
  const end = async (): Promise<void> => {
    await run.exited;
    over.abort();
    clearTimeout(timer);
  };
  void end();
  schedule();
}
