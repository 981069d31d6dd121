// A server on a separate clock: hours of scrapes in a moment, whatever the targets do.
import { once } from 'node:events';
import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startPrometheus, type EmbeddedServer } from '../../src/prometheus/index.ts';
import { LAB_BIN } from '../support/lab.ts';

const START = Date.UTC(2024, 0, 1);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const PAGE = '# TYPE visits_total counter\nvisits_total 1\n';

async function target(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  return `127.0.0.1:${typeof address === 'object' ? (address?.port ?? 0) : 0}`;
}

function respond(response: ServerResponse): void {
  response.setHeader('content-type', 'text/plain; version=0.0.4');
  response.end(PAGE);
}

const healthy = (): Promise<string> => target((_, response) => respond(response));
const neverResponding = (): Promise<string> => target(() => undefined);

interface Sample {
  readonly metric: Record<string, string>;
  readonly values: readonly [number, string][];
}

async function samplesOf(server: EmbeddedServer, query: string, timeMs: number): Promise<Sample[]> {
  const params = new URLSearchParams({ query, time: String(timeMs / 1000) });
  const response = await fetch(`${server.url}/api/v1/query?${params.toString()}`);
  const body = (await response.json()) as { readonly data: { readonly result: Sample[] } };
  return body.data.result;
}

const scraping = (targets: readonly string[], timeout = '10s'): string =>
  `global: {scrape_interval: 15s, scrape_timeout: ${timeout}}\n` +
  `scrape_configs:\n- job_name: shop\n  static_configs: [{targets: ${JSON.stringify(targets)}}]\n`;

const inThread = { workerFile: join(dirname(LAB_BIN), 'prometheus-worker.js') };

