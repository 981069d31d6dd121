// A real Prometheus and the embedded one evaluate the same rules over the same target. Where they differ by design, the
// reason is next to the difference.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startPrometheus, type EmbeddedServer } from '../../../src/prometheus/index.ts';
import { isPrometheusMissing, prometheusPath } from '../../support/real-prometheus.ts';
import { startRealServer, type RealServer } from '../real-server.ts';
import { servePage, type PageTarget } from '../serve-page.ts';
import { until } from '../until.ts';

const GROUPS = [
  {
    name: 'recording',
    rules: [
      { record: 'load:sum', expr: 'sum(load)' },
      { record: 'load:double', expr: 'load:sum * 2', labels: { kind: 'double' } },
      { record: 'load:copy', expr: 'load', labels: { i: 'x{{ $value }}', extra: 'yes', job: '' } },
      { record: 'scalar', expr: '4.5' },
      { record: 'nothing', expr: 'load > 1000' },
      { record: 'odd', expr: 'vector(NaN) or on (a) vector(1)', labels: { state: '' } },
      { record: 'infinite', expr: 'vector(1) / 0' },
    ],
  },
  {
    name: 'failing',
    limit: 1,
    rules: [
      { record: 'twice', expr: 'load', labels: { i: 'same' } },
      { record: 'many', expr: 'load' },
      { record: 'range', expr: 'load[1m]' },
      { record: 'text', expr: '"text"' },
      { record: 'matching', expr: 'load + on (job) load' },
      { alert: 'Twice', expr: 'load', labels: { i: 'same' } },
      { alert: 'Many', expr: 'load' },
    ],
  },
  {
    name: 'alerting',
    rules: [
      {
        alert: 'High',
        expr: 'load > 10',
        labels: {
          severity: '{{ if gt $value 12.0 }}page{{ else }}mail{{ end }}',
          empty: '{{ $labels.none }}',
        },
        annotations: {
          summary: '{{ $labels.i }} is at {{ $value | humanize }} in {{ $externalLabels.zone }}',
          query: '{{ with query "load:sum" }}{{ . | first | value }}{{ end }}',
          broken: '{{ $labels.i | humanizeTimestamp }}{{ template "none" }}',
          nothing: '',
        },
      },
      { alert: 'Pending', expr: 'load > 10', for: '1h' },
      { alert: 'Kept', expr: 'load > 10', keep_firing_for: '1h' },
      { alert: 'Never', expr: 'load > 1000', annotations: { text: 'never {{ $value }}' } },
      { alert: 'Scalar', expr: '1' },
      { alert: 'Nan', expr: 'vector(NaN)' },
    ],
  },
];

/** Fields that are times or durations: what counts is that they are there and have the form. */
function shapeOf(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) {
    // With a filter, Prometheus 2.42 shows groups of which no rule is left; 3 does not.
    const shown = value.filter((item: { readonly rules?: readonly unknown[] }) => item.rules?.length !== 0);
    return shown.map((item) => shapeOf(item)).toSorted(byText);
  }
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(
      Object.entries(value)
        // Prometheus 2.42 leaves out the labels of a recording rule that has none; 3 does not.
        .filter(([name, inner]) => name !== 'labels' || Object.keys(inner as object).length > 0)
        .map(([name, inner]) => [name, shapeOf(inner, name)]),
    );
  if (key === 'evaluationTime') return typeof value;
  // It names two of the series, in the order in which it finds them.
  if (key === 'lastError') return String(value).replace(/\[\{.*\}, \{.*\}\]/, '[two series]');
  const isTime = ['lastEvaluation', 'activeAt', 'keepFiringSince'].includes(key);
  return isTime ? /^2\d{3}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(String(value)) : value;
}

function byText(a: unknown, b: unknown): number {
  return JSON.stringify(a) < JSON.stringify(b) ? -1 : 1;
}

type Answer = Readonly<{ status: number; body: unknown }>;

