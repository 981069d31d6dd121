// A verdict holds only if nothing came in between that the learner's work has no part in.
import { setImmediate as turnOfLoop } from 'node:timers/promises';
import type { StepReport } from '../contract/values.ts';
import { note, type NoteFacts } from '../contract/notes.ts';
import type { Needs } from './deps.ts';

/**
 * Judges until nothing disturbs it: again where Prometheus was restarted meanwhile, where the lab was stopped (Ctrl-Z)
 * while time limits ran on, or, once, where Prometheus has died, since the next use starts it again. A pass holds as it is.
 */
export async function undisturbed(
  { prometheus, place, emit }: Needs<'prometheus' | 'place' | 'emit'>,
  judge: () => Promise<StepReport>,
  signal: AbortSignal,
): Promise<StepReport> {
  let hasDied = false;
  for (;;) {
    const used = prometheus.current();
    let disturbance: NoteFacts['check-disturbed']['by'] | undefined;
    const removers = [
      prometheus.onRestart(() => (disturbance = 'prometheus-restarted')),
      place.onResume?.(() => (disturbance = 'lab-stopped')),
    ];
    try {
      const report = await judge();
      // That the lab was resumed is reported after the timers that were due meanwhile.
      await turnOfLoop();
      if (report.status === 'pass') return report;
      const code = report.checks.at(-1)?.code;
      if (!hasDied && used !== undefined && (await prometheus.hasLost(used, code, signal))) {
        hasDied = true;
        disturbance ??= 'prometheus-exited';
      }
      if (disturbance === undefined) return report;
    } finally {
      for (const remove of removers) remove?.();
    }
    emit({ kind: 'note', fact: note('check-disturbed', { by: disturbance }) });
  }
}
