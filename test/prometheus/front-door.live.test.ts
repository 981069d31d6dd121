// The embedded server as the lab starts it: what keeps it from starting, what a reload does, what survives.
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, get, type IncomingMessage, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { manualClock } from '../../src/prometheus/model/clock.ts';
import { startPrometheus, type EmbeddedOptions, type EmbeddedServer } from '../../src/prometheus/index.ts';
import { until } from './until.ts';

let folder: string;
let target: Server;
let targetPort: number;
let page = '# TYPE visits_total counter\nvisits_total 1\n';
const running: EmbeddedServer[] = [];

beforeAll(async () => {
  target = createServer((_request, response) => {
    response.setHeader('Content-Type', 'text/plain; version=0.0.4; charset=utf-8');
    response.end(page);
  }).listen(0, '127.0.0.1');
  await once(target, 'listening');
  targetPort = portOf(target);
});
afterAll(() => {
  target.closeAllConnections();
  target.close();
});
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'embedded-door-'));
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.stop()));
  await rm(folder, { recursive: true, force: true });
});

const configFile = (): string => path.join(folder, 'prometheus.yml');
const write = (text: string): Promise<void> => writeFile(configFile(), text);
const scraping = (interval = '100ms', port = targetPort, job = 'api'): string =>
  `global:\n  scrape_interval: ${interval}\nscrape_configs:\n  - job_name: ${job}\n    static_configs:\n      - targets: ['127.0.0.1:${port}']\n`;

async function start(options: Partial<EmbeddedOptions> = {}): Promise<EmbeddedServer> {
  const server = await startPrometheus({ configFile: configFile(), port: 0, ...options });
  running.push(server);
  return server;
}

async function ask(server: EmbeddedServer, query: string): Promise<readonly { value: [number, string] }[]> {
  const response = await fetch(`${server.url}/api/v1/query?${new URLSearchParams({ query }).toString()}`);
  const { data } = (await response.json()) as { data: { result: { value: [number, string] }[] } };
  return data.result;
}

/** The status of a request under another name, as a container sends it. */
async function statusUnder(url: string, name: string): Promise<number | undefined> {
  const request = get(`${url}/api/v1/query?query=1`, { headers: { Host: name } });
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  response.resume();
  return response.statusCode;
}

test('the series of a job that a reload removes end at the reload', async () => {
  await write(scraping());
  const server = await start();
  await until(async () => (await ask(server, 'visits_total')).length === 1);
  await write('');
  expect(await server.reload()).toEqual({ status: 'reloaded' });
  expect(await ask(server, '{job="api"}')).toEqual([]);
});

describe('access', () => {
  test('only this machine, by default', async () => {
    await write('');
    const { url } = await start();
    expect(await statusUnder(url, 'localhost:9090')).toBe(200);
    expect(await statusUnder(url, 'host.docker.internal:9090')).toBe(403);
  });

  test.each(['inline', 'in a worker'])(
    '%s: the hosts that the options name, at their address',
    async (where) => {
      await write('');
      const workerFile = path.resolve('dist/prometheus-worker.js');
      const { url } = await start({
        listenAddress: '0.0.0.0',
        allowedHosts: ['host.docker.internal'],
        ...(where === 'inline' ? {} : { workerFile }),
      });
      expect(url).toMatch(/^http:\/\/127\.0\.0\.1:/);
      expect(await statusUnder(url, 'host.docker.internal:9090')).toBe(200);
      expect(await statusUnder(url, '0.0.0.0:9090')).toBe(403);
      expect(await statusUnder(url, 'example.com')).toBe(403);
      const flags = (await (await fetch(`${url}/api/v1/status/flags`)).json()) as { data: object };
      expect(flags.data).toHaveProperty(['web.listen-address'], expect.stringMatching(/^0\.0\.0\.0:\d+$/));
    },
  );

  test('an address that this machine does not have is reported', async () => {
    await write('');
    await expect(start({ listenAddress: '192.0.2.1' })).rejects.toMatchObject({
      code: 'no-such-address',
      message: 'this machine does not have the address 192.0.2.1',
    });
  });
});

