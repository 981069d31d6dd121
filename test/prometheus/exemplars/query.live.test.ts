// A real Prometheus and the embedded one scrape exemplars from the same page, and return the same ones. Labels with
// escaped quotes are left out: 2.42 keeps the backslashes, Prometheus 3 does not.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startPrometheus, type EmbeddedServer } from '../../../src/prometheus/index.ts';
import { isPrometheusMissing, prometheusPath } from '../../support/real-prometheus.ts';
import { startRealServer, type RealServer } from '../real-server.ts';
import { OPENMETRICS, servePage, type PageTarget } from '../serve-page.ts';
import { until } from '../until.ts';

describe.skipIf(isPrometheusMissing)('exemplars', () => {
  let folder: string;
  let target: PageTarget;
  let real: RealServer;
  let embedded: EmbeddedServer;
  let receiver: RealServer;
  const now = Date.now();
  const seconds = (ago: number): string => ((now - ago) / 1000).toFixed(3);
  const page = (last: string): string =>
    [
      '# TYPE shop_orders counter',
      `shop_orders_total{path="cart"} 12 # {trace_id="cart-1",Span="s"} 1.5 ${seconds(3_000)}`,
      `shop_orders_total{path="pay"} 3 # {trace_id="pay-1"} 1 ${last}`,
      `shop_orders_total{path="twice"} 2 # {trace_id="a",trace_id="b"} 1 ${last}`,
      '# TYPE shop_latency_seconds histogram',
      `shop_latency_seconds_bucket{le="0.1"} 4 # {trace_id="fast"} 0.05 ${seconds(2_500)}`,
      `shop_latency_seconds_bucket{le="1.0"} 5 # {} 0.67 ${seconds(1_500)}`,
      `shop_latency_seconds_bucket{le="+Inf"} 5 # {trace_id="${'x'.repeat(121)}"} 9 ${seconds(1_500)}`,
      'shop_latency_seconds_count 5',
      'shop_latency_seconds_sum 1.25',
      '# EOF',
      '',
    ].join('\n');

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'exemplars-'));
    target = await servePage(page(seconds(4_000)), OPENMETRICS);
    await writeFile(path.join(folder, 'receiver.yml'), '');
    const withExemplars = '--enable-feature=exemplar-storage';
    receiver = await startRealServer(
      prometheusPath(),
      path.join(folder, 'receiver.yml'),
      path.join(folder, 'receiver'),
      [withExemplars, '--web.enable-remote-write-receiver'],
    );
    const configFile = async (name: string, more: string): Promise<string> => {
      const file = path.join(folder, name);
      const scrape = `scrape_configs: [{job_name: shop, static_configs: [{targets: ['${target.address}']}]}]`;
      await writeFile(file, `global: {scrape_interval: 200ms, scrape_timeout: 200ms}\n${scrape}\n${more}\n`);
      return file;
    };
    const write = `remote_write: [{url: '${receiver.url}/api/v1/write', send_exemplars: true, queue_config: {batch_send_deadline: 100ms}}]`;
    [real, embedded] = await Promise.all([
      startRealServer(prometheusPath(), await configFile('real.yml', ''), path.join(folder, 'real'), [
        withExemplars,
      ]),
      startPrometheus({ configFile: await configFile('embedded.yml', write), port: 0 }),
    ]);
    const all = '{__name__=~"shop_.*"}';
    for (const { url } of [real, embedded, receiver])
      await until(async () => (await ask(url, { query: all })).text.includes('pay'));
    target.show(page(seconds(1_000)), OPENMETRICS);
    for (const { url } of [real, embedded, receiver])
      await until(async () => (await ask(url, { query: all })).text.split('pay-1').length === 3);
  });

  afterAll(async () => {
    await Promise.all([real?.stop(), embedded?.stop(), receiver?.stop()]);
    await target?.close();
    await rm(folder, { recursive: true, force: true });
  });

  // Of a time that is none and of an empty expression, Prometheus 3 speaks in other words than 2.42.
  test.each<Readonly<Record<string, string>>>([
    { query: 'shop_orders_total' },
    { query: '{__name__=~"shop_.*"}' },
    { query: 'histogram_quantile(0.9, sum by (le) (rate(shop_latency_seconds_bucket[5m])))' },
    { query: 'shop_orders_total{path="cart"} + on () group_left () shop_latency_seconds_bucket{le="0.1"}' },
    { query: 'topk(scalar(shop_none), shop_orders_total{path!="cart"})' },
    { query: 'shop_none' },
    { query: '1 + 1' },
    { query: 'shop_orders_total', start: seconds(3_500), end: seconds(2_000) },
    { query: 'shop_orders_total', start: seconds(1_000), end: seconds(1_000) },
    { query: 'shop_orders_total', start: '2', end: '1' },
    { query: 'shop_orders_total{' },
  ])('are the same for %j', async (params) => {
    const [one, other] = [await ask(real.url, params), await ask(embedded.url, params)];
    expect([other.status, parsed(other.text)]).toEqual([one.status, parsed(one.text)]);
  });

  test('are found by GET, too', async () => {
    const response = await fetch(`${embedded.url}/api/v1/query_exemplars?query=shop_orders_total`);
    expect(await response.text()).toBe((await ask(embedded.url, { query: 'shop_orders_total' })).text);
  });

  test('are sent to a receiver', async () => {
    const params = { query: '{__name__=~"shop_.*"}' };
    const [here, there] = [await ask(embedded.url, params), await ask(receiver.url, params)];
    expect(parsed(there.text)).toEqual(parsed(here.text));
    expect(here.text).toContain('cart-1');
  });

  test('are counted', async () => {
    const metrics = await (await fetch(`${embedded.url}/metrics`)).text();
    expect(metrics).toMatch(/^prometheus_tsdb_exemplar_exemplars_in_storage 7$/m);
    expect(metrics).toMatch(/^prometheus_tsdb_exemplar_series_with_exemplars_in_storage 5$/m);
    expect(metrics).toMatch(/^prometheus_tsdb_exemplar_max_exemplars 100000$/m);
    expect(metrics).toMatch(/^prometheus_remote_storage_exemplars_total\{.*\} 7$/m);
  });
});

async function ask(
  url: string,
  params: Readonly<Record<string, string>>,
): Promise<{ readonly status: number; readonly text: string }> {
  const response = await fetch(`${url}/api/v1/query_exemplars`, {
    method: 'POST',
    body: new URLSearchParams(params),
  });
  return { status: response.status, text: await response.text() };
}

function parsed(text: string): unknown {
  return text === '' ? undefined : JSON.parse(text);
}
