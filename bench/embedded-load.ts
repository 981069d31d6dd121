// A target of 100,000 series and a log of ten million samples: what they cost the embedded server and a real one.
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import path from 'node:path';
import { startDeadline } from '../src/lab/model/deadline.ts';
import { formatMs, median, type BenchRow } from './row.ts';
import type { ServerProcess, StartServer } from './server-process.ts';

/** The embedded server takes 100,000, with the five about each target, which are there first where a page comes late. */
const SERIES = 99_900;
const WARM_UP_PAGES = 8;
const MEASURED_PAGES = 20;
const RUNS = 5;
const RESTARTS = 3;
/** The page of the long history: this many series, each with this many moments, and this many pages. */
const HISTORY = { series: 10_000, moments: 10, pages: 100 };
const HISTORY_START_MS = Date.now() - 20 * 60_000;
const MOMENT_MS = 500;
const PATIENCE_MS = 300_000;

/** Which server, the embedded one first. */
type Pair<T> = readonly [own: T, real: T];

/** Rows for a page, memory, the index, and restarts. */
export async function benchLoad(starters: Pair<StartServer>, folder: string): Promise<BenchRow[]> {
  return [...(await benchPages(starters, folder)), ...(await benchRestarts(starters, folder))];
}

async function benchPages(starters: Pair<StartServer>, folder: string): Promise<BenchRow[]> {
  const target = await startTarget((step) => pageOf(SERIES, [step]));
  const servers = await startBoth(starters, folder, 'load', target.port, 5);
  try {
    await target.served(WARM_UP_PAGES);
    const before = await both(servers, async (server) => server.cpuMs());
    const pages = target.counts();
    await target.served(WARM_UP_PAGES + MEASURED_PAGES);
    const after = await both(servers, async (server) => server.cpuMs());
    const counted = target.counts();
    const perPage = ([0, 1] as const).map(
      (i) => ((after[i] ?? NaN) - (before[i] ?? NaN)) / ((counted[i] ?? NaN) - (pages[i] ?? NaN)),
    );
    const resident = await both(servers, async (server) => server.residentMiB());
    await target.pause();
    const rows = [
      compared('processor time of a page of 100,000 series', perPage, formatMs),
      compared('resident with 100,000 series', resident, (mebibytes) => `${mebibytes.toFixed(0)} MiB`),
    ];
    for (const [name, address] of [
      ['/labels at 100,000 series', 'labels'],
      ['/label/group/values at 100,000 series', 'label/group/values'],
      ['/label/id/values at 100,000 series', 'label/id/values'],
      ['/series at 100,000 series', `series?${new URLSearchParams({ 'match[]': 'load' }).toString()}`],
    ] as const) {
      const times = await both(servers, (server) => timeOf(`${server.url}/api/v1/${address}`));
      rows.push(compared(name, times, formatMs));
    }
    return rows;
  } finally {
    await both(servers, (server) => server.stop());
    await target.close();
  }
}

async function benchRestarts(starters: Pair<StartServer>, folder: string): Promise<BenchRow[]> {
  const { series, moments, pages } = HISTORY;
  const target = await startTarget((step) =>
    step < pages
      ? pageOf(
          series,
          Array.from({ length: moments }, (_, i) => step * moments + i),
        )
      : '',
  );
  let servers = await startBoth(starters, folder, 'restart', target.port, 2);
  try {
    await target.served(pages + 1);
    await target.pause();
    for (const server of servers)
      if ((await seriesCount(server)) !== series)
        throw new Error('the machine is too busy to fill the servers');
    const rows: BenchRow[] = [];
    for (const [name, end] of [
      ['restart with 10 million samples', 'stop'],
      ['restart with 10 million samples after a kill', 'kill'],
    ] as const) {
      const times: [number[], number[]] = [[], []];
      for (let run = 0; run < RESTARTS; run++) {
        for (const i of [0, 1] as const) {
          await servers[i][end]();
          const started = performance.now();
          const server = await starters[i](...placeOf(folder, 'restart', i));
          servers = i === 0 ? [server, servers[1]] : [servers[0], server];
          const found = await seriesCount(server);
          times[i].push(performance.now() - started);
          if (found !== series) throw new Error(`${found} series are back after a restart, not ${series}`);
        }
      }
      rows.push(compared(name, times.map(median), formatMs));
    }
    return rows;
  } finally {
    await both(servers, (server) => server.stop());
    await target.close();
  }
}

