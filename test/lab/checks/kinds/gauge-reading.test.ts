import { expect, test } from 'vitest';
import { readHeld, readRest } from '../../../../src/lab/checks/kinds/in-progress/gauge-reading.ts';
import { output } from '../../../../src/lab/runtimes/node/explain/output.ts';
import type { WatchedApp } from '../../../../src/lab/checks/app/running.ts';
import type { AppRest, RegistrySnapshot } from '../../../../src/lab/model/app-run.ts';
import { fakeLiveApp } from '../support/fake-app.ts';

const rest = (hasTimers: boolean, open = 0): AppRest => ({ hasTimers, open, held: open, raisedGauges: [] });

/** An app whose gauge shows one value now, and another one once its timers have fired. */
async function appShowing(
  now: number,
  later?: { readonly value: number; readonly open: number },
  delayMs = 1_001,
): Promise<WatchedApp> {
  const start = await fakeLiveApp()();
  if (start.status !== 'running') throw new Error('the app of this test always runs');
  let value = now;
  const registries = (): Promise<readonly RegistrySnapshot[]> => {
    const metric = { name: 'g', type: 'gauge', help: 'G', labelNames: [] };
    const text = `# HELP g G\n# TYPE g gauge\ng ${String(value)}\n`;
    return Promise.resolve([{ id: 1, isDefault: true, contentType: 'text/plain', text, metrics: [metric] }]);
  };
  const passTime = (): Promise<{
    readonly rest: AppRest;
    readonly byMs: number;
    readonly served: number;
  }> => {
    value = later?.value ?? value;
    return Promise.resolve({ rest: rest(true, later?.open), byMs: delayMs, served: 0 });
  };
  const run = {
    ...start.run,
    registries,
    passTime,
    nextTimer: passTime,
    readIdle: async () => ({ rest: rest(later !== undefined), registries: await registries() }),
  };
  return { run, output, signal: new AbortController().signal };
}

test('a gauge without timers is read once', async () => {
  expect(await readRest(await appShowing(2), 'g')).toEqual({ value: 2, isSplit: false, isLate: false });
  expect(await readHeld(await appShowing(2), 'g', rest(false))).toEqual({ value: 2, later: undefined });
});

test('a gauge that a timer decrements within a second after the last request is at rest', async () => {
  const app = await appShowing(2, { value: 0, open: 0 }, 1_000);
  expect(await readRest(app, 'g')).toEqual({ value: 0, isSplit: false, isLate: false });
});

test('a gauge that a timer decrements later than that is late', async () => {
  const app = await appShowing(2, { value: 0, open: 0 });
  expect(await readRest(app, 'g')).toEqual({ value: 2, isSplit: false, isLate: true });
});

test('a gauge that a timer moves away from 0 is not at rest', async () => {
  const app = await appShowing(0, { value: -3, open: 0 });
  expect(await readRest(app, 'g')).toEqual({ value: -3, isSplit: false, isLate: false });
});

test('held requests are read before and after the timers, with what is open then', async () => {
  const app = await appShowing(40, { value: 0, open: 40 });
  expect(await readHeld(app, 'g', rest(true, 40))).toEqual({ value: 40, later: { value: 0, open: 40 } });
});
