// Alerts of the embedded server in a real Alertmanager. The server's clock is moved by hand and starts a little in the
// past, so that minutes pass in a moment, and ends are in the past for Alertmanager, too.
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startPrometheus, type EmbeddedServer } from '../../../src/prometheus/index.ts';
import { alertmanagerPath, isAlertmanagerMissing } from '../../support/real-prometheus.ts';
import { startAlertmanager, type KnownAlert, type RealAlertmanager } from './real-alertmanager.ts';
import { startReceiver, type Receiver } from './receiver.ts';

const SECOND = 1_000;

/** Fires until its end, in seconds since the start of the server's clock. */
const rules = (startMs: number, seconds = 3_600): string =>
  JSON.stringify({
    groups: [
      {
        name: 'shop',
        rules: [
          {
            alert: 'ShopSlow',
            expr: `vector(time()) < ${startMs / SECOND + seconds}`,
            labels: { severity: 'page' },
            annotations: { summary: 'slow in {{ $externalLabels.dc }}' },
          },
        ],
      },
    ],
  });

/** The value of a metric of the one Alertmanager. */
async function metric(server: EmbeddedServer, name: string): Promise<number> {
  const text = await (await fetch(`${server.url}/metrics`)).text();
  return Number(new RegExp(`^prometheus_notifications_${name}\\{.*\\} (.*)$`, 'm').exec(text)?.[1]);
}

/** One entry with one address. */
const listed = (address: string): string => `[{static_configs: [{targets: ['${address}']}]}]`;

describe.skipIf(isAlertmanagerMissing)('a real Alertmanager', () => {
  let folder: string;
  let startMs: number;
  let embedded: EmbeddedServer | undefined;
  let webhook: Receiver;
  const started: RealAlertmanager[] = [];

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'alertmanager-'));
    startMs = (Math.floor(Date.now() / SECOND) - 100) * SECOND;
    webhook = await startReceiver();
  });
  afterEach(async () => {
    await embedded?.stop();
    embedded = undefined;
    await Promise.all(started.splice(0).map((one) => one.stop()));
    await webhook.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function alertmanager(name: string, port = 0): Promise<RealAlertmanager> {
    const options = { port, webhook: `http://${webhook.address}/${name}` };
    const one = await startAlertmanager(alertmanagerPath(), path.join(folder, name), options);
    started.push(one);
    return one;
  }

  async function prometheus(alertmanagers: string, rulesFile = rules(startMs)): Promise<EmbeddedServer> {
    const configFile = path.join(folder, 'prometheus.yml');
    await writeFile(path.join(folder, 'rules.yml'), rulesFile);
    await writeFile(
      configFile,
      [
        'global: {evaluation_interval: 10s, external_labels: {dc: east}}',
        'rule_files: [rules.yml]',
        `alerting: {alertmanagers: ${alertmanagers}}`,
        '',
      ].join('\n'),
    );
    embedded = await startPrometheus({ configFile, port: 0, clockStartMs: startMs });
    return embedded;
  }

  test('has an alert while it fires, and is told when it ends', async () => {
    const real = await alertmanager('one');
    const server = await prometheus(listed(real.address), rules(startMs, 60));
    await server.advance(20 * SECOND);
    const alerts = await real.alerts();
    expect(alerts).toMatchObject([
      {
        labels: { alertname: 'ShopSlow', severity: 'page', dc: 'east' },
        annotations: { summary: 'slow in east' },
        generatorURL: `${server.url}/graph?g0.expr=vector%28time%28%29%29+%3C+${startMs / SECOND + 60}&g0.tab=1`,
      },
    ]);
    const [{ startsAt, endsAt }] = alerts as [KnownAlert];
    expect(Date.parse(endsAt) - Date.parse(startsAt)).toBe(240 * SECOND);
    await server.advance(60 * SECOND);
    expect(await real.alerts()).toEqual([]);
    const { body } = await webhook.when(
      ({ body: told }) => (told as { status: string }).status === 'resolved',
    );
    const [ended] = (body as { alerts: KnownAlert[] }).alerts;
    expect(ended).toMatchObject({ status: 'resolved', startsAt, labels: { alertname: 'ShopSlow' } });
    expect(Date.parse(ended?.endsAt ?? '')).toBeGreaterThanOrEqual(startMs + 60 * SECOND);
    expect(Date.parse(ended?.endsAt ?? '')).toBeLessThan(Date.now());
  });

  test('that was not there gets the alert when it is sent again', async () => {
    const free = createServer().listen(0, '127.0.0.1');
    await once(free, 'listening');
    const { port } = free.address() as AddressInfo;
    free.close();
    await once(free, 'close');
    const server = await prometheus(listed(`127.0.0.1:${port}`));
    await server.advance(20 * SECOND);
    expect(await metric(server, 'errors_total')).toBe(1);
    const real = await alertmanager('late', port);
    await server.advance(40 * SECOND);
    expect(await real.alerts()).toEqual([]);
    await server.advance(40 * SECOND);
    expect(await real.alerts()).toMatchObject([{ labels: { alertname: 'ShopSlow' } }]);
    expect(await metric(server, 'sent_total')).toBe(1);
  });

  test('gets the same alerts as another one, which comes with a file', async () => {
    const [one, other] = await Promise.all([alertmanager('one'), alertmanager('other')]);
    const file = path.join(folder, 'alertmanagers.json');
    const listInFile = (...targets: string[]): Promise<void> =>
      writeFile(file, JSON.stringify([{ targets, labels: { __alerts_path__: '/api/v2/alerts' } }]));
    await listInFile(one.address);
    const server = await prometheus(
      '[{file_sd_configs: [{files: [alertmanagers.json], refresh_interval: 5s}]}]',
    );
    const active = async (): Promise<readonly string[]> => {
      const { data } = (await (await fetch(`${server.url}/api/v1/alertmanagers`)).json()) as {
        data: { activeAlertmanagers: { url: string }[] };
      };
      return data.activeAlertmanagers.map(({ url }) => url);
    };
    await server.advance(20 * SECOND);
    expect(await one.alerts()).toHaveLength(1);
    expect(await active()).toEqual([`http://${one.address}/api/v2/alerts`]);
    await listInFile(one.address, other.address);
    await server.advance(70 * SECOND);
    expect(await active()).toEqual([one, other].map(({ address }) => `http://${address}/api/v2/alerts`));
    expect(await other.alerts()).toMatchObject([{ labels: { alertname: 'ShopSlow', dc: 'east' } }]);
    for (const name of ['/one', '/other']) await webhook.when((told) => told.path === name);
  });
});
