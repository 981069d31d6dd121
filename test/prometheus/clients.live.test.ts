// Programs and packages that others wrote, used as they are, against the embedded server: it has to be a Prometheus to them.
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { PrometheusDriver } from 'prometheus-query';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startPrometheus, type EmbeddedServer } from '../../src/prometheus/index.ts';
import { realPromtool } from '../support/real-prometheus.ts';
import { until } from './until.ts';

let folder: string;
let target: Server;
let server: EmbeddedServer;
let driver: PrometheusDriver;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'embedded-clients-'));
  const registry = new Registry();
  const counter = new Counter({
    name: 'http_requests_total',
    help: 'Total number of requests',
    labelNames: ['path', 'method'],
    registers: [registry],
  });
  counter.inc({ path: 'products', method: 'get' }, 7);
  counter.inc({ path: 'cart', method: 'post' }, 2.5);
  new Gauge({
    name: 'quoted',
    help: 'Says "a\\b"\nand more',
    labelNames: ['text'],
    registers: [registry],
  }).set({ text: 'a "quote", a \\ and\na line' }, -1e-7);
  new Histogram({
    name: 'latency_seconds',
    help: 'How long',
    buckets: [0.1, 1],
    registers: [registry],
  }).observe(0.5);
  target = createServer((_request, response) => {
    void registry
      .metrics()
      .then((page) => response.setHeader('Content-Type', registry.contentType).end(page));
  });
  await new Promise<void>((resolve) => target.listen(0, '127.0.0.1', resolve));
  const address = target.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const configFile = path.join(folder, 'prometheus.yml');
  await writeFile(
    configFile,
    `global:\n  scrape_interval: 200ms\nscrape_configs:\n  - job_name: api\n    static_configs:\n      - targets: ['127.0.0.1:${port}']\n`,
  );
  server = await startPrometheus({ configFile, port: 0 });
  driver = new PrometheusDriver({ endpoint: server.url });
  await until(async () => (await driver.instantQuery('up == 1')).result.length > 0);
});
afterAll(async () => {
  await server.stop();
  target.closeAllConnections();
  target.close();
  await rm(folder, { recursive: true, force: true });
});

describe('prom-client', () => {
  test('exposes what the server stores, label values with quotes and line breaks included', async () => {
    const { result } = await driver.instantQuery('quoted');
    expect(result[0].metric.labels).toMatchObject({ text: 'a "quote", a \\ and\na line', job: 'api' });
    expect(result[0].value.value).toBe(-1e-7);
  });
});

describe('prometheus-query', () => {
  test('sends an instant query', async () => {
    const answer = await driver.instantQuery('sum by (path) (http_requests_total)');
    expect(answer.resultType).toBe('vector');
    const values = answer.result.map((one) => [one.metric.labels.path, one.value.value]);
    expect(Object.fromEntries(values)).toEqual({ products: 7, cart: 2.5 });
  });

  test('sends a range query', async () => {
    const now = Date.now();
    const answer = await driver.rangeQuery('http_requests_total{path="cart"}', now - 1000, now, 0.5);
    expect(answer.resultType).toBe('matrix');
    expect(answer.result[0].values.at(-1).value).toBe(2.5);
  });

  test('gets the error of an invalid query', async () => {
    await expect(driver.instantQuery('rate(http_requests_total)')).rejects.toMatchObject({
      prometheus: { errorType: 'bad_data', error: expect.stringContaining('expected type range vector') },
    });
  });

  test('lists series, labels, targets, metadata and status', async () => {
    const from = Date.now() - 60_000;
    const to = Date.now() + 1000;
    const series = await driver.series('http_requests_total', from, to);
    expect(series.map(({ labels }) => labels)).toMatchObject([
      { path: 'products', method: 'get' },
      { path: 'cart', method: 'post' },
    ]);
    expect(await driver.labelNames()).toContain('path');
    expect(await driver.labelValues('method')).toEqual(['get', 'post']);
    expect(await driver.targets('active')).toMatchObject({
      activeTargets: [{ health: 'up' }],
      droppedTargets: [],
    });
    expect(await driver.metadata('http_requests_total')).toMatchObject({
      http_requests_total: [{ type: 'counter', help: 'Total number of requests' }],
    });
    expect(await driver.rules()).toEqual([]);
    expect(await driver.alerts()).toEqual([]);
    expect(await driver.status()).toHaveProperty('yaml');
    expect(await driver.statusBuildinfo()).toHaveProperty('version');
    expect(await driver.statusRuntimeInfo()).toHaveProperty('startTime');
    expect(await driver.statusFlags()).toHaveProperty(['query.timeout'], '10s');
    expect(await driver.statusTSDB()).toHaveProperty('headStats');
    await expect(driver.adminSnapshot()).rejects.toMatchObject({ httpStatus: 501 });
  });
});

describe.skipIf(realPromtool === undefined)('promtool', () => {
  test('sends instant and range queries', async () => {
    const instant = await promtool('query', 'instant', server.url, 'sum(http_requests_total)');
    expect(instant.stdout).toMatch(/^\{\} => 9\.5 @\[/);
    const range = await promtool(
      'query',
      'range',
      '--step=1s',
      server.url,
      'http_requests_total{path="cart"}',
    );
    expect(range.stdout).toMatch(/http_requests_total\{.*path="cart".*\} =>\n2\.5 @/);
  });

  test('lists series and label values', async () => {
    const series = await promtool('query', 'series', '--match=http_requests_total', server.url);
    expect(series.stdout).toMatch(/\{__name__="http_requests_total".*path="cart"\}/);
    expect((await promtool('query', 'labels', server.url, 'path')).stdout).toBe('cart\nproducts\n');
  });

  test('reports what is wrong with a query', async () => {
    const answer = await promtool('query', 'instant', server.url, 'rate(up)');
    expect(answer.code).toBe(1);
    expect(answer.stderr).toContain('expected type range vector in call to function "rate"');
  });

  test('complains only of the names of two metrics of Prometheus itself', async () => {
    const page = await (await fetch(`${server.url}/metrics`)).text();
    const { stdout, stderr } = await promtool(['check', 'metrics'], page);
    const complaint = "metric name should not include type 'histogram'";
    expect(stdout).toBe('');
    expect(stderr.trim().split('\n')).toEqual([
      `prometheus_rule_evaluation_duration_histogram_seconds ${complaint}`,
      `prometheus_rule_group_duration_histogram_seconds ${complaint}`,
    ]);
  });
});

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function promtool(...words: readonly string[]): Promise<Ended>;
function promtool(words: readonly string[], input: string): Promise<Ended>;
function promtool(first: string | readonly string[], ...rest: readonly string[]): Promise<Ended> {
  const [words, input] = typeof first === 'string' ? [[first, ...rest], ''] : [[...first], rest[0] ?? ''];
  return new Promise((resolve) => {
    const child = execFile(realPromtool ?? '', words, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
      resolve({ code, stdout, stderr });
    });
    child.stdin?.end(input);
  });
}
