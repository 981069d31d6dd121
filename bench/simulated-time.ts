// A day of history in a server, and a month of rules in a simulation.
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { readHistory, simulate, startPrometheus } from '../src/prometheus/index.ts';
import { Labels, METRIC_NAME, type SeriesSamples } from '../src/prometheus/model/samples.ts';
import { parsePromql } from '../src/prometheus/promql/index.ts';
import type { Rule } from '../src/prometheus/rules/model/rule.ts';
import type { BenchPlace } from './place.ts';
import { formatMs, type BenchRow } from './row.ts';

const SERIES = 20;
const DAYS = 30;
const DAY_MS = 86_400_000;
const HISTORY_LIMIT_MS = 1_000;
const SIMULATION_LIMIT_MS = 10_000;
const SIMULATION_LIMIT_MB = 300;
const WINDOWS = ['5m', '30m', '1h', '2h', '6h', '1d', '3d'];
/** The long and the short window of each alert of the SRE Workbook, and its burn rate. */
const ALERTS: readonly (readonly [long: string, short: string, rate: number])[] = [
  ['1h', '5m', 14.4],
  ['6h', '30m', 6],
  ['1d', '2h', 3],
  ['3d', '6h', 1],
];

export async function benchSimulatedTime({ dir }: BenchPlace): Promise<BenchRow[]> {
  // The simulation first: its peak of memory is that of the process.
  return [...(await benchSimulation()), await benchHistory(dir)];
}

async function benchHistory(folder: string): Promise<BenchRow> {
  const configFile = path.join(folder, 'history.yml');
  const dataDir = path.join(folder, 'history-data');
  await mkdir(dataDir);
  await writeFile(configFile, '');
  const server = await startPrometheus({ configFile, dataDir, port: 0 });
  const lines = Array.from({ length: SERIES }, (_, i) => `orders_total{shop="${i}"} 0+30~5x5759`);
  const startedAt = performance.now();
  const read = await readHistory(`load 15s\n${lines.join('\n')}`, 'bench', Date.now());
  const outcome = read.status === 'read' ? await server.loadHistory(read.series) : undefined;
  const ms = performance.now() - startedAt;
  await server.stop();
  const isWhole = outcome?.status === 'stored' && outcome.samples === SERIES * 5760;
  return {
    name: `history: a day of ${SERIES} series at 15 s`,
    value: formatMs(ms),
    limit: `at most ${formatMs(HISTORY_LIMIT_MS)}`,
    ok: isWhole && ms <= HISTORY_LIMIT_MS,
  };
}

async function benchSimulation(): Promise<BenchRow[]> {
  const startMs = Date.UTC(2024, 0, 1);
  const timeline = Array.from({ length: SERIES }, (_, index) => requests(index, startMs));
  const group = {
    name: 'slo',
    file: '/slo.yml',
    intervalMs: 60_000,
    limit: 0,
    queryOffsetMs: 0,
    rules: burnRateRules(),
  };
  const before = process.cpuUsage();
  const outcome = await simulate({ groups: [group], timeline, startMs, endMs: startMs + DAYS * DAY_MS });
  const { user, system } = process.cpuUsage(before);
  const ms = (user + system) / 1000;
  const megabytes = process.resourceUsage().maxRSS / 1024;
  const hasFired =
    outcome.status === 'done' &&
    outcome.groups.some(({ rules }) =>
      rules.some(({ alerts }) => alerts.some((one) => one.firingAtMs !== undefined)),
    );
  const name = `simulation: ${DAYS} days of ${SERIES} series, burn rates`;
  return [
    {
      name: `${name}, processor time`,
      value: formatMs(ms),
      limit: `at most ${formatMs(SIMULATION_LIMIT_MS)}`,
      ok: hasFired && ms <= SIMULATION_LIMIT_MS,
    },
    {
      name: `${name}, resident memory at most`,
      value: `${megabytes.toFixed(0)} MiB`,
      limit: `at most ${SIMULATION_LIMIT_MB} MiB`,
      ok: megabytes <= SIMULATION_LIMIT_MB,
    },
  ];
}

/** Every fifth series counts errors, which come in bursts. */
function requests(index: number, startMs: number): SeriesSamples {
  const count = DAYS * 2880;
  const timestamps = Float64Array.from({ length: count }, (_, i) => startMs + i * 30_000);
  const values = new Float64Array(count);
  const isError = index % 5 === 0;
  for (let i = 1; i < count; i++) {
    const errors = Math.sin(i / 3_000 + index) > 0.95 ? 3 : 0;
    values[i] = (values[i - 1] ?? 0) + (isError ? errors : 10 + (i % 7));
  }
  const labels = Labels.from([
    [METRIC_NAME, 'http_requests_total'],
    ['job', `shop${index % 2}`],
    ['code', isError ? '500' : '200'],
    ['instance', String(index)],
  ]);
  return { labels, timestamps, values };
}

const ratio = (window: string): string => `job:slo_errors_per_request:ratio_rate${window}`;

function burnRateRules(): readonly Rule[] {
  const recordings = WINDOWS.map((window): Rule => {
    const rate = (matchers: string): string =>
      `sum by (job) (rate(http_requests_total${matchers}[${window}]))`;
    const query = `${rate('{code="500"}')} / ${rate('')}`;
    return { kind: 'recording', name: ratio(window), expr: parsePromql(query), query, labels: {}, line: 1 };
  });
  const alerts = ALERTS.map(([long, short, rate]): Rule => {
    const above = (window: string): string => `${ratio(window)} > ${rate * 0.001}`;
    const query = `${above(long)} and ${above(short)}`;
    const annotations = { summary: '{{ $labels.job }}: {{ $value | humanizePercentage }} of requests fail' };
    const rest = { holdMs: 120_000, keepFiringMs: 0, labels: { severity: 'page' }, annotations, line: 1 };
    return { kind: 'alerting', name: `Burn${long}`, expr: parsePromql(query), query, ...rest };
  });
  return [...recordings, ...alerts];
}
