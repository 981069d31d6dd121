// The embedded Prometheus against a real one, and against its own limits.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { benchQueries } from './embedded-queries.ts';
import { benchReload } from './embedded-reload.ts';
import { benchScrape } from './embedded-scrape.ts';
import type { BenchRow } from './row.ts';

/** All measurements of the embedded Prometheus; without a real one those that compare say so and count as not passed. */
export async function benchEmbedded(realPrometheusPath: string | undefined): Promise<BenchRow[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'bench-embedded-'));
  try {
    return [
      ...(await benchScrape()),
      ...(await benchReload(realPrometheusPath, folder)),
      ...(await benchQueries(realPrometheusPath, folder)),
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
