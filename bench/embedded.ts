// The embedded Prometheus against a real one, and against its own limits.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { benchLoad } from './embedded-load.ts';
import { benchQueries } from './embedded-queries.ts';
import { benchReload } from './embedded-reload.ts';
import { benchRules } from './embedded-rules.ts';
import { benchScrape } from './embedded-scrape.ts';
import type { BenchRow } from './row.ts';
import { embeddedStarter, realStarter } from './server-process.ts';

/** All measurements of the embedded Prometheus; without a real one those that compare say so and count as not passed. */
export async function benchEmbedded(
  dist: string,
  realPrometheusPath: string | undefined,
): Promise<BenchRow[]> {
  const startEmbedded = embeddedStarter(workerIn(dist));
  const startReal = realPrometheusPath === undefined ? undefined : realStarter(realPrometheusPath);
  return inFolder(async (folder) => {
    return [
      ...(await benchScrape()),
      ...(await benchReload(realPrometheusPath, folder)),
      ...(await benchQueries(startEmbedded, startReal, folder)),
    ];
  });
}

/** What 100,000 series, ten million samples and 1,000 rules cost, beside the real Prometheus; nothing if there is none. */
export async function benchEmbeddedLoad(
  dist: string,
  realPrometheusPath: string | undefined,
): Promise<BenchRow[]> {
  if (realPrometheusPath === undefined)
    return [{ name: 'the embedded Prometheus under load', value: 'no real one here', ok: false }];
  const starters = [embeddedStarter(workerIn(dist)), realStarter(realPrometheusPath)] as const;
  return inFolder(async (folder) => [
    ...(await benchLoad(starters, folder)),
    ...(await benchRules(starters, folder)),
  ]);
}

function workerIn(dist: string): string {
  return `${dist}/prometheus-worker.js`;
}

async function inFolder(measure: (folder: string) => Promise<BenchRow[]>): Promise<BenchRow[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'bench-embedded-'));
  try {
    return await measure(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
