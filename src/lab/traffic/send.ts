// Sends planned requests, each exactly once, and reports each one that failed. Never retries: a repeated request would
// count twice in the learner's app without a trace.
import type { PlannedRequest } from './plan.ts';
import { readFailure } from './send-failure.ts';

/** How long one request of the traffic may take, in ms. */
export const REQUEST_LIMIT_MS = 10_000;

export interface SendOptions {
  /** `http://127.0.0.1:3000` */
  readonly origin: string;
  readonly requests: readonly PlannedRequest[];
  /** How many requests are open at once. @default 24 */
  readonly concurrency?: number;
  /** How long one request may take, in ms. @default {@link REQUEST_LIMIT_MS} */
  readonly timeoutMs?: number;
  /** After this many failures in a row, the rest is not sent. @default 100 */
  readonly giveUpAfter?: number;
  readonly signal: AbortSignal;
  /** Called after each response or failure. Must not throw. */
  readonly onProgress?: (progress: { readonly done: number; readonly total: number }) => void;
}

/** A request that got no complete response. */
export interface FailedRequest extends PlannedRequest {
  /** `ECONNREFUSED`, `ECONNRESET`, `UND_ERR_HEADERS_TIMEOUT` … */
  readonly code: string;
  readonly message: string;
  /** False only where it certainly never reached the app: the connection was refused. */
  readonly mayHaveArrived: boolean;
}

export interface TrafficReport {
  /** `gave-up`: too many failures in a row; `aborted`: the signal came. */
  readonly status: 'sent' | 'gave-up' | 'aborted';
  /** Requests that were answered. */
  readonly sent: number;
  readonly byStatus: Readonly<Record<number, number>>;
  readonly failed: readonly FailedRequest[];
  /** Requests that were never tried. */
  readonly notSent: number;
  readonly durationMs: number;
}

/** Sends all requests concurrently and resolves with what became of each. Rejects only for a bug. */
export async function sendTraffic(options: SendOptions): Promise<TrafficReport> {
  const {
    origin,
    requests,
    signal,
    onProgress,
    concurrency = 24,
    timeoutMs = REQUEST_LIMIT_MS,
    giveUpAfter = 100,
  } = options;
  // Loaded here because undici costs more than the rest of the lab's start.
  // The default export: a bundle of a CommonJS package has no other.
  const { Pool } = (await import('undici')).default;
  const connections = Math.max(1, Math.min(concurrency, requests.length));
  const pool = new Pool(origin, {
    connections,
    pipelining: 1,
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    // No keep-alive probes: no request lasts as long as the first one takes to come, and where the system knows no such
    // probes (Wine) the connection itself would fail.
    connect: { timeout: timeoutMs, keepAlive: false },
  });
  // As a browser on this computer asks: an app may answer this name only.
  const headers = { host: `localhost:${new URL(origin).port}` };
  const byStatus: Record<number, number> = {};
  const failed: FailedRequest[] = [];
  const total = requests.length;
  const startedAt = performance.now();
  const tally = { next: 0, sent: 0, failuresInARow: 0 };

  const sendOne = async ({ method, path }: PlannedRequest) => {
    try {
      const response = await pool.request({ method, path, headers });
      await response.body.dump();
      byStatus[response.statusCode] = (byStatus[response.statusCode] ?? 0) + 1;
      tally.sent += 1;
      tally.failuresInARow = 0;
    } catch (error) {
      failed.push({ method, path, ...readFailure(error) });
      tally.failuresInARow += 1;
    }
    onProgress?.({ done: tally.sent + failed.length, total });
  };
  const work = async () => {
    while (!signal.aborted && tally.failuresInARow < giveUpAfter) {
      const request = requests[tally.next];
      if (request === undefined) return;
      tally.next += 1;
      await sendOne(request);
    }
  };
  // One listener that ends all connections, where a signal per request would cost a tenth of the rate.
  const abort = () => void pool.destroy();
  signal.addEventListener('abort', abort, { once: true });
  try {
    await Promise.all(Array.from({ length: connections }, work));
  } finally {
    signal.removeEventListener('abort', abort);
    await pool.destroy();
  }
  const isWhole = tally.sent === total || (tally.next === total && !signal.aborted);
  const status = isWhole ? 'sent' : signal.aborted ? 'aborted' : 'gave-up';
  return {
    status,
    sent: tally.sent,
    byStatus,
    failed,
    notSent: total - tally.next,
    durationMs: performance.now() - startedAt,
  };
}
