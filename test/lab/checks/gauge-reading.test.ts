import { expect, test } from 'vitest';
import { readRest, readSum } from '../../../src/lab/checks/gauge-reading.ts';
import type { WatchedApp } from '../../../src/lab/checks/running-app.ts';
import type { RegistrySnapshot } from '../../../src/lab/model/app-run.ts';
import { fakeLiveApp } from './support/fake-app.ts';

/** An app whose gauge shows these values, one a reading, the last one for ever; it has put something off, or not. */
async function appShowing(
  values: readonly number[],
  hasTimers = false,
): Promise<{ app: WatchedApp; readings: () => number }> {
  const start = await fakeLiveApp()();
  if (start.status !== 'running') throw new Error('the app of this test always runs');
  let readings = 0;
  const registries = (): Promise<readonly RegistrySnapshot[]> => {
    const value = values[readings] ?? values.at(-1) ?? 0;
    readings += 1;
    const metric = { name: 'g', type: 'gauge', help: 'G', labelNames: [] };
    const text = `# HELP g G\n# TYPE g gauge\ng ${String(value)}\n`;
    return Promise.resolve([{ id: 1, isDefault: true, contentType: 'text/plain', text, metrics: [metric] }]);
  };
  const run = {
    ...start.run,
    registries,
    whenIdle: () => Promise.resolve(),
    hasTimers: () => Promise.resolve(hasTimers),
  };
  return { app: { run, signal: new AbortController().signal }, readings: () => readings };
}

test('a gauge that comes down a moment after the response was closed is at rest', async () => {
  const { app } = await appShowing([2, 1, 0]);
  expect(await readRest(app, 'g')).toEqual({ value: 0, isSplit: false });
});

test('a gauge that stays up is read a few times, and then believed', async () => {
  const { app, readings } = await appShowing([2]);
  expect(await readRest(app, 'g')).toEqual({ value: 2, isSplit: false });
  expect(readings()).toBeGreaterThan(1);
});

test('a gauge is waited for longer where the app has put something off', async () => {
  const late = [2, 2, 2, 2, 0];
  const patient = await appShowing(late, true);
  expect(await readRest(patient.app, 'g')).toEqual({ value: 0, isSplit: false });
  const prompt = await appShowing(late);
  expect(await readRest(prompt.app, 'g')).toEqual({ value: 2, isSplit: false });
  const endless = await appShowing([2], true);
  expect(await readRest(endless.app, 'g')).toEqual({ value: 2, isSplit: false });
});

test('a gauge that shows what is wanted is read once', async () => {
  const { app, readings } = await appShowing([4]);
  expect(await readSum(app, 'g', 4)).toBe(4);
  expect(readings()).toBe(1);
});
