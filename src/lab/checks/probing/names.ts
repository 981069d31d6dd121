// How a probe is named in messages and goes over the wire. Pure.
import type { Probe } from '../../model/schema/fields.ts';

/** A path that no app has. */
export const MISSING_PATH = '/ecom-lab-no-such-page';

/** `GET /cart`, as messages name an endpoint; `GET /cart (500)` where its store call fails. */
export function probeName({ method, path, ends, status }: Probe): string {
  return `${method} ${path}${ends === 'failed' && status !== undefined ? ` (${status})` : ''}`;
}

/**
 * `/cart?page=2`, as it goes over the wire. Another visitor asks for another page: the number at the end of the query
 * grows by `visitor`.
 */
export function probeTarget({ path, query }: Probe, visitor = 0): string {
  if (query === undefined) return path;
  return `${path}?${query.replace(/\d+$/, (page) => String(Number(page) + visitor))}`;
}
