// The learner's app misbehaves, all in one session that stays open: the runner answers at once all the while, names
// what happened, and continues with the next program as if nothing had been.
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Session } from '../../src/lab/session/contract/calls.ts';
import type { StepReport } from '../../src/lab/session/contract/values.ts';
import type { LabFolder } from '../support/lab.ts';
import type { TerminalProgram } from '../support/terminal.ts';
import { isApp } from './support/stages.ts';
import { makeLearner } from './support/learner.ts';
import { secondTerminal, slowestAnswerDuring } from './support/second-terminal.ts';
import { leftAfter, lookBefore, processesOf, until } from './support/traces.ts';
import { worded } from '../../src/lab/words/index.ts';

/** No answer over 1 s: what docs/reliability.md promises. */
const LONGEST_ANSWER_MS = 1_000;
/** The most memory that the runner may take, whatever the app prints or sends. */
const MOST_MEMORY_KB = 400_000;

const never = new AbortController().signal;
let folder: LabFolder;
let program: TerminalProgram;
let session: Session;

beforeAll(async () => {
  folder = await makeLearner('tour');
  program = folder.open('start', '--prometheus', 'embedded');
  await program.sees('What next?');
  session = await secondTerminal(folder);
});
afterAll(() => folder.remove());

interface Shop {
  /** At the top of the file. */
  readonly first?: string;
  /** Before each handler. */
  readonly middleware?: string;
  /** In place of the metrics page's own. */
  readonly page?: string;
  /** At the end of the file. */
  readonly last?: string;
}

/** The shop with its metrics, and with an error in it. */
function shop({ first = '', middleware = 'next();', page, last = '' }: Shop): string {
  return `${first}
import express from 'express';
import { Counter, register } from 'prom-client';
const counter = new Counter({ name: 'http_requests_total', help: 'Total number of requests' });
let requests = 0;
const api = express();
api.use((req, res, next) => { requests += 1; ${middleware} });
api.get('/products', (_req, res) => { counter.inc(); res.send('product'); });
api.post('/products', (_req, res) => { counter.inc(); res.status(201).send('created product'); });
api.get('/cart', (_req, res) => { counter.inc(); res.send('cart'); });
api.post('/cart', (_req, res) => { counter.inc(); res.status(201).send('created cart'); });
api.listen(3000);
const metrics = express();
metrics.get('/metrics', async (_req, res) => {
  res.set('Content-Type', register.contentType);
  ${page ?? 'res.end(await register.metrics());'}
});
metrics.listen(8000);
${last}
`;
}

/** Saves the program and waits until the runner has seen it. */
async function save(text: string): Promise<void> {
  await writeFile(path.join(folder.workspace, 'main.ts'), text);
  await program.sees('Saved: main.ts');
}

/** Checks a step while the runner is asked all the time. */
async function checked(step: string): Promise<{ readonly report: StepReport; readonly slowestMs: number }> {
  const { result, slowestMs } = await slowestAnswerDuring(session, session.call('check', { step }, never));
  return { report: result, slowestMs };
}

/** The app and what it has started. */
const ofApp = (): readonly string[] =>
  processesOf(folder.dir).flatMap(({ id, what }) =>
    isApp(what) || what.includes('setInterval(() =>') ? [id] : [],
  );

const memoryKb = async (): Promise<number> =>
  Number(/VmRSS:\s+(\d+)/.exec(await readFile(`/proc/${program.pid}/status`, 'utf8'))?.[1]);

