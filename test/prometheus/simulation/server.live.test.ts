// A simulation gives what the same hours on a server give, whose clock is advanced.
import { once } from 'node:events';
import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { simulate, startPrometheus } from '../../../src/prometheus/index.ts';
import { isStaleAt, Labels, METRIC_NAME, type SeriesSamples } from '../../../src/prometheus/model/samples.ts';
import type { Rule, RuleGroup } from '../../../src/prometheus/rules/model/rule.ts';
import { LAB_BIN } from '../../support/lab.ts';
import { alerting, groupOf, recording } from './generated.ts';

const START = Date.UTC(2024, 0, 1);
const HOUR = 3_600_000;

const GROUPS: readonly RuleGroup[] = [
  groupOf(
    [
      recording('job:visits:rate1m', 'sum by (job) (rate(visits_total[1m]))'),
      recording('job:visits:max', 'max_over_time(job:visits:rate1m[5m])', { team: 'shop' }),
      recording('busy', 'queue > 5'),
      alerting('Busy', 'busy', {
        holdMs: 60_000,
        keepFiringMs: 40_000,
        labels: { severity: 'page', level: '{{ $value }}' },
        annotations: { text: 'queue {{ $labels.name }} is at {{ $value }}' },
      }),
      recording('total', 'total + 1 or vector(1)'),
    ],
    { name: 'fast', intervalMs: 20_000 },
  ),
  groupOf(
    [
      alerting('NoBusyQueue', 'absent(ALERTS{alertname="Busy"})', { holdMs: 120_000 }),
      recording('alerts:firing', 'count(ALERTS{alertstate="firing"})'),
    ],
    { name: 'slow', intervalMs: 45_000, queryOffsetMs: 10_000 },
  ),
];

function yamlOf(rule: Rule): unknown {
  const labels = { ...rule.labels };
  if (rule.kind === 'recording') return { record: rule.name, expr: rule.query, labels };
  const { name, query, holdMs, keepFiringMs, annotations } = rule;
  return {
    alert: name,
    expr: query,
    for: `${holdMs / 1000}s`,
    keep_firing_for: `${keepFiringMs / 1000}s`,
    labels,
    annotations,
  };
}

/** Its pages depend on how often it was scraped alone. */
async function target(): Promise<string> {
  let scrapes = 0;
  const server = createServer((_, response) => {
    scrapes++;
    const queue = scrapes % 90 < 40 ? 2 : 6 + Math.floor(scrapes / 45);
    response.setHeader('content-type', 'text/plain; version=0.0.4');
    response.end(`visits_total ${scrapes * (1 + (scrapes % 7))}\nqueue{name="mail"} ${queue}\n`);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const address = server.address();
  return `127.0.0.1:${typeof address === 'object' ? (address?.port ?? 0) : 0}`;
}

interface ApiSeries {
  readonly metric: Record<string, string>;
  readonly values: readonly [number, string][];
}

const nameOf = ({ labels }: SeriesSamples): string => labels.get(METRIC_NAME);

/** Samples by series, without stale markers. */
function shown(series: readonly SeriesSamples[], fromMs: number): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    series
      .map(({ labels, timestamps, values }): [string, unknown[]] => [
        JSON.stringify(labels.toObject()),
        Array.from(timestamps, (time, i) => ({
          time,
          value: values[i],
          isStale: isStaleAt(values, i),
        })).filter(({ time, isStale }) => time >= fromMs && !isStale),
      ])
      .filter(([, points]) => points.length > 0),
  );
}

test('a simulation equals the same hour on the clock of a server', { timeout: 120_000 }, async () => {
  const dir = await mkdtemp(join(await realpath(tmpdir()), 'embedded-simulation-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  const configFile = join(dir, 'prometheus.yml');
  const scrape = { job_name: 'shop', static_configs: [{ targets: [await target()] }] };
  const config = { global: { scrape_interval: '10s' }, rule_files: ['rules.yml'], scrape_configs: [scrape] };
  const groups = GROUPS.map(({ name, intervalMs, queryOffsetMs, rules }) => ({
    name,
    interval: `${intervalMs / 1000}s`,
    query_offset: `${queryOffsetMs / 1000}s`,
    rules: rules.map(yamlOf),
  }));
  // JSON is YAML.
  await writeFile(configFile, JSON.stringify(config));
  await writeFile(join(dir, 'rules.yml'), JSON.stringify({ groups }));
  const workerFile = join(dirname(LAB_BIN), 'prometheus-worker.js');
  const server = await startPrometheus({ configFile, port: 0, clockStartMs: START, workerFile });
  onTestFinished(() => server.stop());
  await server.advance(HOUR);

  const query = new URLSearchParams({ query: '{__name__=~".+"}[2h]', time: String((START + HOUR) / 1000) });
  const response = await fetch(`${server.url}/api/v1/query?${query.toString()}`);
  const { data } = (await response.json()) as { readonly data: { readonly result: readonly ApiSeries[] } };
  const all = data.result.map(({ metric, values }): SeriesSamples => ({
    labels: Labels.from(Object.entries(metric)),
    timestamps: Float64Array.from(values, ([seconds]) => Math.round(seconds * 1000)),
    values: Float64Array.from(values, ([, value]) => Number(value)),
  }));
  const scraped = new Set(['visits_total', 'queue', 'up']);
  const timeline = all.filter((series) => scraped.has(nameOf(series)));
  expect(timeline).toHaveLength(3);
  const firstOf = (name: string): number =>
    Math.min(...all.filter((series) => nameOf(series) === name).map(({ timestamps }) => timestamps[0] ?? 0));
  const firstMs: Record<string, number> = {
    fast: firstOf('total'),
    slow: await firstEvaluation(server.url, 'slow', 45_000),
  };
  const outcome = await simulate({
    groups: GROUPS,
    timeline,
    startMs: START,
    endMs: START + HOUR,
    evaluationOffsetMs: ({ name }) => (firstMs[name] ?? 0) - START,
  });
  if (outcome.status === 'failed') throw new Error(outcome.message);
  const simulated = outcome.groups.flatMap(({ rules }) => rules.flatMap(({ series }) => series));
  // A server that has just started writes alerts only from its third evaluation on (rules/group.go, RestoreForState).
  const fromMs = Math.max(...Object.values(firstMs)) + 3 * 45_000;
  const written = all.filter(
    (series) => !scraped.has(nameOf(series)) && !nameOf(series).startsWith('scrape_'),
  );
  const expected = shown(written, fromMs);
  expect(Object.keys(expected).length).toBeGreaterThan(8);
  expect(shown(simulated, fromMs)).toEqual(expected);
});

/** The first evaluation of a group, from its last one. */
async function firstEvaluation(url: string, name: string, intervalMs: number): Promise<number> {
  const response = await fetch(`${url}/api/v1/rules`);
  const { data } = (await response.json()) as {
    readonly data: { readonly groups: readonly { readonly name: string; readonly lastEvaluation: string }[] };
  };
  const last = Date.parse(data.groups.find((group) => group.name === name)?.lastEvaluation ?? '');
  return START + ((last - START) % intervalMs);
}
