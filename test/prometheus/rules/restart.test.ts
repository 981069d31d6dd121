// What a server that restarts takes up of its alerts (rules/group.go, RestoreForState), from the facts of Prometheus's
// TestForStateRestore.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { RuleGroup } from '../../../src/prometheus/rules/model/rule.ts';
import { alert, group } from './build.ts';
import { alertsOf, MINUTE, samplesOf, START, startRules, type RuleServer } from './server.ts';

const HOUR = 60 * MINUTE;

/** An alert that is always on. */
const pendingFor = (holdMs: number): RuleGroup => group([alert('On', '1', { holdMs })]);

async function restarted(
  before: RuleServer,
  downMs: number,
  groups: readonly RuleGroup[],
): Promise<RuleServer> {
  const now = before.clock.now();
  await before.ruler.stop();
  const after = await startRules({ startMs: now + downMs, store: before.store });
  await after.ruler.applyGroups(groups);
  return after;
}

/** Moves on minute by minute until the alert fires; gives when it did. */
async function firesAt(server: RuleServer): Promise<number> {
  for (let minute = 0; minute < 400; minute++) {
    const [one] = alertsOf(server);
    if (one?.state === 'firing') return one.firedAtMs ?? NaN;
    await server.advance(MINUTE);
  }
  throw new Error('it never fired');
}

/**
 * A server that is cut at any minute and is down for any time fires as Prometheus's rules say. `last` is the last sample
 * that was written of the alert, `restored` the second evaluation after the restart:
 *
 * - down for more than an hour at `restored`: the alert begins again, with the first evaluation after the restart;
 * - it had fired: it fires with the third evaluation;
 * - less than ten minutes were left: it fires ten minutes after `restored`;
 * - else: the time that was left at `last` is left at `restored`.
 *
 * Times are those of the first evaluation that is not before them.
 */
test('an alert of a server that was cut at any time fires when Prometheus says', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 10, max: 90 }),
      fc.integer({ min: 5, max: 100 }),
      fc.integer({ min: 0, max: 90 }),
      async (holdMinutes, upMinutes, downMinutes) => {
        const holdMs = holdMinutes * MINUTE;
        const before = await startRules();
        // Not the first configuration: alerts are written from the first evaluation on.
        await before.ruler.applyGroups([]);
        await before.ruler.applyGroups([pendingFor(holdMs)]);
        await before.advance(upMinutes * MINUTE);
        const [state] = samplesOf(before, 'ALERTS_FOR_STATE');
        const last = state?.timestamps.at(-1) ?? NaN;
        const activeAt = alertsOf(before)[0]?.activeAtMs ?? NaN;
        const after = await restarted(before, downMinutes * MINUTE, [pendingFor(holdMs)]);
        const fired = await firesAt(after);
        await after.stop();
        await before.store.close();

        const restart = before.clock.now() + downMinutes * MINUTE;
        const slot = (time: number): number =>
          Math.ceil((Math.max(time, restart + 1) - last) / MINUTE) * MINUTE + last;
        const first = slot(restart + 1);
        const restored = first + MINUTE;
        const left = holdMs - (Math.trunc(last / 1000) * 1000 - Math.floor(activeAt / 1000) * 1000);
        const expected =
          last < restored - HOUR
            ? slot(first + holdMs)
            : left <= 0
              ? restored + MINUTE
              : slot(restored + Math.max(left, 10 * MINUTE));
        // Whole seconds are kept: what is at the edge of a slot may be one later.
        expect(fired - expected).toBeGreaterThanOrEqual(0);
        expect(fired - expected).toBeLessThanOrEqual(left % MINUTE === 0 || left <= 0 ? 0 : MINUTE);
      },
    ),
    { numRuns: 60 },
  );
});

test('an alert whose `for` is shorter than the grace period begins again', async () => {
  const before = await startRules();
  await before.ruler.applyGroups([pendingFor(5 * MINUTE)]);
  await before.advance(20 * MINUTE);
  const after = await restarted(before, MINUTE, [pendingFor(5 * MINUTE)]);
  await after.advance(3 * MINUTE);
  expect(alertsOf(after)).toMatchObject([{ state: 'pending' }]);
  expect(alertsOf(after)[0]?.activeAtMs).toBeGreaterThan(before.clock.now());
  await after.stop();
  await before.stop();
});

test('an alert that had ended when the server went down begins again', async () => {
  const rules = [alert('On', 'vector(time()) % 1200 < 600', { holdMs: HOUR })];
  const before = await startRules({ startMs: Math.ceil(START / 1_200_000) * 1_200_000 });
  await before.ruler.applyGroups([group(rules)]);
  // Ten minutes on, and some off.
  await before.advance(15 * MINUTE);
  const after = await restarted(before, 5 * MINUTE, [group(rules)]);
  await after.advance(5 * MINUTE);
  expect(alertsOf(after)[0]?.activeAtMs).toBeGreaterThan(before.clock.now());
  await after.stop();
  await before.stop();
});
