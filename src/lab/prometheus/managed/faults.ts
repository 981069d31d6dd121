// Why a managed Prometheus ended, told from its exit and its own log. Pure.
import { LabError } from '../../model/errors.ts';
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

/** `exit code 2`, `signal SIGKILL`. */
function describeEnd(end: ProcessEnd): string {
  if (end.error !== undefined) return end.error.message;
  return end.signal === null ? `exit code ${String(end.code)}` : `signal ${end.signal}`;
}

/** One sentence with the last lines of the log, for a status or an error. */
export function describeDeath(end: ProcessEnd, lines: readonly string[]): string {
  const last = lines.slice(-LINES_SHOWN).map((line) => `  ${line}`);
  const said = last.length === 0 ? 'It printed nothing.' : `Its last lines:\n${last.join('\n')}`;
  return `Prometheus ended (${describeEnd(end)}). ${said}`;
}

/** The LabError for a Prometheus that ended before it was ready. */
export function faultOfStart(
  end: ProcessEnd,
  lines: readonly string[],
  port: number,
  dataDir: string,
): LabError {
  const reason = lines.map(parseLogError).findLast((text) => text !== undefined) ?? '';
  if (lines.some((line) => line.includes('Error loading config'))) {
    return new LabError('prometheus-config-rejected', parseReloadMessage(reason), {
      hint: 'Correct prometheus.yml and start Prometheus again.',
    });
  }
  if (/bind: /.test(reason)) return portTaken(port);
  if (/lock DB directory/.test(reason)) {
    return new LabError('prometheus-data-in-use', `Another Prometheus is using the data in ${dataDir}.`, {
      hint: 'End the other one, or the other lab that started it, and try again.',
    });
  }
  return new LabError('prometheus-crashed', describeDeath(end, lines), {
    hint: 'Its log above names the reason; `ecom-lab doctor` may help.',
    cause: end.error,
  });
}

/** The `err` field of one logfmt line, undefined where it has none. */
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