describe('starting', () => {
  test('responds at its address, where nothing responds after it has stopped', async () => {
    await write('');
    const server = await start();
    expect(server.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect((await fetch(`${server.url}/-/ready`)).status).toBe(200);
    await server.stop();
    await server.stop();
    await expect(fetch(`${server.url}/-/ready`)).rejects.toThrow('fetch failed');
  });

  test('with an invalid file fails with the line and the reason', async () => {
    await write('scrape_configs:\n  - job_name: api\n    static_configs:\n      - targets: localhost:8000\n');
    await expect(start()).rejects.toMatchObject({
      name: 'EmbeddedStartError',
      code: 'bad-config',
      message: expect.stringMatching(/prometheus\.yml.*line 4|prometheus\.yml:4/s),
    });
  });

  test('without a file reports which one is missing', async () => {
    await expect(start()).rejects.toMatchObject({
      code: 'bad-config',
      message: expect.stringContaining(configFile()),
    });
  });

  test('on a port in use names the port, and leaves its data folder free', async () => {
    await write('');
    const dataDir = path.join(folder, 'data');
    await expect(start({ port: targetPort, dataDir })).rejects.toMatchObject({
      code: 'port-taken',
      message: `port ${targetPort} is taken by another program`,
    });
    await start({ dataDir });
  });

  test('on a data folder in use names the process', async () => {
    await write('');
    const dataDir = path.join(folder, 'data');
    await start({ dataDir });
    await expect(start({ dataDir })).rejects.toMatchObject({
      code: 'data-locked',
      message: expect.stringContaining(String(process.pid)),
    });
  });
});

describe('a reload', () => {
  test('scrapes a new target at once, long before its interval is over', async () => {
    await write('');
    const server = await start();
    await write(scraping('1h'));
    expect(await server.reload()).toEqual({ status: 'reloaded' });
    await until(async () => (await ask(server, 'up{job="api"} == 1')).length === 1);
    expect(await ask(server, 'visits_total')).toMatchObject([{ value: [expect.any(Number), '1'] }]);
  });

  test('of an invalid file reports why and keeps the old configuration', async () => {
    await write(scraping());
    const server = await start();
    await until(async () => (await ask(server, 'up == 1')).length === 1);
    const before = await (await fetch(`${server.url}/api/v1/status/config`)).text();
    await write('global:\n\tscrape_interval: 1s\n');
    const outcome = await server.reload();
    expect(outcome).toMatchObject({ status: 'rejected', message: expect.stringContaining('prometheus.yml') });
    const response = await fetch(`${server.url}/-/reload`, { method: 'POST' });
    expect(response.status).toBe(500);
    expect(await response.text()).toBe(
      `failed to reload config: ${outcome.status === 'rejected' ? outcome.message : ''}\n`,
    );
    expect(await (await fetch(`${server.url}/api/v1/status/config`)).text()).toBe(before);
    expect(await (await fetch(`${server.url}/metrics`)).text()).toMatch(
      /^prometheus_config_last_reload_successful 0$/m,
    );
  });

  test('that drops a job ends its series', async () => {
    await write(scraping());
    const server = await start();
    await until(async () => (await ask(server, 'visits_total')).length === 1);
    await write('');
    await server.reload();
    await until(async () => (await ask(server, 'visits_total')).length === 0);
    expect(await ask(server, 'up')).toEqual([]);
  });

  test('shows the configuration with its defaults', async () => {
    await write(scraping('7s'));
    const server = await start();
    const { data } = (await (await fetch(`${server.url}/api/v1/status/config`)).json()) as {
      data: { yaml: string };
    };
    expect(data.yaml).toMatch(/scrape_interval: 7s[\s\S]*scrape_timeout: 7s[\s\S]*metrics_path: \/metrics/);
  });
});

test('it scrapes itself as job prometheus', async () => {
  await write('');
  const server = await start();
  await write(scraping('100ms', Number(new URL(server.url).port), 'prometheus'));
  await server.reload();
  await until(async () => (await ask(server, 'up{job="prometheus"} == 1')).length === 1);
  await until(
    async () =>
      (await ask(server, 'rate(prometheus_http_requests_total{handler="/metrics"}[1m]) > 0')).length > 0,
  );
  expect((await ask(server, 'prometheus_tsdb_head_series'))[0]?.value[1]).toMatch(/^\d+$/);
});

test('samples survive a restart', async () => {
  await write(scraping());
  const dataDir = path.join(folder, 'data');
  const first = await start({ dataDir });
  await until(async () => (await ask(first, 'visits_total')).length === 1);
  await first.stop();
  await write('');
  const second = await start({ dataDir });
  expect(await ask(second, 'last_over_time(visits_total[5m])')).toMatchObject([
    { value: [expect.any(Number), '1'] },
  ]);
});

test('an afternoon of scrapes takes a moment with a manual clock', async () => {
  await write(scraping('1m'));
  const clock = manualClock(Date.UTC(2024, 0, 1));
  const server = await start({ clock });
  for (let minute = 0; minute < 120; minute++) {
    page = `# TYPE visits_total counter\nvisits_total ${minute * 6}\n`;
    await clock.advance(60_000, () => server.whenIdle());
  }
  const [rate] = await ask(server, 'rate(visits_total[1h])');
  expect(Number(rate?.value[1])).toBeCloseTo(0.1, 6);
  expect(rate?.value[0]).toBe(clock.now() / 1000);
});

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}
