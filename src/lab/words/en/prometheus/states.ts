// Whether a Prometheus runs.
import type { DownReason } from '../../../model/prometheus-api.ts';

/** `exit code 2`, `signal SIGKILL`. */
export function exitOf({ code, signal, said }: Extract<DownReason, { kind: 'exited' }>): string {
  return said ?? (signal === null ? `exit code ${code ?? 'unknown'}` : `signal ${signal}`);
}

/** Why a Prometheus does not run: a sentence, and the last lines of its log. */
export function whyDown(reason: DownReason): string {
  switch (reason.kind) {
    case 'exited': {
      const lines = reason.lines.map((line) => `\n  ${line}`).join('');
      return `Prometheus exited (${exitOf(reason)}) after it had printed ${lines === '' ? 'nothing.' : `this:${lines}`}`;
    }
    case 'thread-ended':
      return reason.said;
    case 'lost':
      return `No Prometheus responds at ${reason.url}.`;
    case 'stopped':
      return 'The lab has stopped Prometheus.';
    case 'restarting':
      return 'Prometheus is restarting.';
    default:
      return reason satisfies never;
  }
}
