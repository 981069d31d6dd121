// A thousand recording rules over ten thousand series: what their evaluation costs the embedded server and a real one.
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { formatMs, type BenchRow } from './row.ts';
import type { ServerProcess, StartServer } from './server-process.ts';

const SERIES = 10_000;
const RULES = 1_000;
/** Rules of one kind read the series of one group; there are so many groups. */
const GROUPS = 100;
const INTERVAL_MS = 5_000;
/** Until the code is compiled and the ranges of the rules are full. */
const WARM_UP_INTERVALS = 13;
const MEASURED_INTERVALS = 8;

/** The row for rules, the embedded server first. */
export async function benchRules(
  starters: readonly [own: StartServer, real: StartServer],
  folder: string,
): Promise<BenchRow[]> {
  const target = await startTarget();
  const servers: ServerProcess[] = [];
  try {
    const configFile = path.join(folder, 'rules-prometheus.yml');
    // JSON is YAML.
    await writeFile(path.join(folder, 'rules.yml'), JSON.stringify({ groups: rulesOf() }));
    await writeFile(
      configFile,
      JSON.stringify({
        global: { scrape_interval: '5s', evaluation_interval: `${INTERVAL_MS / 1000}s` },
        rule_files: ['rules.yml'],
        scrape_configs: [{ job_name: 'load', static_configs: [{ targets: [target.address] }] }],
      }),
    );
    for (const [i, start] of starters.entries()) {
      const dataDir = path.join(folder, `rules-${i}`);
      await mkdir(dataDir);
      servers.push(await start(configFile, dataDir));
    }
    await delay(WARM_UP_INTERVALS * INTERVAL_MS);
    const before = await Promise.all(servers.map((server) => server.cpuMs()));
    await delay(MEASURED_INTERVALS * INTERVAL_MS);
    const after = await Promise.all(servers.map((server) => server.cpuMs()));
    const [own = NaN, real = NaN] = after.map((cpu, i) => (cpu - (before[i] ?? NaN)) / MEASURED_INTERVALS);
    for (const server of servers) await checkRecorded(server);
    const ratio = own / real;
    return [
      {
        name: 'processor time of 1,000 rules over 10,000 series',
        value: `${formatMs(own)} (real ${formatMs(real)})`,
        ratio,
        limit: "at most the real one's",
        ok: ratio <= 1,
      },
    ];
  } finally {
    for (const server of servers) await server.stop();
    await target.close();
  }
}

/** Rates of the series of one group, by one label, in ten groups of rules. */
function rulesOf(): readonly unknown[] {
  const rules = Array.from({ length: RULES }, (_, i) => ({
    record: `load:rate${Math.floor(i / GROUPS)}`,
    expr: `sum by (path) (rate(load{group="group-${i % GROUPS}"}[1m]))`,
    labels: { group: `group-${i % GROUPS}` },
  }));
  return Array.from({ length: 10 }, (_, i) => ({
    name: `group-${i}`,
    rules: rules.slice((i * RULES) / 10, ((i + 1) * RULES) / 10),
  }));
}

async function checkRecorded({ url }: ServerProcess): Promise<void> {
  const query = new URLSearchParams({ query: 'count({__name__=~"load:rate.+"})' });
  const response = await fetch(`${url}/api/v1/query?${query.toString()}`);
  const { data } = (await response.json()) as {
    data: { result: readonly { readonly value: [number, string] }[] };
  };
  const recorded = Number(data.result[0]?.value[1]);
  if (recorded !== RULES * PATHS) throw new Error(`the rules recorded ${recorded} series`);
}

const PATHS = 5;

async function startTarget(): Promise<{ readonly address: string; readonly close: () => Promise<void> }> {
  let step = 0;
  const server = createServer((_request, response) => {
    step++;
    const lines = Array.from(
      { length: SERIES },
      (_, i) =>
        `load{group="group-${i % GROUPS}",path="/items/${Math.floor(i / GROUPS) % PATHS}",id="${i}"} ${step * (i % 7)}`,
    );
    response.setHeader('Content-Type', 'text/plain; version=0.0.4; charset=utf-8');
    response.end(`${lines.join('\n')}\n`);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    address: `127.0.0.1:${typeof address === 'object' ? (address?.port ?? 0) : 0}`,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
