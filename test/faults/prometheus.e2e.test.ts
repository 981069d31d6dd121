// Prometheus misbehaves while a right piece of work and a right answer are judged: the verdict is `blocked` with the
// reason, or the pass that is deserved, and never `fail`. Once it behaves again, the work passes.
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { StepReport } from '../../src/lab/session/contract/values.ts';
import type { Session } from '../../src/lab/session/contract/calls.ts';
import { systemClock } from '../../src/prometheus/model/clock.ts';
import type { LabFolder } from '../support/lab.ts';
import { isPrometheusMissing, prometheusPath } from '../support/real-prometheus.ts';
import type { TerminalProgram } from '../support/terminal.ts';
import { startProxied, type ProxiedPrometheus } from './support/attached.ts';
import { makeLearner } from './support/learner.ts';
import { secondTerminal, slowestAnswerDuring } from './support/second-terminal.ts';
import { processesOf, until } from './support/traces.ts';

const never = new AbortController().signal;
const LONGEST_ANSWER_MS = 1_000;
const stage = (name: string): Promise<string> =>
  readFile(fileURLToPath(new URL(`../../src/app/${name}.ts`, import.meta.url)), 'utf8');

/** A learner whose app counts with labels and whose prometheus.yml has the job: all that step 9 needs. */
async function makeScrapedLearner(): Promise<LabFolder> {
  const folder = await makeLearner('tour');
  await writeFile(path.join(folder.workspace, 'main.ts'), await stage('labeled-counter'));
  return folder;
}

const checkJob = (session: Session): Promise<StepReport> =>
  session.call('check', { step: 'scrape-api' }, never);
const checkAnswer = (session: Session): Promise<StepReport> =>
  session.call('check', { step: 'busiest-endpoint', answer: 'products post' }, never);

/** Judges both, one after the other, while the runner is asked all the time. */
async function judged(session: Session): Promise<readonly StepReport[]> {
  const both = async (): Promise<readonly StepReport[]> => [
    await checkJob(session),
    await checkAnswer(session),
  ];
  const { result, slowestMs } = await slowestAnswerDuring(session, both());
  expect(slowestMs).toBeLessThan(LONGEST_ANSWER_MS);
  return result;
}

const codesOf = (reports: readonly StepReport[]): readonly string[] =>
  reports.map(({ status, checks }) => `${status} ${checks.at(-1)?.code ?? ''}`.trim());

