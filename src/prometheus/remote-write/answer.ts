// What a receiver's answer means for the request: done, to be sent again, or refused for good.
import type { PostOutcome } from '../client/post.ts';

export type Answer =
  | { readonly status: 'accepted' }
  /** `retryAfterMs` is what the receiver asked for; 0 where it asked for nothing that can be waited for. */
  | { readonly status: 'retry'; readonly message: string; readonly retryAfterMs: number }
  | { readonly status: 'refused'; readonly message: string };

/** Of a receiver's own words, so many characters are passed on. */
const MAX_MESSAGE = 1024;

/** Judges an outcome as Prometheus's client does (storage/remote/client.go, Store). */
export function judgeAnswer(outcome: PostOutcome, retryOnRateLimit: boolean, nowMs: number): Answer {
  if (outcome.status === 'failed') return { status: 'retry', message: outcome.message, retryAfterMs: 0 };
  const { code, headers, statusLine, text } = outcome;
  if (code >= 200 && code < 300) return { status: 'accepted' };
  const words = text.slice(0, MAX_MESSAGE).trim().replaceAll(/\s+/g, ' ');
  const message = `server returned HTTP status ${statusLine}: ${words}`;
  if ((code >= 500 && code < 600) || (code === 429 && retryOnRateLimit))
    return { status: 'retry', message, retryAfterMs: retryAfterOf(headers['retry-after'], nowMs) };
  return { status: 'refused', message };
}

/** Seconds or a date; in milliseconds. */
function retryAfterOf(header: string | undefined, nowMs: number): number {
  if (header === undefined) return 0;
  if (/^\d{1,9}$/.test(header)) return Number(header) * 1000;
  const until = header.endsWith(' GMT') ? Date.parse(header) : Number.NaN;
  return Number.isNaN(until) ? 0 : Math.max(0, Math.trunc((until - nowMs) / 1000) * 1000);
}
