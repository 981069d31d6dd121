// Judges one target of a scrape job as it is written: host:port and nothing else. Pure.
import type { Fail } from '../../model/verdict.ts';
import type { FileLine } from '../facts/prometheus/places.ts';
import { closestWord } from '../facts/similarity.ts';
import { failed } from '../facts/verdicts.ts';

/** The ports of the app: those the code asks for, and those it listens on now. */
export interface AppPorts {
  readonly metrics: readonly number[];
  readonly api: readonly number[];
  /** Further names and addresses of this computer: its host name, its addresses in the local network. */
  readonly hosts?: readonly string[];
}

/** `malformed`: cannot be a target at all. `other`: a target, but not the one asked for. */
export type TargetJudgement =
  { readonly status: 'right' } | { readonly status: 'malformed' | 'other'; readonly fault: Fail };

/** This computer, under the names that reach it, from a container too. */
const localHosts =
  /^(?:localhost|127(?:\.\d{1,3}){3}|0\.0\.0\.0|\[::1?\]|host\.docker\.internal|host\.containers\.internal)$/i;

/** Judges the text of a target in a line of the file. */
export function judgeTarget(target: string, at: FileLine, ports: AppPorts): TargetJudgement {
  const malformed = findMalformed(target, at);
  if (malformed !== undefined) return { status: 'malformed', fault: malformed };
  const colon = target.lastIndexOf(':');
  const host = target.slice(0, colon);
  const port = Number(target.slice(colon + 1));
  const written = { at, target };
  if (!localHosts.test(host) && ports.hosts?.includes(host.toLowerCase()) !== true)
    return { status: 'other', fault: failed('target-wrong-host', { ...written, meant: closestHost(host) }) };
  if (port > 65_535) return { status: 'malformed', fault: failed('target-port-too-high', written) };
  if (ports.metrics.includes(port)) return { status: 'right' };
  const fault = ports.api.includes(port)
    ? failed('target-is-api-port', written)
    : failed('target-wrong-port', { ...written, port });
  return { status: 'other', fault };
}

/** What keeps a text from being `host:port`. */
function findMalformed(target: string, at: FileLine): Fail | undefined {
  const written = { at, target };
  const scheme = /^[a-z][a-z+.-]*:\/\//i.exec(target)?.[0];
  if (scheme !== undefined) return failed('target-has-scheme', { ...written, scheme });
  if (target.includes('/')) return failed('target-has-path', written);
  const quote = /^['"]|['"]$/.exec(target)?.[0];
  if (quote !== undefined)
    return failed('target-quote-unpaired', {
      ...written,
      side: target.startsWith(quote) ? 'before' : 'after',
    });
  const placeholder = /\{\{.*\}\}|\$\{\w+\}|\$\(\w+\)|\$\w+|<[^>]*>|%\w+%/.exec(target)?.[0];
  if (placeholder !== undefined) return failed('target-has-placeholder', { ...written, placeholder });
  const separator = /^[\w.-]+([;,.\s]|\\:| *: +)\d+$/.exec(target)?.[1];
  if (separator !== undefined && !/^\d+(?:\.\d+)+$/.test(target)) {
    return separator === '.'
      ? failed('target-dot-for-colon', { ...written, separator })
      : failed('target-other-separator', { ...written, separator });
  }
  if (target.trim() === '' || /[\s,;'"\\@#?()]/.test(target))
    return failed('target-malformed', { ...written, hasComma: target.includes(',') });
  if (/^:?\d+$/.test(target)) return failed('target-without-host', written);
  const host = /^(.+):\d+$/.exec(target)?.[1];
  if (host === undefined) {
    return target.includes(':') && !target.startsWith('[') && !/^[0-9a-f:]+$/i.test(target)
      ? failed('target-port-not-a-number', written)
      : failed('target-without-port', written);
  }
  return host.includes(':') && !host.startsWith('[') ? failed('target-has-many-colons', written) : undefined;
}

/** The usual name of this computer, where the host is nearly that. */
function closestHost(host: string): string | undefined {
  if (/^[\d.lIoO]+$/.test(host)) return closestWord(host, ['127.0.0.1']);
  return closestWord(host.replace(/\.$/, ''), ['localhost']);
}
