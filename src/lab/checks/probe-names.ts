// How a probe is named in messages and goes over the wire. Pure.
import type { Probe } from '../model/schema.ts';

/** A path that no app has. */
export const MISSING_PATH = '/ecom-lab-no-such-page';

/** `GET /cart`, as messages name an endpoint. */
export function probeName({ method, path }: Probe): string {
  return `${method} ${path}`;
}

/** `/cart?page=2`, as it goes over the wire. */
export function probeTarget({ path, query }: Probe): string {
  return query === undefined ? path : `${path}?${query}`;
}
