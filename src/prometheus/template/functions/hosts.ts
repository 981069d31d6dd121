// stripPort and stripDomain. Facts: Go's net.SplitHostPort, JoinHostPort and ParseIP.
import { isIP } from 'node:net';

interface HostPort {
  readonly host: string;
  readonly port: string;
}

/** Undefined where a text is no host with a port. */
function splitHostPort(text: string): HostPort | undefined {
  const colon = text.lastIndexOf(':');
  if (colon < 0) return undefined;
  const port = text.slice(colon + 1);
  if (text.startsWith('[')) {
    const end = text.indexOf(']');
    if (end + 1 !== colon || end < 0) return undefined;
    const host = text.slice(1, end);
    return /[[\]]/.test(host) || /[[\]]/.test(text.slice(end + 1)) ? undefined : { host, port };
  }
  const host = text.slice(0, colon);
  return host.includes(':') || /[[\]]/.test(text) ? undefined : { host, port };
}

/** `example.com` of `example.com:80`. A text without a port stays as it is. */
export function stripPort(text: string): string {
  return splitHostPort(text)?.host ?? text;
}

/** `www:80` of `www.example.com:80`. An address stays as it is. */
export function stripDomain(text: string): string {
  const { host, port } = splitHostPort(text) ?? { host: text, port: '' };
  if (isIP(host) !== 0 && !host.includes('%')) return text;
  const [name = ''] = host.split('.');
  if (port === '') return name;
  return name.includes(':') ? `[${name}]:${port}` : `${name}:${port}`;
}