function compared(name: string, [own = NaN, real = NaN]: readonly number[], format: (n: number) => string) {
  const ratio = own / real;
  const value = `${format(own)} (real ${format(real)})`;
  return { name, value, ratio, limit: "at most the real one's", ok: ratio <= 1 };
}

async function both<T>(
  servers: Pair<ServerProcess>,
  act: (server: ServerProcess) => Promise<T>,
): Promise<T[]> {
  const results: T[] = [];
  for (const server of servers) results.push(await act(server));
  return results;
}

async function startBoth(
  starters: Pair<StartServer>,
  folder: string,
  name: string,
  port: number,
  intervalSeconds: number,
): Promise<Pair<ServerProcess>> {
  for (const i of [0, 1] as const) {
    const [configFile, dataDir] = placeOf(folder, name, i);
    await mkdir(dataDir);
    await writeFile(configFile, configOf(port, i, intervalSeconds));
  }
  return [await starters[0](...placeOf(folder, name, 0)), await starters[1](...placeOf(folder, name, 1))];
}

function placeOf(folder: string, name: string, i: 0 | 1): [configFile: string, dataDir: string] {
  return [path.join(folder, `${name}-${i}.yml`), path.join(folder, `${name}-${i}`)];
}

function configOf(port: number, i: 0 | 1, seconds: number): string {
  return `global: {scrape_interval: ${seconds}s, scrape_timeout: ${seconds}s}
scrape_configs:
- job_name: load
  metrics_path: /${i}
  static_configs: [{targets: ['127.0.0.1:${port}']}]
`;
}

/** Counters and a few gauges with fractions; the newest moment of a page is now, and moments are a second apart. */
function pageOf(series: number, steps: readonly number[]): string {
  const lines: string[] = [];
  for (const step of steps) {
    const time = HISTORY.moments === steps.length ? ` ${HISTORY_START_MS + step * MOMENT_MS}` : '';
    for (let i = 0; i < series; i++) {
      const value = i % 10 === 0 ? Math.sin(step + i) : step * ((i % 7) + 1);
      lines.push(
        `load{group="group-${i % 100}",method="get",path="/shop/items/${i % 20}",id="${i}"} ${value}${time}`,
      );
    }
  }
  lines.push('');
  return lines.join('\n');
}

interface Target {
  readonly port: number;
  /** Pages that each server has got. */
  counts(): Pair<number>;
  /** Resolves when both servers have got so many pages. */
  served(pages: number): Promise<void>;
  /** Shows nothing from now on, so that a scrape costs nothing while something else is timed. */
  pause(): Promise<void>;
  close(): Promise<void>;
}

/** Serves to each server, told apart by path, its next page. */
async function startTarget(pageAt: (step: number) => string): Promise<Target> {
  const counts: [number, number] = [0, 0];
  let isPaused = false;
  // Both get the same text, made once.
  let made = { step: -1, page: '' };
  const server = createServer((request, response) => {
    const i = request.url === '/0' ? 0 : 1;
    const step = counts[i]++;
    if (!isPaused && made.step !== step) made = { step, page: pageAt(step) };
    response.setHeader('Content-Type', 'text/plain; version=0.0.4; charset=utf-8');
    response.end(isPaused ? '' : made.page);
    server.emit('served');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const served = async (pages: number): Promise<void> => {
    const deadline = startDeadline(new AbortController().signal, PATIENCE_MS);
    while (Math.min(...counts) < pages) await once(server, 'served', deadline);
    deadline.clear();
  };
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    counts: () => [...counts],
    served,
    async pause() {
      isPaused = true;
      // The second empty page is asked for when the first one is stored.
      await served(Math.max(...counts) + 2);
    },
    close: () => closed(server),
  };
}

async function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
}

async function timeOf(address: string): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run <= RUNS; run++) {
    const started = performance.now();
    const response = await fetch(address);
    await response.arrayBuffer();
    if (!response.ok) throw new Error(`${address} gave ${response.status}`);
    // The first run warms both up.
    if (run > 0) times.push(performance.now() - started);
  }
  return median(times);
}

async function seriesCount({ url }: ServerProcess): Promise<number> {
  const time = (HISTORY_START_MS + (HISTORY.moments * HISTORY.pages - 1) * MOMENT_MS) / 1000;
  const query = new URLSearchParams({ query: 'count(load)', time: String(time) });
  const response = await fetch(`${url}/api/v1/query?${query.toString()}`);
  const { data } = (await response.json()) as { data: { result: { value: [number, string] }[] } };
  return Number(data.result[0]?.value[1] ?? 0);
}
