// Federation in both directions: a real Prometheus and the embedded one show the same page, and each scrapes the other's.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startPrometheus, type EmbeddedServer } from '../../src/prometheus/index.ts';
import { isPrometheusMissing, prometheusPath } from '../support/real-prometheus.ts';
import { startRealServer, type RealServer } from './real-server.ts';
import { servePage, type PageTarget } from './serve-page.ts';
import { until } from './until.ts';

describe.skipIf(isPrometheusMissing)('federation', () => {
  let folder: string;
  let target: PageTarget;
  let real: RealServer;
  let embedded: EmbeddedServer;
  let aboveReal: EmbeddedServer;
  let aboveEmbedded: RealServer;

  const configFile = async (name: string, lines: readonly string[]): Promise<string> => {
    const file = path.join(folder, `${name}.yml`);
    await writeFile(file, `${lines.join('\n')}\n`);
    return file;
  };
  const above = (name: string, url: string): Promise<string> =>
    configFile(name, [
      'global: {scrape_interval: 200ms, scrape_timeout: 200ms}',
      'scrape_configs:',
      '- job_name: federate',
      '  honor_labels: true',
      '  metrics_path: /federate',
      `  params: {'match[]': ['{job="shop"}', '{__name__=~"shop_.*"}']}`,
      '  static_configs:',
      `  - targets: ['${new URL(url).host}']`,
    ]);

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'federation-'));
    const now = Date.now();
    target = await servePage(
      [
        '# TYPE shop_orders_total counter',
        `shop_orders_total{path="cart"} 12 ${now - 2_000}`,
        `shop_orders_total{path="pay"} 1e6 ${now - 1_000}`,
        '# TYPE shop_temperature gauge',
        `shop_temperature{room="hall",Kind="x"} -3.25 ${now - 3_000}`,
        `shop_temperature{room="a \\"quoted\\" \\\\ name"} 1e-9 ${now - 4_000}`,
        `shop_odd{kind="nan"} NaN ${now - 1_500}`,
        `shop_odd{kind="infinite"} -Inf ${now - 1_500}`,
        `shop_old 1 ${now - 400_000}`,
        '',
      ].join('\n'),
    );
    const file = await configFile('below', [
      'global:',
      '  scrape_interval: 200ms',
      '  scrape_timeout: 200ms',
      '  external_labels: {zone: here, path: other, Area: top}',
      'scrape_configs:',
      '- job_name: shop',
      '  static_configs:',
      `  - targets: ['${target.address}']`,
    ]);
    [real, embedded] = await Promise.all([
      startRealServer(prometheusPath(), file, path.join(folder, 'below')),
      startPrometheus({ configFile: file, port: 0 }),
    ]);
    await Promise.all(
      [real.url, embedded.url].map((url) =>
        until(async () => (await page(url, ['shop_temperature'])).text.includes('hall')),
      ),
    );
    [aboveReal, aboveEmbedded] = await Promise.all([
      startPrometheus({ configFile: await above('embedded', real.url), port: 0 }),
      startRealServer(prometheusPath(), await above('real', embedded.url), path.join(folder, 'above')),
    ]);
  });

  afterAll(async () => {
    await Promise.all([real, embedded, aboveReal, aboveEmbedded].map((server) => server?.stop()));
    await target?.close();
    await rm(folder, { recursive: true, force: true });
  });

  test.each([
    [[]],
    [['shop_orders_total']],
    [['shop_orders_total{path="pay"}', 'shop_temperature']],
    [['{__name__=~"shop_.*"}', 'shop_odd']],
    [['{__name__="shop_old"}']],
    [['shop_none']],
    [['-shop']],
    [['shop-x']],
    [['shop_odd', 'sum(shop_odd)']],
    [['shop_odd[5m]']],
    [['shop_odd offset 5m']],
    [['shop_odd{kind="nan"']],
  ])('both show the same page for %j', async (selectors) => {
    const [one, other] = await Promise.all([page(real.url, selectors), page(embedded.url, selectors)]);
    // Prometheus 3 adds how it wrote names. What it says of an empty selector and of a pattern differs from 2.42, too.
    expect({ ...other, type: other.type.replace('; escaping=underscores', '') }).toEqual(one);
  });

  test('a real one that scrapes the embedded one, and the reverse, store the same', async () => {
    const query = '{__name__=~"shop_.*"}';
    const ask = async (url: string): Promise<readonly Sample[]> => {
      const response = await fetch(`${url}/api/v1/query?query=${encodeURIComponent(query)}`);
      const { data } = (await response.json()) as { readonly data: { readonly result: readonly Sample[] } };
      return data.result
        .map(({ metric, value: [, value] }): Sample => ({ metric, value: [0, value] }))
        .toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
    };
    for (const url of [aboveReal.url, aboveEmbedded.url])
      await until(async () => (await ask(url)).length === 6);
    const stored = await ask(aboveReal.url);
    expect(stored).toEqual(await ask(aboveEmbedded.url));
    const instance = target.address;
    expect(stored.find(({ metric }) => metric['kind'] === 'infinite')).toEqual({
      metric: {
        Area: 'top',
        __name__: 'shop_odd',
        instance,
        job: 'shop',
        kind: 'infinite',
        path: 'other',
        zone: 'here',
      },
      value: [0, '-Inf'],
    });
  });
});

interface Sample {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: readonly [number, string];
}

async function page(
  url: string,
  selectors: readonly string[],
): Promise<{ readonly status: number; readonly type: string; readonly text: string }> {
  const search = new URLSearchParams(selectors.map((one): [string, string] => ['match[]', one]));
  const response = await fetch(`${url}/federate?${search.toString()}`);
  const type = response.headers.get('content-type') ?? '';
  return { status: response.status, type, text: await response.text() };
}