describe.sequential('an attached Prometheus that', { timeout: 180_000 }, () => {
  let folder: LabFolder;
  let session: Session;
  let proxy: ProxiedPrometheus;
  let configFile: string;

  beforeAll(async () => {
    folder = await makeScrapedLearner();
    configFile = path.join(folder.workspace, 'prometheus.yml');
    proxy = await startProxied(configFile);
    const program = folder.open('start', '--prometheus', proxy.url);
    await program.sees('What next?');
    session = await secondTerminal(folder);
    // With the true port of the app's metrics, wherever that is now.
    await session.call('apply', { step: 'scrape-api' }, never);
  });
  afterEach(async () => {
    await proxy.recover();
    const codes = codesOf(await judged(session)).join(', ');
    if (codes !== 'pass, pass') throw new Error(`once Prometheus behaves again, the work gets: ${codes}`);
  });
  afterAll(async () => {
    await folder.remove();
    await proxy.stop();
  });

  test('works normally does not block the check', async () => {
    expect(codesOf(await judged(session))).toEqual(['pass', 'pass']);
  });

  test('dies between two steps blocks the check', async () => {
    await proxy.goAway();
    const reports = await judged(session);
    expect(codesOf(reports)).toEqual(['blocked prometheus-unreachable', 'blocked prometheus-unreachable']);
  });

  test.each([1, 2, 3, 4, 5])('dies during a check, at its request %i, blocks the check', async (last) => {
    const lastRequest = proxy.requests + last;
    const dieAt = setInterval(() => {
      if (proxy.requests >= lastRequest) proxy.answer((_request, response) => response.destroy());
    }, 1);
    try {
      for (const code of codesOf(await judged(session))) expect(code).not.toMatch(/^fail/);
    } finally {
      clearInterval(dieAt);
    }
  });

  test('is replaced on its port by another program blocks the check', async () => {
    proxy.answer((_request, response) =>
      response.setHeader('content-type', 'text/html').end('<h1>Hello</h1>'),
    );
    const reports = await judged(session);
    expect(codesOf(reports)).toEqual(['blocked not-a-prometheus', 'blocked not-a-prometheus']);
  });

  test('is replaced by a program that claims to be Prometheus blocks the check', async () => {
    proxy.answer((_request, response) =>
      response.setHeader('content-type', 'application/json').end('{"status":"success","data":{}}'),
    );
    for (const code of codesOf(await judged(session))) expect(code).toMatch(/^blocked /);
  });

  test('returns 503 blocks the check', async () => {
    proxy.answer((_request, response) => response.writeHead(503).end('Service Unavailable'));
    const reports = await judged(session);
    expect(codesOf(reports)).toEqual(['blocked prometheus-not-ready', 'blocked prometheus-not-ready']);
  });

  test('returns 500 for every request blocks the check', async () => {
    proxy.answer((_request, response) =>
      response
        .writeHead(500, { 'content-type': 'application/json' })
        .end('{"status":"error","errorType":"internal","error":"disk on fire"}'),
    );
    for (const code of codesOf(await judged(session))) expect(code).toMatch(/^blocked /);
  });

  test('takes half a second for each response still passes', async () => {
    proxy.slowDown(500);
    expect(codesOf(await judged(session))).toEqual(['pass', 'pass']);
  });

  test('never responds blocks the check, which can be canceled meanwhile', async () => {
    proxy.answer(() => undefined);
    const report = await checkJob(session);
    expect(codesOf([report])).toEqual(['blocked prometheus-timeout']);
    const called = session.call('check', { step: 'scrape-api' }, AbortSignal.timeout(500));
    await expect(called).rejects.toThrow(/abort|timeout/i);
  });

  test('restarts with an empty store still passes', async () => {
    await proxy.replace({ configFile });
    for (const code of codesOf(await judged(session))) expect(code).not.toMatch(/^fail/);
  });

  test.each([
    ['ten minutes behind', -600_000],
    ['ten minutes ahead', 600_000],
  ])('has a clock that is %s makes no difference', async (_what, offMs) => {
    await proxy.replace({ configFile, clock: { ...systemClock, now: () => Date.now() + offMs } });
    expect(codesOf(await judged(session))).toEqual(['pass', 'pass']);
    await proxy.replace({ configFile });
  });

  test('belongs to another lab and scrapes another app blocks the check', async () => {
    const strangers = createServer((_request, response) =>
      response
        .setHeader('content-type', 'text/plain; version=0.0.4')
        .end('# TYPE http_requests_total counter\nhttp_requests_total{path="cart",method="get"} 9\n'),
    );
    await new Promise<void>((resolve) => strangers.listen(0, '127.0.0.1', resolve));
    const address = strangers.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const theirs = path.join(folder.dir, 'other-prometheus.yml');
    const text = await readFile(configFile, 'utf8');
    await writeFile(theirs, text.replace(/(job_name: api[\s\S]*?localhost:)\d+/, `$1${port}`));
    try {
      await proxy.replace({ configFile: theirs });
      expect(codesOf(await judged(session))).toEqual([
        'blocked other-prometheus',
        'blocked other-prometheus',
      ]);
    } finally {
      strangers.close();
      await proxy.replace({ configFile });
    }
  });

  test('belongs to another lab without such a job blocks the check', async () => {
    const theirs = path.join(folder.dir, 'empty-prometheus.yml');
    await writeFile(theirs, 'global:\n  scrape_interval: 5s\n');
    await proxy.replace({ configFile: theirs });
    expect(codesOf(await judged(session))).toEqual(['blocked other-prometheus', 'blocked other-prometheus']);
    await proxy.replace({ configFile });
  });
});

/** A session with a Prometheus of the lab's own. */
async function openOwn(
  which: string,
): Promise<{ folder: LabFolder; program: TerminalProgram; session: Session }> {
  const folder = await makeScrapedLearner();
  const program = folder.open('start', '--prometheus', which);
  await program.sees('What next?');
  const session = await secondTerminal(folder);
  await session.call('apply', { step: 'scrape-api' }, never);
  return { folder, program, session };
}

const pidOf = (folder: LabFolder): number =>
  processesOf(folder.dir).find(({ what }) => / \S*prometheus --config/.test(what))?.pid ?? 0;

