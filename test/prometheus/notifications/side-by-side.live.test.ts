// A real Prometheus and the embedded one evaluate the same rules and send to the same receiver. What it gets of both is
// compared, field by field.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startPrometheus, type EmbeddedServer } from '../../../src/prometheus/index.ts';
import { parseExposition } from '../../../src/exposition/index.ts';
import { isPrometheusMissing, prometheusPath } from '../../support/real-prometheus.ts';
import { until } from '../until.ts';
import { servePage, type PageTarget } from '../serve-page.ts';
import { startRealServer, type RealServer } from '../real-server.ts';
import type { KnownAlert } from './real-alertmanager.ts';
import { startReceiver, type Received, type Receiver } from './receiver.ts';

const SECOND = 1_000;

/** They fire while a gate is open, `Ends` only while it is 1. */
const RULES = JSON.stringify({
  groups: [
    {
      name: 'shop',
      rules: [
        { alert: 'Dropped', expr: 'gate > 0' },
        { alert: 'Ends', expr: 'gate == 1' },
        { alert: 'Escaped', expr: 'gate>0', annotations: { text: '<a href="é">&\n😀' } },
        { alert: 'Renamed', expr: 'gate > 0', labels: { before: 'x' } },
        { alert: 'Stays', expr: 'sum(gate) > 0', labels: { severity: 'page', dc: 'own' } },
        {
          alert: 'Two',
          expr: 'label_replace(gate > 0, "path", "/cart", "", "") or label_replace(gate > 0, "path", "/pay", "", "")',
          labels: { level: '{{ if $labels.path }}high{{ end }}', job: '' },
          annotations: { summary: '{{ $labels.path }} of {{ $externalLabels.dc }} is {{ $labels.job }}' },
        },
      ],
    },
  ],
});
const NAMES = ['Ends', 'Ends', 'Escaped', 'Renamed', 'Stays', 'Two', 'Two'];

const configuration = (name: string, address: string, target: string): string =>
  [
    'global: {evaluation_interval: 1s, scrape_interval: 1s, external_labels: {dc: east, env: lab}}',
    'rule_files: [../rules.yml]',
    `scrape_configs: [{job_name: gate, static_configs: [{targets: ['${target}']}]}]`,
    'alerting:',
    '  alert_relabel_configs:',
    '  - {source_labels: [alertname], regex: Dropped, action: drop}',
    '  - {source_labels: [before], regex: (.+), target_label: after, replacement: "${1}y"}',
    '  - {regex: before, action: labeldrop}',
    '  alertmanagers:',
    `  - path_prefix: /${name}`,
    '    timeout: 7s',
    '    static_configs:',
    `    - targets: ["${address}", "dropped:1", "other:2"]`,
    '      labels: {kind: test}',
    '    relabel_configs:',
    '    - {source_labels: [__address__], regex: "dropped:.*", action: drop}',
    `    - {source_labels: [__address__], regex: "other:.*", target_label: __address__, replacement: "${address}"}`,
    '    - {source_labels: [__address__, kind], regex: "(.*);test", target_label: __address__, replacement: "$1"}',
    '',
  ].join('\n');

/** How the metrics of 3.14, which the embedded server has, differ from those of 2.42. */
const DIFFERENCES: ReadonlyMap<string, string> = new Map([
  ['prometheus_notifications_dropped_total', 'Per Alertmanager: each has a separate queue.'],
  ['prometheus_notifications_errors_total', 'Counts alerts, no longer requests.'],
  ['prometheus_notifications_latency_histogram_seconds', 'New.'],
  ['prometheus_notifications_queue_length', 'Per Alertmanager.'],
]);

interface AlertmanagerList {
  readonly data: { readonly activeAlertmanagers: readonly unknown[] };
}

interface Sent extends KnownAlert {
  readonly received: Received;
}

const isOver = ({ endsAt, received }: Sent): boolean => Date.parse(endsAt) <= received.atMs;

const sentIn = (received: Received, name: string): readonly Sent[] =>
  received.path.startsWith(`/${name}/`)
    ? (received.body as KnownAlert[]).map((alert) => ({ ...alert, received }))
    : [];

/** What must be equal of two servers. */
const fields = (alerts: readonly Sent[]): unknown =>
  alerts.map((alert) => {
    const { generatorURL, startsAt, endsAt, received, ...rest } = alert;
    return {
      ...rest,
      generatorURL: generatorURL.replace(/^http:\/\/[^/]*/, ''),
      holds: isOver(alert) ? 'over' : (Date.parse(endsAt) - Date.parse(startsAt)) / SECOND,
      form: [startsAt, endsAt].map((time) => time.replaceAll(/\d/g, '0')),
      method: received.method,
      contentType: received.contentType,
      path: received.path.replace(/^\/\w+/, ''),
    };
  });

