// A real Prometheus as the receiver: it has what the embedded one has, also after it was away, and series end there too.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import getPort from 'get-port';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startPrometheus, type EmbeddedServer } from '../../../src/prometheus/index.ts';

import { isPrometheusMissing, prometheusPath } from '../../support/real-prometheus.ts';
import { startRealServer, type RealServer } from '../real-server.ts';
import { servePage, type PageTarget } from '../serve-page.ts';
import { until } from '../until.ts';

describe.skipIf(isPrometheusMissing)('a real Prometheus that receives samples', () => {
  let folder: string;
  let port: number;
  let target: PageTarget;
  let embedded: EmbeddedServer;
  let receiver: RealServer;
  const log: string[] = [];

  const startReceiver = async (): Promise<RealServer> =>
    startRealServer(
      prometheusPath(),
      path.join(folder, 'receiver.yml'),
      path.join(folder, 'receiver'),
      ['--web.enable-remote-write-receiver'],
      port,
    );

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'remote-write-'));
    port = await getPort({ host: '127.0.0.1' });
    target = await servePage('');
    await writeFile(path.join(folder, 'receiver.yml'), '');
    await writeFile(
      path.join(folder, 'rules.yml'),
      'groups: [{name: shop, interval: 200ms, rules: [{record: "shop:orders", expr: shop_orders_total * 2}]}]\n',
    );
    const configFile = path.join(folder, 'prometheus.yml');
    await writeFile(
      configFile,
      [
        'global:',
        '  scrape_interval: 200ms',
        '  scrape_timeout: 200ms',
        '  external_labels: {zone: here, path: other}',
        'rule_files: [rules.yml]',
        'remote_write:',
        `- url: http://127.0.0.1:${port}/api/v1/write`,
        '  name: above',
        '  queue_config: {batch_send_deadline: 100ms, max_backoff: 200ms, max_samples_per_send: 50}',
        '  metadata_config: {send_interval: 200ms}',
        '  write_relabel_configs:',
        '  - {source_labels: [__name__], regex: scrape_.*, action: drop}',
        'scrape_configs:',
        '- job_name: shop',
        `  static_configs: [{targets: ['${target.address}']}]`,
        '',
      ].join('\n'),
    );
    receiver = await startReceiver();
    embedded = await startPrometheus({ configFile, port: 0, log: (line) => log.push(line) });
  });

  afterAll(async () => {
    await Promise.all([receiver?.stop(), embedded?.stop()]);
    await target?.close();
    await rm(folder, { recursive: true, force: true });
  });

  interface Series {
    readonly metric: Readonly<Record<string, string>>;
    readonly values: readonly (readonly [number, string])[];
  }

  /** All samples of the last minutes. */
  async function samples(url: string, selector: string): Promise<readonly Series[]> {
    const response = await fetch(`${url}/api/v1/query?query=${encodeURIComponent(`${selector}[5m]`)}`);
    const { data } = (await response.json()) as { readonly data: { readonly result: readonly Series[] } };
    return data.result.toSorted((a, b) => (JSON.stringify(a.metric) < JSON.stringify(b.metric) ? -1 : 1));
  }

  /** Up to a moment, and without the labels that the receiver alone has. */
  const before = (all: readonly Series[], end: number): readonly Series[] =>
    all.map(({ metric: { zone: _zone, ...metric }, values }) => ({
      metric: Object.fromEntries(Object.entries(metric).filter(([, value]) => value !== 'other')),
      values: values.filter(([time]) => time <= end),
    }));

  const count = async (url: string, name: string): Promise<number> =>
    (await samples(url, name)).reduce((sum, { values }) => sum + values.length, 0);

  /** What both have, up to the newest sample that the receiver has of a series that never ends. */
  async function compare(selector: string): Promise<readonly Series[]> {
    const end = (await samples(receiver.url, 'up'))[0]?.values.at(-1)?.[0] ?? 0;
    const [here, there] = [await samples(embedded.url, selector), await samples(receiver.url, selector)];
    expect(before(there, end - 1)).toEqual(before(here, end - 1));
    return there;
  }

  const show = (orders: number): void =>
    target.show(
      `# HELP shop_orders_total Orders.\n# TYPE shop_orders_total counter\nshop_orders_total{path="cart"} ${orders}\nshop_odd{kind="nan"} NaN\nshop_odd{kind="tiny"} 5e-324\nshop_temperature -0.5\n`,
    );

  test('has the same samples, of scrapes and of rules, with external labels', async () => {
    show(3);
    await until(async () => (await count(receiver.url, 'shop:orders')) > 10);
    const there = await compare('{__name__=~"shop.*|up"}');
    expect(there.map(({ metric }) => metric)).toContainEqual({
      __name__: 'shop_orders_total',
      instance: target.address,
      job: 'shop',
      path: 'cart',
      zone: 'here',
    });
    expect(there.map(({ metric }) => metric)).toContainEqual({
      __name__: 'shop_temperature',
      instance: target.address,
      job: 'shop',
      path: 'other',
      zone: 'here',
    });
    expect(await samples(receiver.url, 'scrape_duration_seconds')).toEqual([]);
    expect(await samples(receiver.url, 'shop_odd{kind="nan"}')).not.toEqual([]);
  });

  test('has what was stored while it was away', async () => {
    await receiver.stop();
    const last = await count(embedded.url, 'up');
    show(7);
    await until(async () => (await count(embedded.url, 'up')) > last + 15);
    receiver = await startReceiver();
    const now = await count(embedded.url, 'up');
    await until(async () => (await count(receiver.url, 'up')) >= now);
    await compare('{__name__=~"shop.*|up"}');
    expect(log.filter((line) => line.includes('failed to send'))).toEqual([
      expect.stringMatching(
        /^remote_write to above \(http:.*\/api\/v1\/write\): failed to send, retrying: Post ".*": dial tcp .*: connection refused\. Up to 2000000 samples/,
      ),
    ]);
    expect(log.filter((line) => line.includes('the receiver is back. '))).toHaveLength(1);
  });

  test('ends series that have ended', async () => {
    target.show('shop_other 1\n');
    // Long before five minutes have passed without a sample.
    await until(() => hasEnded(embedded.url));
    await until(() => hasEnded(receiver.url));
    expect(await compare('shop_temperature')).toHaveLength(1);
  });

  test('is told what the metrics are', async () => {
    show(9);
    const isTold = /^prometheus_remote_storage_metadata_total\{.*\} [1-9]/m;
    await until(async () => isTold.test(await text(`${embedded.url}/metrics`)));
    const page = await text(`${embedded.url}/metrics`);
    const labels = `{remote_name="above",url="http://127.0.0.1:${port}/api/v1/write"}`;
    expect(page).toContain(`prometheus_remote_storage_samples_failed_total${labels} 0`);
    expect(page).toContain(`prometheus_remote_storage_shards${labels} 1`);
    expect(page).toMatch(/^prometheus_remote_storage_samples_retried_total\{.*\} [1-9]/m);
    expect(page).toMatch(/^prometheus_remote_storage_samples_dropped_total\{.*"dropped_series"\} [1-9]/m);
    expect(page).toMatch(
      /^prometheus_remote_storage_sent_batch_duration_seconds_bucket\{.*le="\+Inf"\} [1-9]/m,
    );
  });
});

async function text(url: string): Promise<string> {
  return (await fetch(url)).text();
}

async function hasEnded(url: string): Promise<boolean> {
  return (await text(`${url}/api/v1/query?query=shop_temperature`)).includes('"result":[]');
}