describe.runIf(process.platform === 'linux')('an app that', { timeout: 120_000 }, () => {
  test.for<[what: string, step: string, code: string, shop: Shop]>([
    [
      'crashes at its start',
      'count-requests',
      'app-crashed',
      { last: "throw new Error('boom at the start');" },
    ],
    ['ends by itself at its start', 'count-requests', 'app-exited', { first: 'process.exit(0);' }],
    ['never answers', 'count-requests', 'request-hangs', { middleware: '' }],
    ['closes connections', 'count-requests', 'connection-closed', { middleware: 'req.socket.destroy();' }],
    ['loops for ever at its start', 'count-requests', 'unresponsive', { first: 'for (;;);' }],
    ['loops for ever on a request', 'count-requests', 'unresponsive', { middleware: 'for (;;);' }],
    [
      'crashes on a request',
      'count-requests',
      'app-died',
      { middleware: "setImmediate(() => { throw new Error('boom'); });" },
    ],
    [
      'changes its counts while they are being read',
      'count-requests',
      'counted-wrong-amount',
      { last: 'setInterval(() => counter.inc(), 1);' },
    ],
    ['has a /metrics that hangs', 'expose-metrics', 'page-hangs', { page: '' }],
    [
      'has a /metrics that is HTML',
      'expose-metrics',
      'page-is-html',
      { page: "res.end('<h1>Metrics</h1>');" },
    ],
    [
      'has a /metrics of 50 MB',
      'expose-metrics',
      'page-too-large',
      { page: "res.end('x 1\\n'.repeat(12_500_000));" },
    ],
    [
      'has a /metrics that never ends',
      'expose-metrics',
      'page-too-large',
      { page: "const more = (error) => error ?? res.write('x 1\\n'.repeat(16_384), more); more();" },
    ],
  ])('%s is named: %s fails with %s', async ([, step, code, parts]) => {
    await save(shop(parts));
    const { report, slowestMs } = await checked(step);
    expect(report.status).toBe('fail');
    expect(report.checks.map(worded).at(-1)).toMatchObject({
      status: 'fail',
      code,
      hint: expect.stringMatching(/\w/),
    });
    expect(slowestMs).toBeLessThan(LONGEST_ANSWER_MS);
    expect(await memoryKb()).toBeLessThan(MOST_MEMORY_KB);
  });

  test('responds slowly still passes', async () => {
    await save(shop({ middleware: 'setTimeout(next, 1500);' }));
    const { report, slowestMs } = await checked('count-requests');
    expect(report).toMatchObject({ status: 'pass' });
    expect(slowestMs).toBeLessThan(LONGEST_ANSWER_MS);
  });

  test('crashes after a second is reported at once, with the error and its location', async () => {
    await save(shop({ last: "setTimeout(() => { throw new Error('boom after a second'); }, 1000);" }));
    await program.sees(/Your app has stopped\.(?=[^❯]*boom after a second)(?=[^❯]*main\.ts:\d+)/);
    expect((await session.call('state', {}, never)).app.state).toBe('crashed');
  });

  test('crashes under traffic is reported, with the number of requests that got no response', async () => {
    await save(
      shop({
        middleware:
          "if (requests > 40) throw setImmediate(() => { throw new Error('boom under traffic'); }); next();",
      }),
    );
    const { result, slowestMs } = await slowestAnswerDuring(
      session,
      session.call('traffic', { scenario: 'first-visitors' }, never),
    );
    expect(result.sent + result.failed).toBe(100);
    await program.sees('Your app has stopped.');
    await program.sees('boom under traffic');
    expect(slowestMs).toBeLessThan(LONGEST_ANSWER_MS);
  });

  test('freezes while it runs is reported, and responds again after a restart', async () => {
    await save(shop({ middleware: 'for (;;);' }));
    await until(async () => (await session.call('state', {}, never)).app.state === 'running');
    const { addresses } = await session.call('state', {}, never);
    await fetch(`http://${addresses['api']}/cart`, { signal: AbortSignal.timeout(500) }).catch(
      () => undefined,
    );
    await program.sees('Your app has stopped responding');
    await save(shop({}));
    const { report } = await checked('expose-metrics');
    expect(report.status).toBe('pass');
  });

  test('ignores SIGTERM and starts child processes is restarted, and its child processes end', async () => {
    const text = await readFile(path.join(import.meta.dirname, '../fixtures/faults/stubborn.ts'), 'utf8');
    await save(text);
    await until(() => ofApp().length === 2);
    const before = ofApp();
    const { result, slowestMs } = await slowestAnswerDuring(
      session,
      session.call('restart', { what: 'app' }, never),
    );
    expect(result.isRunning).toBe(true);
    await until(() => ofApp().length === 2);
    expect(ofApp().filter((id) => before.includes(id))).toEqual([]);
    expect(slowestMs).toBeLessThan(LONGEST_ANSWER_MS);
  });

  test('prints 100 MB costs the runner no memory, and its last lines can be read', async () => {
    await save(
      shop({ first: await readFile(path.join(import.meta.dirname, '../fixtures/faults/prints.ts'), 'utf8') }),
    );
    const { report, slowestMs } = await checked('count-requests');
    expect(report.status).toBe('pass');
    const { lines } = await session.call('log', { lines: 5 }, never);
    expect(lines).toContain('that was all');
    expect(slowestMs).toBeLessThan(LONGEST_ANSWER_MS);
    expect(await memoryKb()).toBeLessThan(MOST_MEMORY_KB);
  });

  test('leaks memory is stopped before the computer runs out, and the learner is told why', async () => {
    await save(
      shop({ last: 'const kept = []; setInterval(() => kept.push(Buffer.alloc(32 * 1024 * 1024, 1)), 0);' }),
    );
    await program.sees('Your app has stopped.');
    await program.sees('1024 MB of memory');
    const { report } = await checked('count-requests');
    expect(report.status).not.toBe('blocked');
  });

  test('is saved repeatedly during a check is judged by the last save', async () => {
    const good = shop({});
    const bad = shop({ middleware: 'setTimeout(next, 200);' }).replaceAll('counter.inc();', '');
    for (let burst = 0; burst < 10; burst += 1) {
      await writeFile(
        path.join(folder.workspace, 'main.ts'),
        burst % 2 === 0 ? bad : `${bad}${good.slice(0, 200)}`,
      );
      const checking = session.call('check', { step: 'count-requests' }, AbortSignal.timeout(100));
      await checking.catch(() => undefined);
    }
    await writeFile(path.join(folder.workspace, 'main.ts'), good);
    const { report, slowestMs } = await checked('expose-metrics');
    expect(report).toMatchObject({ status: 'pass' });
    expect(slowestMs).toBeLessThan(LONGEST_ANSWER_MS);
  });

  test('did all of the above leaves nothing behind when the session ends', async () => {
    const before = lookBefore(folder.dir);
    program.press('ctrlC');
    expect(await leftAfter(folder.dir, before)).toEqual([]);
    expect(program.screen()).not.toContain('Bug in the lab');
  });
});
