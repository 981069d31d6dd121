// A target that shows each scraper its own moments, one a scrape, so that ten minutes of one-second samples are in a
// server as fast as it can scrape.
import { createServer } from 'node:http';

export const SAMPLES_PER_SERIES = 600;

export interface FillingTarget {
  readonly port: number;
  /** Time of the newest sample, in milliseconds. */
  readonly endMs: number;
  /** Resolves when `scrapers` servers, told apart by path, have fetched every moment. */
  filled(paths: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

/** `small` with 1,000 series and `large` with 10,000, each a counter with a path and an id. */
export async function startFillingTarget(nowMs: number): Promise<FillingTarget> {
  const endMs = Math.floor(nowMs / 1000) * 1000 - 60_000;
  const heads = [seriesHeads('small', 1_000), seriesHeads('large', 10_000)].flat();
  const steps = new Map<string, number>();
  const waiting = new Map<string, () => void>();
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    const step = steps.get(path) ?? 0;
    steps.set(path, step + 1);
    response.setHeader('Content-Type', 'text/plain; version=0.0.4; charset=utf-8');
    // After the last moment there is nothing more to show: an idle scrape costs nothing while queries are timed.
    response.end(step < SAMPLES_PER_SERIES ? pageAt(heads, step, endMs) : '');
    if (step === SAMPLES_PER_SERIES) waiting.get(path)?.();
  });
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
  return {
    port,
    endMs,
    filled: async (paths) => {
      await Promise.all(paths.map((path) => new Promise<void>((resolve) => waiting.set(path, resolve))));
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The page of one moment; each series counts up at a pace of its own. */
export function pageAt(heads: readonly string[], step: number, endMs: number): string {
  const time = endMs - (SAMPLES_PER_SERIES - 1 - step) * 1000;
  let page = '';
  for (const [index, head] of heads.entries()) page += `${head} ${step * ((index % 7) + 1)} ${time}\n`;
  return page;
}

/** What comes before the value, for each series. */
export function seriesHeads(name: string, count: number): string[] {
  return Array.from({ length: count }, (_, i) => `${name}{path="path-${i % 20}",method="get",id="${i}"}`);
}
