// Traffic: 10,000 requests exactly counted by the app, beside a plain undici pool that sends the same.
import path from 'node:path';
import undici from 'undici';
import { disposeAppProcess, startIsolatedRun } from '../src/lab/app-process/index.ts';
import type { AppRun } from '../src/lab/model/app-run.ts';
import { planTraffic, sendTraffic, type PlannedRequest } from '../src/lab/traffic/index.ts';
import { applyFiles, createWorkspace } from '../src/lab/workspace/index.ts';
import { readFile } from 'node:fs/promises';
import type { BenchPlace } from './place.ts';
import { median, type BenchRow } from './row.ts';

const REQUESTS = 10_000;
const ROUNDS = 5;
const CONCURRENCY = 24;
const LIMIT = 0.9;
const never = new AbortController().signal;

/** The rate of the lab's generator, of the plain pool's. */
export async function benchTraffic({ dir, course, place }: BenchPlace): Promise<readonly BenchRow[]> {
  const { workspace } = await createWorkspace({
    dir: path.join(dir, 'traffic'),
    course,
    packages: place.runtime.packages,
  });
  const stage = await readFile(path.join(course.dir, course.stages?.['plain-counter'] ?? ''), 'utf8');
  await applyFiles(workspace, { files: new Map([[course.app.entry, stage]]), step: 'bench' });
  await place.runtime.packages.link(workspace.dir, ['prom-client']);
  const start = await startIsolatedRun({
    workspaceDir: workspace.dir,
    entry: course.app.entry,
    env: place.env,
    runtime: place.runtime,
    readyPort: course.app.ports['api'] ?? 0,
    signal: never,
  });
  if (start.status !== 'running') throw new Error('the stage plain-counter does not start');
  const { run } = start;
  try {
    const origin = `http://${run.address(course.app.ports['api'] ?? 0) ?? ''}`;
    const count = REQUESTS / 4;
    const requests = planTraffic(
      {
        title: 'bench',
        requests: [
          { method: 'GET', path: '/products', count },
          { method: 'POST', path: '/products', count },
          { method: 'GET', path: '/cart', count },
          { method: 'POST', path: '/cart', count },
        ],
      },
      0,
    );
    const rates: { readonly lab: number[]; readonly plain: number[] } = { lab: [], plain: [] };
    await plainPool(origin, requests);
    for (let round = 0; round < ROUNDS; round += 1) {
      rates.plain.push(await rateOf(() => plainPool(origin, requests)));
      const before = await counted(run);
      rates.lab.push(
        await rateOf(() => sendTraffic({ origin, requests, concurrency: CONCURRENCY, signal: never })),
      );
      const added = (await counted(run)) - before;
      if (added !== REQUESTS) throw new Error(`${REQUESTS} requests were sent and ${added} were counted`);
    }
    const ratio = median(rates.lab) / median(rates.plain);
    return [
      {
        name: `traffic: ${REQUESTS} requests, all counted`,
        value: `${median(rates.lab).toFixed(0)}/s; plain pool: ${median(rates.plain).toFixed(0)}/s`,
        ratio,
        limit: `at least ${LIMIT}`,
        ok: ratio >= LIMIT,
      },
    ];
  } finally {
    await run.stop();
    await disposeAppProcess();
  }
}

async function rateOf(send: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await send();
  return REQUESTS / ((performance.now() - startedAt) / 1000);
}

async function counted(run: AppRun): Promise<number> {
  const [registry] = await run.registries(never);
  return Number(/^http_requests_total (\d+)$/m.exec(registry?.text ?? '')?.[1] ?? Number.NaN);
}

/** What anybody would write: as many loops as connections. */
async function plainPool(origin: string, requests: readonly PlannedRequest[]): Promise<void> {
  const pool = new undici.Pool(origin, { connections: CONCURRENCY, pipelining: 1 });
  let next = 0;
  const loop = async (): Promise<void> => {
    for (let request = requests[next]; request !== undefined; request = requests[next]) {
      next += 1;
      const { body } = await pool.request({ method: request.method, path: request.path });
      await body.dump();
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, loop));
  await pool.close();
}
