// The address of a Prometheus as a person gives it: read once, shown without its password.
import { prometheusError } from '../facts/errors.ts';

export interface BaseUrl {
  /** With name and password where they were given. Ends without a slash. */
  readonly asked: URL;
  /** For messages and links: no name, no password, no slash at the end. */
  readonly shown: string;
}

/** Reads an http or https address, with or without a path that Prometheus is served below. */
export function parseBaseUrl(text: string): BaseUrl {
  const asked = URL.canParse(text) ? new URL(text) : undefined;
  if (asked === undefined || !/^https?:$/.test(asked.protocol) || asked.hostname === '')
    throw prometheusError('bad-prometheus-url', { text });
  asked.search = '';
  asked.hash = '';
  asked.pathname = asked.pathname.replace(/\/+$/, '');
  const shown = new URL(asked);
  shown.username = '';
  shown.password = '';
  return { asked, shown: shown.href.replace(/\/+$/, '') };
}

/** The address of one endpoint (`/api/v1/query`, `/-/ready`). */
export function endpointOf(base: BaseUrl, path: string): URL {
  const url = new URL(base.asked);
  url.pathname = `${url.pathname.replace(/\/+$/, '')}${path}`;
  return url;
}