describe.skipIf(isPrometheusMissing)('a real Prometheus and the embedded one', () => {
  let folder: string;
  let target: PageTarget;
  let real: RealServer;
  let embedded: EmbeddedServer;
  let servers: readonly string[];

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'rules-side-by-side-'));
    target = await servePage('load{i="1"} 5\nload{i="2"} 15\n');
    const configFile = path.join(folder, 'prometheus.yml');
    // JSON is YAML.
    await writeFile(path.join(folder, 'rules.yml'), JSON.stringify({ groups: GROUPS }));
    await writeFile(
      configFile,
      JSON.stringify({
        global: {
          scrape_interval: '250ms',
          scrape_timeout: '250ms',
          evaluation_interval: '500ms',
          external_labels: { zone: 'eu' },
        },
        rule_files: ['*les.yml'],
        scrape_configs: [{ job_name: 'shop', static_configs: [{ targets: [target.address] }] }],
      }),
    );
    [real, embedded] = await Promise.all([
      startRealServer(prometheusPath(), configFile, path.join(folder, 'data')),
      startPrometheus({ configFile, port: 0 }),
    ]);
    servers = [real.url, embedded.url];
    // The third evaluation is the first that writes alerts.
    await Promise.all(
      servers.map((url) => until(async () => (await queryOf(url, 'ALERTS{alertname="High"}')).length > 0)),
    );
    await Promise.all(servers.map((url) => nextEvaluation(url)));
  });

  afterAll(async () => {
    await Promise.all([real?.stop(), embedded?.stop()]);
    await target?.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function askBoth(address: string): Promise<readonly [Answer, Answer]> {
    const [one, other] = await Promise.all(
      servers.map(async (url) => {
        const response = await fetch(`${url}/api/v1/${address}`);
        const body = shapeOf(await response.json());
        return { status: response.status, body };
      }),
    );
    if (one === undefined || other === undefined) throw new Error('there are two servers');
    return [one, other];
  }

  const seriesOfBoth = async (query: string): Promise<readonly [unknown, unknown]> => {
    const [one, other] = await Promise.all(servers.map((url) => queryOf(url, query)));
    return [one, other];
  };

  describe('agree', () => {
    test('on all rules', async () => {
      const [one, other] = await askBoth('rules');
      expect(other).toEqual(one);
    });

    test('on all alerts', async () => {
      const [one, other] = await askBoth('alerts');
      expect(other).toEqual(one);
    });

    test.each([
      'load:sum',
      'load:double',
      '{__name__=~"load:copy|scalar|nothing|odd|infinite"}',
      '{__name__=~"twice|many|range|text|matching"}',
      'ALERTS',
      'ALERTS_FOR_STATE * 0',
    ])('on %s', async (query) => {
      const [one, other] = await seriesOfBoth(query);
      expect(other).toEqual(one);
    });

    test.each(['type=alert', 'type=record', 'type=RECORD', 'type=x'])('on rules with %s', async (search) => {
      const [one, other] = await askBoth(`rules?${search}`);
      expect(other).toEqual(one);
    });

    test('on the names, types and help texts of their metrics', async () => {
      const [one, other] = await Promise.all(
        servers.map(async (url) => {
          const page = await (await fetch(`${url}/metrics`)).text();
          return page.split('\n').filter((line) => /^# (?:HELP|TYPE) prometheus_rule_/.test(line));
        }),
      );
      expect(other?.filter((line) => !SINCE_3.test(line)).map(plain)).toEqual(one?.map(plain));
    });

    test('when alerts end and when a series is gone', async () => {
      target.show('load{i="1"} 11\n');
      await Promise.all(
        servers.map((url) =>
          until(async () => {
            const found = JSON.stringify(await queryOf(url, 'ALERTS{alertname="High"}'));
            return found.includes('"i":"1"') && !found.includes('"i":"2"');
          }),
        ),
      );
      // The state of both is that of the end of an evaluation of each group only after another one.
      await Promise.all(servers.map((url) => nextEvaluation(url)));
      for (const [one, other] of await Promise.all([askBoth('rules'), askBoth('alerts')]))
        expect(other).toEqual(one);
      for (const query of ['ALERTS', '{__name__=~"load:.+"}']) {
        const [one, other] = await seriesOfBoth(query);
        expect(other).toEqual(one);
      }
    });
  });
});

/** Metrics that Prometheus 2.42 does not have. */
const SINCE_3 = /_histogram_seconds|_restore_duration_seconds|rule_duration_sum_seconds/;

/** Help texts end with a dot since 3.0. */
function plain(line: string): string {
  return line.replace(/\.$/, '');
}

async function queryOf(url: string, query: string): Promise<readonly unknown[]> {
  const response = await fetch(`${url}/api/v1/query?${new URLSearchParams({ query }).toString()}`);
  const { data } = (await response.json()) as {
    data: { result: readonly { readonly metric: unknown; readonly value: readonly [number, string] }[] };
  };
  return data.result.map(({ metric, value }) => [metric, value[1]]).toSorted(byText);
}

/** Resolves when each group was evaluated after this call. */
async function nextEvaluation(url: string): Promise<void> {
  const times = async (): Promise<readonly string[]> => {
    const response = await fetch(`${url}/api/v1/rules`);
    const { data } = (await response.json()) as {
      data: { groups: readonly { readonly lastEvaluation: string }[] };
    };
    return data.groups.map(({ lastEvaluation }) => lastEvaluation);
  };
  const before = await times();
  await until(async () => (await times()).every((time, index) => time !== before[index]));
}