describe.skipIf(isPrometheusMissing)('a real Prometheus and the embedded one', () => {
  let folder: string;
  let receiver: Receiver;
  let real: RealServer;
  let embedded: EmbeddedServer;
  let gate: PageTarget;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'notifications-'));
    [receiver, gate] = await Promise.all([startReceiver(), servePage('gate 0\n')]);
    await writeFile(path.join(folder, 'rules.yml'), RULES);
    const write = async (name: string): Promise<string> => {
      await mkdir(path.join(folder, name));
      const file = path.join(folder, name, 'prometheus.yml');
      await writeFile(file, configuration(name, receiver.address, gate.address));
      return file;
    };
    const [first, second] = await Promise.all([write('real'), write('embedded')]);
    [real, embedded] = await Promise.all([
      startRealServer(prometheusPath(), first, path.join(folder, 'data')),
      startPrometheus({ configFile: second, port: 0 }),
    ]);
    // The real server finds its Alertmanagers after some seconds, and until then it sends nothing.
    await until(async () => {
      const response = await fetch(`${real.url}/api/v1/alertmanagers`);
      return ((await response.json()) as AlertmanagerList).data.activeAlertmanagers.length > 0;
    });
    gate.show('gate 1\n');
    const whenBothSent = (fits: (alert: Sent) => boolean): Promise<unknown> =>
      Promise.all(['real', 'embedded'].map((name) => receiver.when((one) => sentIn(one, name).some(fits))));
    await Promise.all(NAMES.map((name) => whenBothSent(({ labels }) => labels['alertname'] === name)));
    gate.show('gate 2\n');
    await whenBothSent(isOver);
  });

  afterAll(async () => {
    await Promise.all([real?.stop(), embedded?.stop()]);
    await Promise.all([receiver?.close(), gate?.close()]);
    await rm(folder, { recursive: true, force: true });
  });

  /** What one server has sent, each once (on a slow machine it is sent again), in an order that does not depend on time. */
  const sent = (name: string): readonly Sent[] => {
    const byKey = new Map<string, Sent>();
    for (const alert of receiver.received.flatMap((one) => sentIn(one, name)).toReversed())
      byKey.set(
        JSON.stringify([
          Object.entries(alert.labels).toSorted(([a], [b]) => (a < b ? -1 : 1)),
          isOver(alert),
        ]),
        alert,
      );
    return [...byKey].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, alert]) => alert);
  };

  test('send the same alerts', () => {
    const [one, other] = [sent('real'), sent('embedded')];
    expect(fields(other)).toEqual(fields(one));
    expect(one.map(({ labels }) => labels['alertname'] ?? '').toSorted((a, b) => (a < b ? -1 : 1))).toEqual(
      NAMES,
    );
  });

  test('list the same Alertmanagers', async () => {
    const [one, other] = await Promise.all(
      [real.url, embedded.url].map(async (url) => {
        const text = await (await fetch(`${url}/api/v1/alertmanagers`)).text();
        return JSON.parse(text.replaceAll('/real/', '/embedded/')) as unknown;
      }),
    );
    expect(other).toEqual(one);
    expect(one).toMatchObject({
      data: {
        activeAlertmanagers: [{}],
        droppedAlertmanagers: [{ url: expect.stringContaining('dropped:1') }],
      },
    });
  });

  test('show the same section of the configuration', async () => {
    const [one, other] = await Promise.all(
      [real.url, embedded.url].map(async (url) => {
        const { data } = (await (await fetch(`${url}/api/v1/status/config`)).json()) as {
          data: { yaml: string };
        };
        return /^alerting:\n(?:[ -].*\n)+/m.exec(data.yaml)?.[0].replaceAll('/real', '/embedded');
      }),
    );
    expect(other).toBe(one);
  });

  test('have the same metrics, apart from those of Prometheus 3', async () => {
    const [one, other] = await Promise.all(
      [real.url, embedded.url].map(async (url) => {
        const page = parseExposition(await (await fetch(`${url}/metrics`)).text(), 'text/plain');
        if (page.status === 'error') throw new Error(page.message);
        return new Map(
          page.families
            .filter(({ name }) => name.startsWith('prometheus_notifications_'))
            .map(({ name, type, help, samples }) => [
              name,
              {
                type,
                help,
                labels: [...new Set(samples.map(({ labels }) => Object.keys(labels).toSorted().join()))],
              },
            ]),
        );
      }),
    );
    const differing = [...new Set([...(one?.keys() ?? []), ...(other?.keys() ?? [])])].filter(
      (name) => JSON.stringify(one?.get(name)) !== JSON.stringify(other?.get(name)),
    );
    expect(differing.toSorted()).toEqual([...DIFFERENCES.keys()].toSorted());
  });
});
