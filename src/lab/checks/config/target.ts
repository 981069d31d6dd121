// Judges one target of a scrape job as it is written: host:port and nothing else. Pure.
import type { FailCode } from '../facts/codes.ts';
import { closestWord } from '../facts/similarity.ts';

/** The ports of the app: those the code asks for, and those it listens on now. */
export interface AppPorts {
  readonly metrics: readonly number[];
  readonly api: readonly number[];
  /** Further names and addresses of this computer: its host name, its addresses in the local network. */
  readonly hosts?: readonly string[];
}

export type TargetJudgement =
  | { readonly status: 'right' }
  /** Cannot be a target at all. */
  | { readonly status: 'malformed'; readonly code: FailCode; readonly message: string; readonly hint: string }
  /** A target, and not the one asked for. */
  | { readonly status: 'other'; readonly code: FailCode; readonly message: string; readonly hint: string };

/** This computer, under the names that reach it, from a container too. */
const localHosts =
  /^(?:localhost|127(?:\.\d{1,3}){3}|0\.0\.0\.0|\[::1?\]|host\.docker\.internal|host\.containers\.internal)$/i;

/** Judges the text of a target. */
export function judgeTarget(target: string, ports: AppPorts): TargetJudgement {
  if (/^[a-z][a-z+.-]*:\/\//i.test(target)) {
    return malformed(
      'target-has-scheme',
      `the target ${target} begins with ${target.split('//')[0]}//.`,
      'A target is a host and a port. How to ask it, Prometheus knows by itself.',
    );
  }
  if (target.includes('/')) {
    return malformed(
      'target-has-path',
      `the target ${target} has a path.`,
      'A target is a host and a port. Prometheus adds the path by itself.',
    );
  }
  const quote = /^['"]|['"]$/.exec(target)?.[0];
  if (quote !== undefined) {
    const isBefore = target.startsWith(quote);
    return malformed(
      'target-invalid',
      `the target ${target} has a quote ${isBefore ? 'before' : 'after'} it and none ${isBefore ? 'after' : 'before'} it.`,
      'Put quotes on both sides of the target, or leave both out.',
    );
  }
  const placeholder = /\{\{.*\}\}|\$\{\w+\}|\$\(\w+\)|\$\w+|<[^>]*>|%\w+%/.exec(target)?.[0];
  if (placeholder !== undefined) {
    return malformed(
      'target-invalid',
      `the target ${target} has a placeholder, ${placeholder}.`,
      'Prometheus replaces nothing in this file: write the host and the port themselves.',
    );
  }
  const separator = /^[\w.-]+([;,.\s]|\\:| *: +)\d+$/.exec(target)?.[1];
  if (separator !== undefined && !/^\d+(?:\.\d+)+$/.test(target)) {
    return malformed(
      separator === '.' ? 'target-without-port' : 'target-invalid',
      `the target ${target} has ${JSON.stringify(separator)} where a colon belongs.`,
      'Between the host and the port stands a colon, without spaces.',
    );
  }
  if (target.trim() === '' || /[\s,;'"\\@#?()]/.test(target)) {
    return malformed(
      'target-invalid',
      `${JSON.stringify(target)} is no target.`,
      target.includes(',')
        ? 'Each target is an item of the list and has its own quotes.'
        : 'A target is a host, a colon and a port, and nothing else.',
    );
  }
  if (/^\d+$/.test(target)) {
    return malformed(
      'target-invalid',
      `the target ${target} is a port without a host.`,
      'A target is a host, a colon and a port.',
    );
  }
  const parts = /^(.*?):(\d+)$/.exec(target);
  if (parts === null) {
    return target.includes(':') && !target.startsWith('[') && !/^[0-9a-f:]+$/i.test(target)
      ? malformed(
          'target-invalid',
          `the target ${target} has no port number after its colon.`,
          'A target is a host, a colon and a port number.',
        )
      : malformed(
          'target-without-port',
          `the target ${target} has no port.`,
          'Without a port Prometheus asks port 80. Which port has the metrics?',
        );
  }
  const host = parts[1] ?? '';
  const port = Number(parts[2]);
  if (host === '')
    return malformed(
      'target-invalid',
      `the target ${target} has no host.`,
      'A target is a host, a colon and a port.',
    );
  if (host.includes(':') && !host.startsWith('[')) {
    return malformed(
      'target-invalid',
      `the target ${target} has more than one colon.`,
      'A target is a host, a colon and a port; around an IPv6 address stand square brackets.',
    );
  }
  if (!localHosts.test(host) && ports.hosts?.includes(host.toLowerCase()) !== true) {
    const meant = closestHost(host);
    return {
      status: 'other',
      code: 'target-wrong-host',
      message: `the target ${target} is not on this computer.${meant === undefined ? '' : ` Did you mean ${meant}?`}`,
      hint: 'The app runs on this computer, like the target of the first job: use the same host.',
    };
  }
  if (port > 65_535) {
    return malformed(
      'target-invalid',
      `the target ${target} has a port that does not exist.`,
      'The highest port is 65535. Which port did you give the metrics?',
    );
  }
  if (ports.metrics.includes(port)) return { status: 'right' };
  if (ports.api.includes(port)) {
    return {
      status: 'other',
      code: 'target-is-api-port',
      message: `${target} is the API, and it has no metrics.`,
      hint: 'The app listens on two ports: which one did you give the metrics?',
    };
  }
  return {
    status: 'other',
    code: 'target-wrong-port',
    message: `nothing of the app listens on port ${port}.`,
    hint: 'Which port did you give the metrics?',
  };
}

/** The usual name of this computer, where the host is nearly that. */
function closestHost(host: string): string | undefined {
  if (/^[\d.lIoO]+$/.test(host)) return closestWord(host, ['127.0.0.1']);
  return closestWord(host.replace(/\.$/, ''), ['localhost']);
}

function malformed(code: FailCode, message: string, hint: string): TargetJudgement {
  return { status: 'malformed', code, message, hint };
}
