// A target whose samples carry their own times, so that two servers that scrape it at different moments store the
// same data. It shows one moment until every server has scraped it, then the next.
import { EventEmitter, once } from 'node:events';
import { createServer } from 'node:http';
import { formatExposition, type MetricFamily } from '../../src/exposition/index.ts';

export const STEP_MS = 10_000;
export const STEPS = 61;

export interface SteppingTarget {
  readonly port: number;
  /** Time of the first sample. */
  readonly startMs: number;
  /** Resolves when `scrapers` different servers have seen every moment, told apart by their User-Agent. */
  finished(): Promise<void>;
  close(): Promise<void>;
}

/** Starts it on a free port, its first moment eleven minutes ago. */
export async function startSteppingTarget(scrapers: number, nowMs: number): Promise<SteppingTarget> {
  const startMs = Math.floor(nowMs / STEP_MS) * STEP_MS - 66 * STEP_MS;
  let step = 0;
  let seenBy = new Set<string>();
  const progress = new EventEmitter();
  const finished = once(progress, 'finished');
  const server = createServer((request, response) => {
    const shown = step;
    response.setHeader('Content-Type', 'text/plain; version=0.0.4; charset=utf-8');
    // A scrape that was given up on the way does not count: that moment is shown again.
    response.once('finish', () => {
      if (shown !== step) return;
      seenBy.add(request.headers['user-agent'] ?? '');
      if (seenBy.size < scrapers) return;
      seenBy = new Set();
      step += 1;
      // One scrape past the last moment shows that the last one has been stored.
      if (step > STEPS) progress.emit('finished');
    });
    response.end(pageAt(Math.min(shown, STEPS - 1), startMs));
  });
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
  return {
    port,
    startMs,
    finished: async () => {
      await finished;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The page of one moment; the same step always gives the same page. */
export function pageAt(step: number, startMs: number): string {
  const timestampMs = startMs + step * STEP_MS;
  const family = (name: string, type: MetricFamily['type'], rows: readonly Row[]): MetricFamily => ({
    name,
    type,
    help: '',
    unit: '',
    samples: rows.map(([labels, value, suffix = '']) => ({
      name: name + suffix,
      labels,
      value,
      timestampMs,
    })),
  });
  return formatExposition([
    family('shop_requests_total', 'counter', requests(step)),
    family('shop_errors_total', 'counter', [[{ code: '404' }, Math.floor(step / 3)]]),
    family('shop_temperature', 'gauge', temperatures(step)),
    family('shop_level', 'gauge', [
      [{ room: 'hall' }, step % 3],
      [{ room: 'attic' }, step % 2],
      [{ room: 'shed' }, 1],
    ]),
    family('shop_room_info', 'gauge', [
      [{ room: 'hall', owner: 'ann' }, 1],
      [{ room: 'cellar', owner: 'ben' }, 1],
      [{ room: 'attic', owner: 'cid' }, 1],
    ]),
    // Away for longer than the lookback of five minutes.
    family('shop_gaps', 'gauge', step < 12 || step > 50 || step % 17 === 0 ? [[{}, step * 1.5]] : []),
    family('shop_odd', 'gauge', odd(step)),
    family('shop_latency_seconds', 'histogram', latencies(step)),
  ]);
}

type Row = readonly [labels: Readonly<Record<string, string>>, value: number, suffix?: string];

/** Each goes up at its own pace; one of them starts again at zero on the way. */
function requests(step: number): Row[] {
  return ['cart', 'products', 'checkout'].flatMap((path, i) =>
    ['get', 'post'].map((method, j): Row => {
      const isRestarted = path === 'cart' && method === 'post' && step > 40;
      return [{ path, method }, (i * 2 + j + 1) * (isRestarted ? step - 41 : step) + (step % (i + 2))];
    }),
  );
}

function temperatures(step: number): Row[] {
  return [
    [{ room: 'hall' }, 20 + 5 * Math.sin(step / 4)],
    [{ room: 'cellar' }, 11.25 + (step % 5) / 8],
    [{ room: 'attic' }, -3 + step * 0.7],
  ];
}

function odd(step: number): Row[] {
  return [
    [{ kind: 'nan' }, step % 4 === 0 ? NaN : step],
    [{ kind: 'infinite' }, step > 57 ? Infinity : step],
    [{ kind: 'negative' }, -step / 3],
    [{ kind: 'tiny' }, step * 1e-9],
    [{ kind: 'huge' }, step * 1e20],
  ];
}

function latencies(step: number): Row[] {
  return ['cart', 'products'].flatMap((path, i) => {
    const bounds = [0.1, 0.25, 0.5, 1, Infinity];
    const counts = bounds.map((_, k) => Math.floor((step * (k + 1) * (i + 2)) / 2));
    return [
      ...bounds.map((le, k): Row => [
        { path, le: le === Infinity ? '+Inf' : String(le) },
        counts[k] ?? 0,
        '_bucket',
      ]),
      [{ path }, step * 0.37 * (i + 1), '_sum'],
      [{ path }, counts.at(-1) ?? 0, '_count'],
    ];
  });
}
