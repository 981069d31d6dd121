// Judges one target of a scrape job as it is written: host:port and nothing else. Pure.
import type { FailCode } from './codes.ts';

/** The ports of the app: those the code asks for, and those it listens on now. */
export interface AppPorts {
  readonly metrics: readonly number[];
  readonly api: readonly number[];
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
  if (/[‘’“”]/.test(target)) {
    return malformed(
      'target-invalid',
      `the target ${target} has curly quotes, which belong to it then.`,
      `YAML knows the straight quotes ' and " only.`,
    );
  }
  if (target.trim() === '' || /[\s,;'"]/.test(target)) {
    return malformed(
      'target-invalid',
      `${JSON.stringify(target)} is no target.`,
      'A target is a host, a colon and a port, without spaces.',
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
  if (!localHosts.test(host)) {
    return {
      status: 'other',
      code: 'target-wrong-host',
      message: `the target ${target} is on another machine.`,
      hint: 'The app runs on this computer: which name does that have?',
    };
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

function malformed(code: FailCode, message: string, hint: string): TargetJudgement {
  return { status: 'malformed', code, message, hint };
}
