import { afterAll, describe, expect, test } from 'vitest';
import { disposeAppProcess, startIsolatedRun } from '../../../../../src/lab/app-process/index.ts';
import type { AppRun } from '../../../../../src/lab/model/app-run.ts';
import { makeWorkspace, type TestWorkspace } from '../../../app-process/support/workspace.ts';

afterAll(disposeAppProcess);

const never = new AbortController().signal;

/** An app that runs `body` and answers each request with what `log` holds. */
const appOf = (body: string): string => `
import http from 'node:http';
const log: unknown[] = [];
${body}
http.createServer((_req, res) => res.end(JSON.stringify(log))).listen(3000);
`;

async function startIn(workspace: TestWorkspace): Promise<AppRun & AsyncDisposable> {
  const start = await startIsolatedRun({ ...workspace.options, signal: never });
  if (start.status === 'failed') throw new Error(JSON.stringify(start.failure));
  return { ...start.run, [Symbol.asyncDispose]: () => start.run.stop() };
}

const logOf = async (run: AppRun): Promise<unknown> => (await fetch(`http://${run.address(3000)}`)).json();

/** What the app has logged when so much time has passed. */
async function logAfter(body: string, times: number): Promise<unknown> {
  await using workspace = await makeWorkspace(appOf(body));
  await using run = await startIn(workspace);
  await run.whenIdle(never);
  await run.passTime(times, never);
  return await logOf(run);
}

const chain = (length: string): string => `
let links = 0;
const next = (): void => { links += 1; log[0] = links; if (links < ${length}) setTimeout(next, 500); };
setTimeout(next, 500);`;

const closing = (end: string): string => `
import http from 'node:http';
const server = http.createServer().listen(3000, () => setTimeout(() => server.close(), 20));
setTimeout(() => undefined, 3_600_000)${end};`;