describe.each([
  ['in the thread of its owner', {}],
  ['in a separate thread', inThread],
])('a server on a separate clock, %s', (_where, how) => {
  async function start(yaml: string, files: Readonly<Record<string, string>> = {}) {
    const dir = await mkdtemp(join(await realpath(tmpdir()), 'embedded-advance-'));
    onTestFinished(() => rm(dir, { recursive: true, force: true }));
    const write = (name: string, text: string): Promise<void> => writeFile(join(dir, name), text);
    for (const [name, text] of Object.entries(files)) await write(name, text);
    await write('prometheus.yml', yaml);
    const configFile = join(dir, 'prometheus.yml');
    const server = await startPrometheus({ configFile, port: 0, clockStartMs: START, ...how });
    onTestFinished(() => server.stop());
    return { server, write };
  }

  test('scrapes for an hour in a moment, each scrape at its own time', async () => {
    const { server } = await start(scraping([await healthy()]));
    await server.advance(HOUR);
    const [up] = await samplesOf(server, 'up[1h]', START + HOUR);
    expect(up?.values.every(([, value]) => value === '1')).toBe(true);
    const times = (up?.values ?? []).map(([seconds]) => seconds);
    // The first scrape is at the start, the others are in the target's slot of each interval.
    expect(times.slice(2).every((time, i) => Math.abs(time - (times[i + 1] ?? 0) - 15) < 0.001)).toBe(true);
    expect(times.length).toBeGreaterThanOrEqual(239);
  });

  test('takes seconds for an hour of a target that never responds', async () => {
    const [good, dead] = [await healthy(), await neverResponding()];
    const { server } = await start(scraping([good, dead], '2s'));
    await server.advance(HOUR);
    const of = async (name: string, instance: string): Promise<string[]> => {
      const [series] = await samplesOf(server, `${name}{instance="${instance}"}[1h]`, START + HOUR);
      return (series?.values ?? []).map(([, value]) => value);
    };
    expect(new Set(await of('up', good))).toEqual(new Set(['1']));
    const ups = await of('up', dead);
    expect(ups.length).toBeGreaterThanOrEqual(238);
    expect(new Set(ups)).toEqual(new Set(['0']));
    expect(new Set(await of('scrape_duration_seconds', dead))).toEqual(new Set(['2']));
    const [series] = await samplesOf(server, `up{instance="${dead}"}[1h]`, START + HOUR);
    const times = (series?.values ?? []).map(([seconds]) => seconds);
    expect(times.slice(2).every((time, i) => Math.abs(time - (times[i + 1] ?? 0) - 15) < 0.001)).toBe(true);
    const response = await fetch(`${server.url}/api/v1/targets`);
    expect(await response.text()).toContain('context deadline exceeded');
  });

  test('waits for a slow target, and scrapes one that responds again', async () => {
    let isHanging = false;
    const slow = await target((_, response) => {
      if (!isHanging) setTimeout(() => respond(response), 150);
    });
    const { server } = await start(scraping([slow], '1s'));
    await server.advance(5 * MINUTE);
    const [before] = await samplesOf(server, 'up[5m]', START + 5 * MINUTE);
    expect(new Set(before?.values.map(([, value]) => value))).toEqual(new Set(['1']));
    const [durations] = await samplesOf(server, 'scrape_duration_seconds[5m]', START + 5 * MINUTE);
    expect(durations?.values.every(([, value]) => Number(value) >= 0.14 && Number(value) < 1)).toBe(true);
    isHanging = true;
    await server.advance(15_000);
    isHanging = false;
    await server.advance(MINUTE);
    const [after] = await samplesOf(server, 'up[1m]', START + 5 * MINUTE + 15_000 + MINUTE);
    expect(new Set(after?.values.map(([, value]) => value))).toEqual(new Set(['1']));
  });

  test('reads discovery files again at their refresh interval', async () => {
    const list = JSON.stringify([{ targets: [await healthy()] }]);
    const yaml =
      'global: {scrape_interval: 15s}\nscrape_configs:\n- job_name: shop\n' +
      '  file_sd_configs: [{files: [targets.json], refresh_interval: 1m}]\n';
    const { server, write } = await start(yaml, { 'targets.json': '[]' });
    await server.advance(MINUTE / 2);
    expect(await samplesOf(server, 'up', START + MINUTE / 2)).toEqual([]);
    await write('targets.json', list);
    await server.advance(2 * MINUTE);
    expect(await samplesOf(server, 'up', START + 2.5 * MINUTE)).toMatchObject([
      { value: [expect.any(Number), '1'] },
    ]);
  });

  test('drops samples that are older than the retention', async () => {
    const { server } = await start(scraping([await healthy()]).replace('15s', '1h'));
    await server.advance(24 * HOUR);
    expect(await samplesOf(server, 'up[1h]', START + 12 * HOUR)).toHaveLength(1);
    // Samples leave with their chunk: 128 hours of them, seven days after the last.
    await server.advance(13 * 24 * HOUR);
    expect(await samplesOf(server, 'up[1h]', START + 12 * HOUR)).toEqual([]);
    expect(await samplesOf(server, 'up[1h]', START + 13 * 24 * HOUR)).toHaveLength(1);
  });

  test('carries out orders one after the other', async () => {
    const { server } = await start(scraping([await healthy()]));
    await Promise.all([server.advance(MINUTE), server.advance(MINUTE), server.reload(), server.whenIdle()]);
    const [up] = await samplesOf(server, 'up[2m]', START + 2 * MINUTE);
    expect(up?.values.length).toBeGreaterThanOrEqual(7);
  });
});

test('a server on the clock of the machine cannot be advanced', async () => {
  const dir = await mkdtemp(join(await realpath(tmpdir()), 'embedded-advance-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  const configFile = join(dir, 'prometheus.yml');
  await writeFile(configFile, '');
  for (const how of [{}, inThread]) {
    const server = await startPrometheus({ configFile, port: 0, ...how });
    onTestFinished(() => server.stop());
    await expect(server.advance(MINUTE)).rejects.toThrow('runs by itself');
  }
});