describe.skipIf(isPrometheusMissing || process.platform !== 'linux')('a managed Prometheus that', () => {
  test.concurrent(
    'dies is reported with the reason and restarted, and the work passes',
    async ({ onTestFinished }) => {
      const { folder, program, session } = await openOwn(prometheusPath());
      onTestFinished(() => folder.remove());
      expect(codesOf([await checkJob(session)])).toEqual(['pass']);
      process.kill(pidOf(folder), 'SIGKILL');
      expect(codesOf(await judged(session))).toEqual(['pass', 'pass']);
      await program.sees('Starting it again');
      expect(program.screen().replaceAll(/\s+/g, ' ')).toContain('Prometheus has exited (signal SIGKILL)');
    },
  );

  test.concurrent('dies during a check does not fail the check', async ({ onTestFinished }) => {
    const { folder, session } = await openOwn(prometheusPath());
    onTestFinished(() => folder.remove());
    const checking = checkJob(session);
    await until(() => pidOf(folder) !== 0);
    process.kill(pidOf(folder), 'SIGKILL');
    expect((await checking).status).not.toBe('fail');
    expect(codesOf(await judged(session))).toEqual(['pass', 'pass']);
  });

  test.concurrent('loses its port to another program moves to another port', async ({ onTestFinished }) => {
    const { folder, session } = await openOwn(prometheusPath());
    onTestFinished(() => folder.remove());
    expect(codesOf([await checkJob(session)])).toEqual(['pass']);
    const { prometheus } = await session.call('state', {}, never);
    const port = Number(new URL(prometheus?.url ?? '').port);
    process.kill(pidOf(folder), 'SIGKILL');
    const stranger = createServer((_request, response) => response.end('hello'));
    const take = (): Promise<boolean> =>
      new Promise((resolve) => {
        stranger.once('error', () => resolve(false));
        stranger.listen(port, '127.0.0.1', () => resolve(true));
      });
    await until(take);
    onTestFinished(() => void stranger.close());
    expect(codesOf(await judged(session))).toEqual(['pass', 'pass']);
    const after = await session.call('state', {}, never);
    expect(Number(new URL(after.prometheus?.url ?? '').port)).not.toBe(port);
  });

  test.concurrent('is frozen restarts at once while a check waits for it', async ({ onTestFinished }) => {
    const { folder, session } = await openOwn(prometheusPath());
    onTestFinished(() => folder.remove());
    expect(codesOf([await checkJob(session)])).toEqual(['pass']);
    process.kill(pidOf(folder), 'SIGSTOP');
    // The check comes first, and would wait 10 s for an answer.
    const checking = checkJob(session);
    const restarting = session.call('restart', { what: 'prometheus' }, never);
    await expect(restarting).resolves.toMatchObject({ isRunning: true });
    expect(codesOf([await checking])).toEqual(['pass']);
  });

  test.concurrent('is frozen blocks the check with the reason', async ({ onTestFinished }) => {
    const { folder, session } = await openOwn(prometheusPath());
    onTestFinished(() => folder.remove());
    expect(codesOf([await checkJob(session)])).toEqual(['pass']);
    process.kill(pidOf(folder), 'SIGSTOP');
    expect(codesOf([await checkJob(session)])).toEqual(['blocked prometheus-timeout']);
    process.kill(pidOf(folder), 'SIGCONT');
    expect(codesOf(await judged(session))).toEqual(['pass', 'pass']);
  });
});

describe('the embedded Prometheus', { timeout: 120_000 }, () => {
  test('lets the runner respond and exit while it evaluates a heavy query', async ({ onTestFinished }) => {
    const { folder, program, session } = await openOwn('embedded');
    onTestFinished(() => folder.remove());
    await session.call('query', { promql: 'up' }, never);
    const heavy = 'sum_over_time(quantile_over_time(0.5, vector(time())[6h:1s])[6h:1s])';
    const querying = session.call('query', { promql: heavy }, never).then(
      () => 'answered',
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
    const { slowestMs } = await slowestAnswerDuring(
      session,
      Promise.race([querying, new Promise((resolve) => setTimeout(resolve, 3000))]),
    );
    expect(slowestMs).toBeLessThan(LONGEST_ANSWER_MS);
    const toldAt = performance.now();
    program.kill('SIGTERM');
    await program.exited;
    expect(performance.now() - toldAt).toBeLessThan(2_000);
  });
});
