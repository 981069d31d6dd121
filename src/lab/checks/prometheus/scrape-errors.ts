// What a scrape error of Prometheus means. Pure.
import type { ScrapeCause } from '../facts/prometheus/targets.ts';

const refused = /connection refused|actively refused/i;
/** A name that no server of names knows, or that none can be asked about. */
const unknownName = /no such host|server misbehaving|name resolution|lookup \S+/i;

const causes: readonly (readonly [RegExp, ScrapeCause])[] = [
  [refused, 'refused'],
  [/deadline exceeded|timeout|timed out/i, 'timeout'],
  [/HTTP status 404/i, 'not-found'],
  [/HTTP status 5\d\d/i, 'server-error'],
  [/HTTP status \d+/i, 'other-status'],
  [/Content-Type/i, 'content-type'],
  [/server gave HTTP response to HTTPS client|tls|certificate/i, 'https'],
  [/no route to host|network is unreachable/i, 'unreachable'],
  [/EOF|connection reset|malformed HTTP/i, 'closed'],
  [/limit exceeded/i, 'too-large'],
  [/expected|invalid|parse|unexpected|token|strconv/i, 'format'],
];

/** Whether nothing listens at the address. */
export function isRefused(error: string): boolean {
  return refused.test(error);
}

/** Whether the name of the host leads to no address. */
export function isNameUnknown(error: string): boolean {
  return unknownName.test(error);
}

/** What a scrape error means, where the name of the host is known. */
export function causeOfScrapeError(error: string): ScrapeCause {
  return causes.find(([pattern]) => pattern.test(error))?.[1] ?? 'other';
}
