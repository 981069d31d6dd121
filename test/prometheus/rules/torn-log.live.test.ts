// Alerts of a server that was killed while it wrote its samples.
import { cp, mkdtemp, readdir, rm, stat, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { alert, group } from './build.ts';
import { alertsOf, MINUTE, samplesOf, startRules } from './server.ts';

/** ALERTS_FOR_STATE has whole seconds. */
const wholeSeconds = (time = NaN): number => Math.floor(time / 1000) * 1000;

test('alerts continue from a log of samples that is torn at any byte, or begin again', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'rules-torn-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  const groups = [group([alert('On', '1', { holdMs: 60 * MINUTE })])];
  const whole = join(dir, 'whole');
  const before = await startRules({ dataDir: whole });
  await before.ruler.applyGroups([]);
  await before.ruler.applyGroups(groups);
  await before.advance(6 * MINUTE);
  await before.store.flush();
  const activeAt = wholeSeconds(alertsOf(before)[0]?.activeAtMs);
  const copy = join(dir, 'copy');
  await cp(whole, copy, { recursive: true });
  await before.stop();
  await rm(join(copy, 'lock'), { force: true });
  const [log = ''] = (await readdir(copy)).filter((name) => !name.endsWith('.checkpoint'));
  const { size } = await stat(join(copy, log));
  expect(size).toBeGreaterThan(100);

  for (let length = size; length >= 0; length--) {
    const torn = join(dir, 'torn');
    await cp(copy, torn, { recursive: true });
    await truncate(join(torn, log), length);
    const restartMs = before.clock.now() + MINUTE;
    const after = await startRules({ dataDir: torn, startMs: restartMs });
    const [state] = samplesOf(after, 'ALERTS_FOR_STATE');
    const last = state?.timestamps.at(-1);
    await after.ruler.applyGroups(groups);
    await after.advance(2 * MINUTE);
    const [found] = alertsOf(after);
    // The state is taken up at the end of the second evaluation.
    const restored = after.ruler.groups()[0]?.lastEvaluationMs ?? NaN;
    // The time that the server was down does not count; it is known from the last sample that is left.
    const expected = last === undefined ? restored - MINUTE : activeAt + restored - wholeSeconds(last);
    expect([length, found?.state, found?.activeAtMs]).toEqual([length, 'pending', expected]);
    await after.stop();
    await rm(torn, { recursive: true });
  }
});
