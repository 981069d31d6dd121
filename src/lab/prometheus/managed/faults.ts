// Why a managed Prometheus exited, from its exit and its log. Pure.
import type { LabError } from '../../model/errors.ts';
import type { DownReason } from '../../model/prometheus-api.ts';
import { prometheusError } from '../facts/errors.ts';
import { parseReloadMessage } from '../running/lifecycle.ts';
import { portTaken } from '../running/port-faults.ts';

/** How the process ended. */
export interface ProcessEnd {
  readonly code: number | null;
  readonly signal: string | null;
  /** Where the system could not start it at all. */
  readonly error?: Error;
}

const LINES_SHOWN = 5;

/** How it exited, with the last lines of its log, for a status or an error. */
export function downReason({ code, signal, error }: ProcessEnd, lines: readonly string[]): DownReason {
  const said = error === undefined ? {} : { said: error.message };
  return { kind: 'exited', code, signal, ...said, lines: lines.slice(-LINES_SHOWN) };
}

/** The LabError for a Prometheus that ended before it was ready. */
export function faultOfStart(
  end: ProcessEnd,
  lines: readonly string[],
  port: number,
  dataDir: string,
): LabError {
  const reason = lines.map(parseLogError).findLast((text) => text !== undefined) ?? '';
  const rules = lines.filter((line) => line.includes('loading groups failed')).map(parseLogError);
  if (isAboutRules(reason) && rules.length > 0)
    return prometheusError('prometheus-config-rejected', { said: [...new Set(rules)].join('\n') });
  if (lines.some((line) => line.includes('Error loading config')))
    return prometheusError('prometheus-config-rejected', { said: parseReloadMessage(reason) });
  if (/bind: /.test(reason)) return portTaken(port);
  if (/lock DB directory/.test(reason)) return prometheusError('prometheus-data-in-use', { dir: dataDir });
  return prometheusError('prometheus-crashed', { reason: downReason(end, lines) }, end.error);
}

/** Whether Prometheus refused a configuration without a reason, as it does for a rule file: the reason is in its log. */
export function isAboutRules(message: string): boolean {
  return message.includes('one or more errors occurred while applying the new configuration');
}

/** The `err` field of one logfmt line, undefined if it has none. */
export function parseLogError(line: string): string | undefined {
  const match = /(?:^| )err=("(?:[^"\\]|\\.)*"|\S+)/.exec(line);
  if (match?.[1] === undefined) return undefined;
  if (!match[1].startsWith('"')) return match[1];
  try {
    return String(JSON.parse(match[1]));
  } catch {
    // Go quotes a few bytes in ways that JSON does not know: the raw text still tells the reason.
    return match[1].slice(1, -1);
  }
}
