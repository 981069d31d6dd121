// Rules that need more than the server's own thread has time for, in the built server.
import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startPrometheus, type EmbeddedServer } from '../../../src/prometheus/index.ts';
import { LAB_BIN } from '../../support/lab.ts';
import { servePage } from '../serve-page.ts';
import { until } from '../until.ts';
import { rulesOf, valueOf, type RuleJson } from './ask.ts';

const workerFile = join(dirname(LAB_BIN), 'prometheus-worker.js');
/** Evaluates for longer than any test waits. */
const ENDLESS = 'sum_over_time(quantile_over_time(0.5, vector(time())[6h:1s])[6h:1s])';
/** Evaluates for longer than a rule may in the server's own thread, and has the result 1. */
const HEAVY = 'quantile_over_time(0.5, (vector(1))[12h:1s])';

async function serverWith(groups: readonly unknown[], page = 'tick 1\n'): Promise<EmbeddedServer> {
  const target = await servePage(page);
  onTestFinished(() => target.close());
  const dir = await mkdtemp(join(await realpath(tmpdir()), 'rules-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  const configFile = join(dir, 'prometheus.yml');
  // JSON is YAML.
  await writeFile(join(dir, 'rules.yml'), JSON.stringify({ groups }));
  await writeFile(
    configFile,
    JSON.stringify({
      global: { scrape_interval: '1s', evaluation_interval: '1s' },
      rule_files: ['rules.yml'],
      scrape_configs: [{ job_name: 'a', static_configs: [{ targets: [target.address] }] }],
    }),
  );
  const server = await startPrometheus({
    configFile,
    dataDir: join(dir, 'data'),
    port: 0,
    workerFile,
  });
  onTestFinished(() => server.stop());
  return server;
}

async function find(server: EmbeddedServer, name: string): Promise<RuleJson | undefined> {
  return (await rulesOf(server.url)).find((rule) => rule.name === name);
}

describe('a rule that needs much', () => {
  test('is evaluated in another thread, on the results of the rules before it', async () => {
    const rules = [
      { record: 'first', expr: 'vector(2)' },
      { record: 'heavy', expr: `${HEAVY} + on () first`, labels: { team: 'x' } },
      { record: 'last', expr: 'heavy * 2' },
      { alert: 'Heavy', expr: `${HEAVY} > 0`, annotations: { text: '{{ $value }} {{ $externalURL }}' } },
    ];
    const server = await serverWith([{ name: 'g', rules }]);
    await until(async () => (await valueOf(server.url, 'last')) === 6);
    expect(await valueOf(server.url, 'heavy{team="x"}')).toBe(3);
    await until(async () => (await find(server, 'Heavy'))?.alerts?.[0]?.state === 'firing');
    expect(await find(server, 'Heavy')).toMatchObject({
      health: 'ok',
      alerts: [{ annotations: { text: `1 ${server.url}` }, value: '1e+00' }],
    });
  });

  test('fails with the timeout where it never ends, and holds up neither scrapes, queries nor other groups', async () => {
    const endless = Array.from({ length: 4 }, (_, index) => ({
      name: `endless ${index}`,
      rules: [{ record: 'endless', expr: `${ENDLESS} + ${index}` }],
    }));
    const server = await serverWith([
      ...endless,
      { name: 'light', rules: [{ record: 'seconds', expr: 'floor(timestamp(tick))' }] },
    ]);
    let slowestMs = 0;
    await until(async () => {
      const began = performance.now();
      await valueOf(server.url, 'seconds');
      slowestMs = Math.max(slowestMs, performance.now() - began);
      const rules = await rulesOf(server.url);
      return rules.filter(({ name }) => name === 'endless').every(({ health }) => health === 'err');
    });
    for (const rule of (await rulesOf(server.url)).filter(({ name }) => name === 'endless'))
      expect(rule.lastError).toMatch(/^query timed out in (?:expression evaluation|query queue)$/);
    // A query that waited for an endless rule would take its whole timeout.
    expect(slowestMs).toBeLessThan(9_000);
    expect(await valueOf(server.url, 'count_over_time(tick[10s]) >= bool 7')).toBe(1);
    expect(await valueOf(server.url, 'count_over_time(seconds[10s]) >= bool 7')).toBe(1);
  });
});

test('a thousand rules leave room for scrapes and queries', async () => {
  const rules = Array.from({ length: 1_000 }, (_, i) => ({
    record: `r${i}`,
    expr: `sum(big{a="${i % 10}"}) + ${i}`,
  }));
  const page = Array.from({ length: 1_000 }, (_, i) => `big{i="${i}",a="${i % 10}"} 1\n`).join('');
  const server = await serverWith([{ name: 'many', rules }], page);
  await until(async () => (await valueOf(server.url, 'r999')) === 1_099);
  expect((await rulesOf(server.url)).every(({ health }) => health === 'ok')).toBe(true);
  expect(await valueOf(server.url, 'up')).toBe(1);
});

test('the path by which threads are asked cannot be reached over HTTP', async () => {
  const server = await serverWith([]);
  const response = await fetch(`${server.url}/internal/rule`, { method: 'POST', body: 'rule=%7B%7D' });
  expect(response.status).toBe(404);
});
