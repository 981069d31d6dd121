// Sends one request until it is accepted or refused for good, and waits longer after each failure.
import type { Post } from '../client/post.ts';
import type { RemoteWriteConfig } from '../config/index.ts';
import type { Clock } from '../model/samples.ts';
import { judgeAnswer } from './answer.ts';

export interface DeliveryOptions {
  readonly config: RemoteWriteConfig;
  readonly userAgent: string;
  readonly clock: Clock;
  readonly post: Post;
  /** A failure that passes is the end from then on. */
  readonly stopping: AbortSignal;
  /** Ends everything at once, also a request that is under way. */
  readonly killed: AbortSignal;
}

/** One request, which may have to be sent several times. */
export interface Shipment {
  /** The bytes for the next attempt; undefined where nothing of it is worth sending any more. */
  readonly body: () => Uint8Array | undefined;
  /** Told how long an attempt took. */
  readonly onAttempt: (seconds: number) => void;
  /** Told why there will be another attempt. */
  readonly onRetry: (message: string) => void;
}

export type Delivered =
  | { readonly status: 'accepted' }
  | { readonly status: 'refused'; readonly message: string }
  /** It was stopped first; `message` is what was wrong until then. */
  | { readonly status: 'given-up'; readonly message: string }
  /** There was nothing left of it. */
  | { readonly status: 'expired' };

/** Resolves with what became of it; never rejects but for a bug. */
export async function deliver(options: DeliveryOptions, shipment: Shipment): Promise<Delivered> {
  const { config, clock, stopping, killed } = options;
  let backoffMs = config.queue.minBackoffMs;
  for (let attempt = 0; ; attempt++) {
    const body = shipment.body();
    if (body === undefined) return { status: 'expired' };
    const started = performance.now();
    const answer = judgeAnswer(
      await attemptOnce(options, body, attempt),
      config.queue.retryOnRateLimit,
      Date.now(),
    );
    shipment.onAttempt((performance.now() - started) / 1000);
    if (answer.status !== 'retry') return answer;
    if (stopping.aborted || killed.aborted) return { status: 'given-up', message: answer.message };
    shipment.onRetry(answer.message);
    const waitMs = answer.retryAfterMs > 0 ? answer.retryAfterMs : backoffMs;
    await pause(clock, waitMs, stopping);
    backoffMs = Math.min(waitMs * 2, config.queue.maxBackoffMs);
  }
}

async function attemptOnce(
  { config, userAgent, clock, post, killed }: DeliveryOptions,
  body: Uint8Array,
  attempt: number,
): ReturnType<Post> {
  const timeout = new AbortController();
  const cancelTimeout = clock.after(config.remoteTimeoutMs, () =>
    timeout.abort(new DOMException('the remote timeout has passed', 'TimeoutError')),
  );
  const request = {
    url: config.url,
    headers: headersOf(config, userAgent, attempt),
    body,
    followRedirects: config.followRedirects,
  };
  try {
    return await post(request, AbortSignal.any([killed, timeout.signal]));
  } finally {
    cancelTimeout();
  }
}

/** Those of remote write 1.0, and those of the configuration, which cannot be among the first. */
function headersOf(config: RemoteWriteConfig, userAgent: string, attempt: number): Record<string, string> {
  return {
    ...config.headers,
    'Content-Encoding': 'snappy',
    'Content-Type': 'application/x-protobuf',
    'User-Agent': userAgent,
    'X-Prometheus-Remote-Write-Version': '0.1.0',
    ...(attempt > 0 ? { 'Retry-Attempt': String(attempt) } : {}),
  };
}

/** Resolves after that time, or when the signal aborts. */
export function pause(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const end = (): void => {
      cancel();
      signal.removeEventListener('abort', end);
      resolve();
    };
    const cancel = clock.after(ms, end);
    signal.addEventListener('abort', end);
  });
}
