// Queries over 1,000 and 10,000 series of 600 samples, through HTTP, against a real Prometheus with the same samples.
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { startFillingTarget } from './filling-target.ts';
import { formatMs, median, type BenchRow } from './row.ts';
import type { StartServer } from './server-process.ts';

const RUNS = 5;
const STEPS = 240;

/** Rows for the instant and the range query at both sizes, and for how the cost grows with the samples. */
export async function benchQueries(
  startEmbedded: StartServer,
  startReal: StartServer | undefined,
  folder: string,
): Promise<BenchRow[]> {
  const target = await startFillingTarget(Date.now());
  const embeddedConfig = path.join(folder, 'queries-embedded.yml');
  const realConfig = path.join(folder, 'queries-real.yml');
  await writeFile(embeddedConfig, configOf(target.port, '/embedded'));
  await writeFile(realConfig, configOf(target.port, '/real'));
  const filled = target.filled(startReal === undefined ? ['/embedded'] : ['/embedded', '/real']);
  const dataDirs = [path.join(folder, 'queries-embedded'), path.join(folder, 'queries-real')] as const;
  for (const dataDir of dataDirs) await mkdir(dataDir);
  const embedded = await startEmbedded(embeddedConfig, dataDirs[0]);
  const real = await startReal?.(realConfig, dataDirs[1]);
  try {
    await filled;
    const rows: BenchRow[] = [];
    const own = new Map<string, number>();
    for (const kind of ['instant', 'range'] as const)
      for (const size of ['small', 'large'] as const) {
        const address = addressOf(kind, size, target.endMs);
        const ms = await measure(embedded.url, address);
        own.set(kind + size, ms);
        const other = real === undefined ? undefined : await measure(real.url, address);
        rows.push(comparison(`${kind} rate, ${size === 'small' ? '1,000' : '10,000'} series`, ms, other));
      }
    const raw = `query_range?${rangeParams('large', target.endMs)}`;
    const ownRaw = await bodyTime(`${embedded.url}/api/v1/${raw}`);
    const otherRaw = real === undefined ? undefined : await bodyTime(`${real.url}/api/v1/${raw}`);
    rows.push(comparison('10,000 series as they are, 240 steps', ownRaw, otherRaw));
    for (const kind of ['instant', 'range'] as const) {
      const growth = (own.get(`${kind}large`) ?? NaN) / (own.get(`${kind}small`) ?? NaN);
      rows.push({
        name: `${kind} rate, 10 times the samples`,
        value: `${growth.toFixed(1)} times the time`,
        limit: 'at most 15 times',
        ok: growth <= 15,
      });
    }
    return rows;
  } finally {
    await Promise.all([embedded.stop(), real?.stop()]);
    await target.close();
  }
}

function comparison(name: string, own: number, real: number | undefined): BenchRow {
  const limit = "at most the real one's";
  if (real === undefined) return { name, value: `${formatMs(own)}, no real one here`, limit, ok: false };
  const ratio = own / real;
  return { name, value: `${formatMs(own)} (real ${formatMs(real)})`, ratio, limit, ok: ratio <= 1 };
}

async function measure(url: string, address: string): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run <= RUNS; run++) {
    const started = performance.now();
    const series = await resultCount(`${url}/api/v1/${address}`);
    if (series !== 20) throw new Error(`${url}/api/v1/${address} gave ${series} series, not 20`);
    // The first run warms both up.
    if (run > 0) times.push(performance.now() - started);
  }
  return median(times);
}

async function resultCount(address: string): Promise<number> {
  const response = await fetch(address);
  const { data, error } = (await response.json()) as { data?: { result: unknown[] }; error?: string };
  if (data === undefined) throw new Error(error);
  return data.result.length;
}

function addressOf(kind: 'instant' | 'range', size: string, endMs: number): string {
  const query = `sum by (path) (rate(${size}[5m]))`;
  const end = endMs / 1000;
  if (kind === 'instant') return `query?${new URLSearchParams({ query, time: String(end) }).toString()}`;
  return `query_range?${rangeParams(query, endMs)}`;
}

function rangeParams(query: string, endMs: number): string {
  const end = endMs / 1000;
  return new URLSearchParams({
    query,
    start: String(end - STEPS + 1),
    end: String(end),
    step: '1',
  }).toString();
}

/** Until the last byte of the answer is there; what a client makes of it is its own affair. */
async function bodyTime(address: string): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run <= RUNS; run++) {
    const started = performance.now();
    const response = await fetch(address);
    for await (const _ of response.body ?? []);
    if (!response.ok) throw new Error(`${address} gave ${response.status}`);
    if (run > 0) times.push(performance.now() - started);
  }
  return median(times);
}

function configOf(port: number, metricsPath: string): string {
  return [
    'global:',
    '  scrape_interval: 150ms',
    '  scrape_timeout: 150ms',
    'scrape_configs:',
    '  - job_name: fill',
    `    metrics_path: ${metricsPath}`,
    '    static_configs:',
    `      - targets: ['127.0.0.1:${port}']`,
    '',
  ].join('\n');
}
