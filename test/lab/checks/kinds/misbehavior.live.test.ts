// Programs that misbehave in the middle of a check: each gets a verdict with a name, in time, and nothing hangs.
import { afterAll, describe, expect, test } from 'vitest';
import { disposeAppProcess } from '../../../../src/lab/app-process/index.ts';
import type { CheckSpec } from '../../../../src/lab/checks/index.ts';
import { judgeProgram } from '../support/case-run.ts';

afterAll(disposeAppProcess);

const shop = (handler: string, more = ''): string => `
import express from 'express';
import { Counter, Gauge, Registry, register } from 'prom-client';
import { store } from './store.ts';
const counter = new Counter({ name: 'm_total', help: 'h' });
const gauge = new Gauge({ name: 'g', help: 'h' });
const api = express();
api.get('/', async (req, res) => { ${handler} });
${more}
api.listen(3000);
`;
const page = (handler: string): string =>
  `const metrics = express();
  metrics.get('/metrics', async (_req, res) => { res.set('Content-Type', register.contentType); ${handler} });
  metrics.listen(8000);`;

const counted: CheckSpec = {
  kind: 'requests-counted',
  metric: 'm_total',
  requests: [{ method: 'GET', path: '/', status: 200 }],
};
const labeled: CheckSpec = { ...counted, labels: { path: 'path' } };
const countedOfMany: CheckSpec = {
  ...counted,
  requests: Array.from({ length: 6 }, (_, number) => ({ method: 'GET', path: '/', query: `page=${number}` })),
};
const busy = shop(
  "const { isBusy } = app; app.isBusy = true; await store.readCart(); app.isBusy = false; if (!isBusy) counter.inc(); res.send('ok');",
  'const app = { isBusy: false };',
);
const exposed: CheckSpec = { kind: 'metrics-exposed', port: 'metrics', path: '/metrics', metric: 'm_total' };
const inProgress: CheckSpec = { kind: 'in-progress', metric: 'g', requests: [{ method: 'GET', path: '/' }] };
const severalInProgress: CheckSpec = {
  ...inProgress,
  requests: [
    { method: 'GET', path: '/' },
    { method: 'GET', path: '/', query: 'page=2' },
  ],
};
const follow = "gauge.inc(); res.once('close', () => gauge.dec());";
const serve = "counter.inc(); await store.readCart(); res.send('ok');";

describe.concurrent('a program', () => {
  test.each<[what: string, code: string, text: string, spec: CheckSpec]>([
    ['that exits on a request', 'app-died', shop('process.exit(3);'), counted],
    [
      'that crashes after its answer',
      'app-died',
      shop("res.send('ok'); setImmediate(() => { throw new Error('boom'); });"),
      counted,
    ],
    ['that loops for ever on a request', 'unresponsive', shop('for (;;);'), counted],
    ['that loops for ever while requests overlap', 'unresponsive', shop('for (;;);'), labeled],
    ['that closes the connection', 'connection-closed', shop('req.socket.destroy();'), counted],
    ['that never responds', 'request-hangs', shop('counter.inc();'), counted],
    ['with an endless response', 'request-hangs', shop("res.write('x');"), counted],
    [
      'whose answers are endless',
      'wrong-body',
      // Without a look at the error, Node 24 calls back at once and forever after the connection is closed.
      shop("const more = (error) => error ?? res.write('x'.repeat(65536), more); more();"),
      counted,
    ],
    [
      'whose collect() throws',
      'registry-failed',
      shop(serve, "new Gauge({ name: 'x', help: 'h', collect() { throw new Error('no'); } });"),
      counted,
    ],
    [
      'that counts half of the requests',
      'counted-wrong-amount',
      shop("counter.inc(0.5); res.send('ok');"),
      counted,
    ],
    [
      'that counts other requests than it gets',
      'counted-wrong-amount',
      shop("counter.inc(Math.random()); res.send('ok');"),
      counted,
    ],
    ['that forgets what comes while it is busy', 'counted-wrong-amount', busy, countedOfMany],
    [
      'with a page of 50 MB',
      'page-too-large',
      shop(serve, page("res.end('x 1\\n'.repeat(12_500_000));")),
      exposed,
    ],
    [
      'with a page that begins and never ends',
      'page-hangs',
      shop(serve, page("res.write('x 1\\n');")),
      exposed,
    ],
    [
      'with a page that is a redirect in circles',
      'metrics-page-error',
      shop(serve, page("res.redirect('/metrics');")),
      exposed,
    ],
    ['with a page that ends the app', 'app-died', shop(serve, page('process.exit(1);')), exposed],
    [
      'without an await of the store',
      'store-not-awaited',
      shop("gauge.inc(); res.once('close', () => gauge.dec()); res.send('ok');"),
      inProgress,
    ],
    ['whose gauge never changes', 'never-registered', shop(serve), inProgress],
    [
      'that dies of a failing store',
      'app-died',
      shop("gauge.inc(); res.once('close', () => gauge.dec()); store.readCart().then(() => res.send('ok'));"),
      inProgress,
    ],
  ])('%s gets %s', async (_what, code, text, spec) => {
    expect((await judgeProgram(text, [spec])).at(-1)).toMatchObject({ status: 'fail', code });
  });

  test.each<[what: string, text: string, spec: CheckSpec]>([
    [
      'that counts a moment after its answer',
      shop("res.send('ok'); setTimeout(() => counter.inc(), 30);"),
      counted,
    ],
    [
      'with its page behind a redirect',
      shop(
        serve,
        page("if (_req.query.x) res.end(await register.metrics()); else res.redirect('/metrics?x=1');"),
      ),
      exposed,
    ],
    [
      'with the metric in two registries, one of them used',
      shop(serve, "new Counter({ name: 'm_total', help: 'h', registers: [new Registry()] });"),
      counted,
    ],
    [
      'whose gauge comes down a moment late',
      shop(
        "gauge.inc(); res.once('close', () => setTimeout(() => gauge.dec(), 50)); await store.readCart(); res.send('ok');",
      ),
      inProgress,
    ],
    [
      'that asks the store twice for one request',
      shop(`${follow} await store.createCart(); await store.readCart(); res.send('ok');`),
      severalInProgress,
    ],
    [
      'that asks the store for two things at a time',
      shop(`${follow} await Promise.all([store.listProducts(), store.readCart()]); res.send('ok');`),
      severalInProgress,
    ],
  ])('%s is right', async (_what, text, spec) => {
    expect((await judgeProgram(text, [spec])).at(-1)).toMatchObject({ status: 'pass' });
  });
});

test('several checks can share a run in any order without affecting each other', async () => {
  const text = shop(
    `gauge.inc(); res.once('close', () => gauge.dec()); ${serve}`,
    page('res.end(await register.metrics());'),
  );
  const verdicts = await judgeProgram(text, [inProgress, counted, exposed, counted, inProgress]);
  expect(verdicts.map(({ status }) => status)).toEqual(['pass', 'pass', 'pass', 'pass', 'pass']);
});
