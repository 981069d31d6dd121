import { expect, test } from 'vitest';
import type { Fact } from '../../../src/lab/model/verdict.ts';
import type { StepReport } from '../../../src/lab/session/contract/values.ts';
import { undisturbed } from '../../../src/lab/session/work/undisturbed.ts';

const PASS: StepReport = { step: 'one', status: 'pass', checks: [] };
const FAIL: StepReport = { step: 'one', status: 'fail', checks: [] };
const BLOCKED: StepReport = { step: 'one', status: 'blocked', checks: [] };

type Disturb = 'restart' | 'resume' | 'death';

/** Judges with these outcomes, one after the other; each may come with a disturbance. */
async function judged(
  rounds: readonly (readonly [report: StepReport, disturbance?: Disturb])[],
): Promise<{ report: StepReport; times: number; notes: Fact[]; listeners: number }> {
  const listeners = { restart: new Set<() => void>(), resume: new Set<() => void>() };
  const listen = (to: keyof typeof listeners) => (listener: () => void) => {
    listeners[to].add(listener);
    return () => void listeners[to].delete(listener);
  };
  const notes: Fact[] = [];
  let times = 0;
  const parts = {
    prometheus: {
      onRestart: listen('restart'),
      current: () => ({ kind: 'managed' }),
      hasLost: () => Promise.resolve(rounds[times - 1]?.[1] === 'death'),
    },
    place: { onResume: listen('resume') },
    emit: (event: { readonly kind: string; readonly fact: Fact }) => notes.push(event.fact),
  } as unknown as Parameters<typeof undisturbed>[0];
  const judge = (): Promise<StepReport> => {
    const [round, disturbance] = rounds[times] ?? [PASS];
    times += 1;
    // As a signal comes: with the next turn of the event loop.
    if (disturbance === 'resume') setImmediate(() => listeners.resume.forEach((listener) => listener()));
    if (disturbance === 'restart') listeners.restart.forEach((listener) => listener());
    return Promise.resolve(round);
  };
  const report = await undisturbed(parts, judge, new AbortController().signal);
  return { report, times, notes, listeners: listeners.restart.size + listeners.resume.size };
}

test('a check without interruption is judged once, whatever the verdict', async () => {
  for (const report of [PASS, FAIL, BLOCKED])
    expect(await judged([[report]])).toEqual({ report, times: 1, notes: [], listeners: 0 });
});

test('a pass counts, whatever happened in between', async () => {
  for (const disturbance of ['restart', 'resume', 'death'] as const)
    expect(await judged([[PASS, disturbance]])).toMatchObject({ report: PASS, times: 1 });
});

test.each([
  ['restart', 'prometheus-restarted'],
  ['resume', 'lab-stopped'],
] as const)('a check that does not pass is judged again after each %s', async (disturbance, by) => {
  const note = { kind: 'check-disturbed', by };
  const rounds = [[FAIL, disturbance], [BLOCKED, disturbance], [FAIL]] as const;
  expect(await judged(rounds)).toEqual({ report: FAIL, times: 3, notes: [note, note], listeners: 0 });
});

test('a check that does not pass is judged again, once, if Prometheus has exited', async () => {
  const rounds = [[BLOCKED, 'death'], [BLOCKED, 'death'], [PASS]] as const;
  const notes = [{ kind: 'check-disturbed', by: 'prometheus-exited' }];
  expect(await judged(rounds)).toEqual({ report: BLOCKED, times: 2, notes, listeners: 0 });
});
