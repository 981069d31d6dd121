// From a reload that adds a target to that target being up, as a client of the API sees it.
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';
import { startPrometheus } from '../src/prometheus/index.ts';
import { startRealServer } from '../test/prometheus/real-server.ts';
import { formatMs, median, type BenchRow } from './row.ts';

const RUNS = 5;
const LIMIT = 0.3;
const PATIENCE_MS = 60_000;

/** One row: the embedded server's time, the real one's, and their ratio. */
export async function benchReload(realPath: string | undefined, folder: string): Promise<BenchRow[]> {
  const name = 'reload to new target up';
  const limit = `at most ${LIMIT} of the real one's time`;
  const target = createServer((_request, response) => {
    response.setHeader('Content-Type', 'text/plain; version=0.0.4');
    response.end('one 1\n');
  }).listen(0, '127.0.0.1');
  await once(target, 'listening');
  const address = target.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  try {
    const configFile = path.join(folder, 'reload-embedded.yml');
    await writeFile(configFile, configOf([], port));
    const embedded = await startPrometheus({ configFile, port: 0 });
    const own = await measure(embedded.url, configFile, port);
    await embedded.stop();
    if (realPath === undefined)
      return [{ name, value: `${formatMs(own)}, no real one here`, limit, ok: false }];
    const realConfig = path.join(folder, 'reload-real.yml');
    await writeFile(realConfig, configOf([], port));
    const dataDir = path.join(folder, 'reload-data');
    await mkdir(dataDir);
    const real = await startRealServer(realPath, realConfig, dataDir);
    const other = await measure(real.url, realConfig, port);
    await real.stop();
    const ratio = own / other;
    return [{ name, value: `${formatMs(own)} (real ${formatMs(other)})`, ratio, limit, ok: ratio <= LIMIT }];
  } finally {
    target.closeAllConnections();
    target.close();
  }
}

async function measure(url: string, configFile: string, port: number): Promise<number> {
  const times: number[] = [];
  const jobs: string[] = [];
  for (let run = 0; run < RUNS; run++) {
    const job = `job-${run}`;
    jobs.push(job);
    await writeFile(configFile, configOf(jobs, port));
    const started = performance.now();
    const reloaded = await fetch(`${url}/-/reload`, { method: 'POST' });
    if (!reloaded.ok) throw new Error(`the reload failed: ${await reloaded.text()}`);
    const deadline = started + PATIENCE_MS;
    while (!(await isUp(url, job))) {
      if (performance.now() > deadline)
        throw new Error(`${job} is not up ${PATIENCE_MS} ms after the reload`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    times.push(performance.now() - started);
  }
  return median(times);
}

async function isUp(url: string, job: string): Promise<boolean> {
  const query = encodeURIComponent(`up{job="${job}"} == 1`);
  const response = await fetch(`${url}/api/v1/query?query=${query}`);
  const { data } = (await response.json()) as { data: { result: unknown[] } };
  return data.result.length > 0;
}

function configOf(jobs: readonly string[], port: number): string {
  const entries = jobs.map(
    (job) => `  - job_name: ${job}\n    static_configs:\n      - targets: ['127.0.0.1:${port}']\n`,
  );
  return `global:\n  scrape_interval: 1s\n${entries.length === 0 ? '' : `scrape_configs:\n${entries.join('')}`}`;
}