describe('the clock of an isolated run', () => {
  test('stands still until the lab lets time pass', async () => {
    await using workspace = await makeWorkspace(appOf(`setTimeout(() => log.push('late'), 3_600_000);`));
    await using run = await startIn(workspace);
    expect(await run.whenIdle(never)).toMatchObject({ hasTimers: true });
    expect(await logOf(run)).toEqual([]);
    expect(await run.passTime(1, never)).toMatchObject({ rest: { hasTimers: false } });
    expect(await logOf(run)).toEqual(['late']);
  });

  test.each([
    ['global', `setTimeout(() => log.push('fired'), 60_000);`],
    [
      'node:timers',
      `const { setTimeout: later } = await import('node:timers');\nlater(() => log.push('fired'), 60_000);`,
    ],
    [
      'node:timers/promises',
      `const { setTimeout: wait } = await import('node:timers/promises');\nvoid wait(60_000, 'fired').then((value) => log.push(value));`,
    ],
    [
      'scheduler.wait',
      `const { scheduler } = await import('node:timers/promises');\nvoid scheduler.wait(60_000).then(() => log.push('fired'));`,
    ],
    [
      'util.promisify',
      `const { promisify } = await import('node:util');\nvoid promisify(setTimeout)(60_000, 'fired').then((value) => log.push(value));`,
    ],
    [
      'AbortSignal.timeout',
      `const signal = AbortSignal.timeout(60_000);\nsignal.addEventListener('abort', () => log.push('fired'));\nsetTimeout(() => undefined, 60_000);`,
    ],
  ])('moves timers of %s', async (_name, body) => {
    expect(await logAfter(body, 1)).toEqual(['fired']);
  });

  test('fires in the order of the due times, and each interval once in a jump', async () => {
    const body = `
setTimeout((name: string) => log.push(name), 3000, 'c');
setTimeout(() => log.push('a'), 1000);
const every = setInterval(() => log.push('b'), 2000);
setTimeout(() => clearInterval(every), 5000);`;
    expect(await logAfter(body, 1)).toEqual(['a', 'b', 'c']);
  });

  test('clears by object and by number, refreshes, and keeps the context of who set it', async () => {
    const body = `
import { AsyncLocalStorage } from 'node:async_hooks';
const context = new AsyncLocalStorage<string>();
clearTimeout(setTimeout(() => log.push('cleared'), 10));
clearTimeout(Number(setTimeout(() => log.push('cleared by number'), 10)));
const first = setTimeout(() => log.push('refreshed'), 5000);
setTimeout(() => log.push('second'), 5001);
const end = Date.now() + 20;
while (Date.now() < end);
first.refresh();
context.run('of the context', () => setTimeout(() => log.push(context.getStore()), 6000));`;
    expect(await logAfter(body, 1)).toEqual(['second', 'refreshed', 'of the context']);
  });

  test('moves Date, performance and hrtime with the timers, and lets them run in between', async () => {
    const body = `
const before = [Date.now(), new Date().getTime(), performance.now(), Number(process.hrtime.bigint()) / 1e6];
const end = Date.now() + 20;
while (Date.now() < end);
setTimeout(() => {
  const after = [Date.now(), new Date().getTime(), performance.now(), Number(process.hrtime.bigint()) / 1e6];
  log.push(...after.map((value, index) => Math.floor((value - before[index]!) / 60_000)));
}, 60_000);`;
    expect(await logAfter(body, 1)).toEqual([1, 1, 1, 1]);
  });

  test.each([
    ['Date', 'Date.now()'],
    ['new Date', 'new Date().getTime()'],
    ['performance.now', 'performance.now()'],
    ['performance.mark', `performance.mark('now').startTime`],
    ['hrtime', 'process.hrtime().reduce((s, ns) => s * 1e3 + ns / 1e6)'],
    ['hrtime.bigint', 'Number(process.hrtime.bigint()) / 1e6'],
    ['process.uptime', 'process.uptime() * 1e3'],
  ])('moves %s by what is skipped alone while it is frozen', async (_name, nowMs) => {
    await using workspace = await makeWorkspace(`
import http from 'node:http';
http.createServer((_req, res) => res.end(String(${nowMs}))).listen(3000);`);
    await using run = await startIn(workspace);
    const now = async (): Promise<number> => Number(await logOf(run));
    const realBefore = await now();
    await run.freezeClock(true, never);
    const frozen = await now();
    expect(frozen).toBeGreaterThanOrEqual(realBefore);
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(await now()).toBeCloseTo(frozen, 1);
    await run.skipTime(200.5, never);
    const passed = (await now()) - frozen;
    // Dates are whole milliseconds.
    expect(Math.abs(passed - 200.5)).toBeLessThan(1);
    // A second order to freeze changes nothing.
    await run.freezeClock(true, never);
    expect(await now()).toBeCloseTo(frozen + passed, 1);
    await run.freezeClock(false, never);
    expect(await now()).toBeGreaterThan(frozen + passed + 25);
  });

  test('leaves timers as far away as they are when time is skipped', async () => {
    await using workspace = await makeWorkspace(appOf(`setTimeout(() => log.push('late'), 60_000);`));
    await using run = await startIn(workspace);
    await run.whenIdle(never);
    await run.skipTime(120_000, never);
    expect(await run.whenIdle(never)).toMatchObject({ hasTimers: true, movedMs: 120_000 });
    expect(await logOf(run)).toEqual([]);
  });

  test('lets a chain of timers come to its end, and says that one without an end has none', async () => {
    expect(await logAfter(chain('30'), 40)).toEqual([30]);
    expect(await logAfter(chain('Infinity'), 40)).toEqual([40]);
  });

  test('lets a handler that waits for a timer answer, however long it waits', async () => {
    await using workspace = await makeWorkspace(`
import http from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
http.createServer(async (_req, res) => { await wait(3_600_000); await wait(60_000); res.end('patience'); }).listen(3000);`);
    await using run = await startIn(workspace);
    await run.whenIdle(never);
    expect(await (await fetch(`http://${run.address(3000)}`)).text()).toBe('patience');
  });

  test('ends the app where a timer throws, as it would without the lab', async () => {
    await using workspace = await makeWorkspace(
      appOf(`setTimeout(() => { throw new Error('in a timer'); }, 60_000);`),
    );
    await using run = await startIn(workspace);
    await run.whenIdle(never);
    await expect(run.passTime(1, never)).rejects.toMatchObject({ code: 'app-gone' });
    expect(await run.exited).toMatchObject({ error: 'Error: in a timer' });
  });

  test('keeps the app running for a timer, and not for one that is unreferenced', async () => {
    await using workspace = await makeWorkspace(closing('.unref()'));
    await using run = await startIn(workspace);
    expect(await run.exited).toMatchObject({ code: 0 });
    await using kept = await makeWorkspace(closing(''));
    await using keptRun = await startIn(kept);
    expect(await keptRun.passTime(1, never)).toMatchObject({ rest: { hasTimers: false } });
  });

  test('waits for files and host names, which no timer can hurry', async () => {
    const body = `
import { lookup } from 'node:dns/promises';
import { readFile } from 'node:fs/promises';
setTimeout(async () => { await readFile(import.meta.filename); await lookup('127.0.0.1'); await readFile('package.json').catch(() => undefined); log.push('done'); }, 1000);`;
    expect(await logAfter(body, 1)).toEqual(['done']);
  });

  test('is not waited for where an immediate sets the next one for ever', async () => {
    await using workspace = await makeWorkspace(
      appOf(`const spin = (): unknown => setImmediate(spin);\nspin();`),
    );
    await using run = await startIn(workspace);
    expect(await run.whenIdle(never)).toMatchObject({ open: 0 });
  });
});
