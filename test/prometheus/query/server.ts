// The built server in its thread, on a target with many series, asked as any client asks it.
import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { startPrometheus, type EmbeddedServer } from '../../../src/prometheus/index.ts';
import { LAB_BIN } from '../../support/lab.ts';

const WORKER = join(dirname(LAB_BIN), 'prometheus-worker.js');

export interface Answer {
  readonly status: number;
  readonly error: string;
  readonly result: readonly { readonly value?: readonly [number, string] }[];
}

export interface Lab {
  readonly server: EmbeddedServer;
  readonly configFile: string;
  /** What the server said of itself. */
  readonly replaced: string[];
  /** POST to a query endpoint. */
  ask(
    path: string,
    params: URLSearchParams | Readonly<Record<string, string>>,
    signal?: AbortSignal,
  ): Promise<Answer>;
  query(query: string): Promise<Answer>;
  /** The answer is one number. */
  number(query: string): Promise<number>;
  /** Resolves at the next scrape of the small target that begins after this call. */
  scrape(): Promise<void>;
}

/** Starts a target of `series` series `big{i="…"}` (job big) and one series `tick` (job small), and the server on both. */
export async function startLab(series: number, workerFile = WORKER): Promise<Lab> {
  const page = Array.from({ length: series }, (_, i) => `big{i="${i}",path="/p${i % 20}",v="a"} ${i}\n`).join(
    '',
  );
  let waiting: (() => void)[] = [];
  const target = createServer((request, response) => {
    if (request.url === '/small') for (const wake of waiting.splice(0)) wake();
    response.setHeader('content-type', 'text/plain; version=0.0.4');
    response.end(request.url === '/small' ? 'tick 1\n' : page);
  });
  await new Promise<void>((resolve) => target.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    target.closeAllConnections();
    target.close();
  });
  const address = target.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const dir = await mkdtemp(join(await realpath(tmpdir()), 'embedded-queries-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  const configFile = join(dir, 'prometheus.yml');
  const job = (name: string, interval: string): string =>
    `- {job_name: ${name}, metrics_path: /${name}, scrape_interval: ${interval}, static_configs: [{targets: ['127.0.0.1:${port}']}]}\n`;
  await writeFile(configFile, `scrape_configs:\n${job('big', '1h')}${job('small', '1s')}`);
  const replaced: string[] = [];
  const server = await startPrometheus({
    configFile,
    dataDir: join(dir, 'data'),
    port: 0,
    workerFile,
    onReplaced: (sentence) => replaced.push(sentence),
  });
  onTestFinished(() => server.stop());
  const ask: Lab['ask'] = async (path, params, signal) => {
    const response = await fetch(`${server.url}/api/v1/${path}`, {
      method: 'POST',
      body: new URLSearchParams(params),
      ...(signal === undefined ? {} : { signal }),
    });
    const { error = '', data } = (await response.json()) as {
      error?: string;
      data?: { result?: Answer['result'] };
    };
    return { status: response.status, error, result: data?.result ?? [] };
  };
  const query: Lab['query'] = (text) => ask('query', { query: text });
  const scrape = (): Promise<void> =>
    new Promise((resolve) => {
      waiting = [...waiting, resolve];
    });
  const lab: Lab = {
    server,
    configFile,
    replaced,
    ask,
    query,
    number: async (text) => {
      const { status, error, result } = await query(text);
      if (status !== 200) throw new Error(`${text}: ${status} ${error}`);
      return Number(result[0]?.value?.[1] ?? NaN);
    },
    scrape,
  };
  // The first scrape of both pages, stored.
  while ((await lab.number('count(big) + on () count(tick)')) !== series + 1) await scrape();
  return lab;
}
