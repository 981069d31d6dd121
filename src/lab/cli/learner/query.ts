// `query <promql>`: asks the workspace's Prometheus; a table, or small plots for a range.
import { commandError } from '../facts/errors.ts';
import { formatQueryAnswer } from '../../ui/render/query-answer.ts';
import type { Host } from '../io/host.ts';
import { withSession } from '../place/session.ts';
import { createOutput } from '../io/output.ts';
import type { SessionFlags } from '../io/flags.ts';

const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** `10m` -> 600. Throws a LabError where it is not a duration. */
export function parseRange(text: string): number {
  const match = /^(\d{1,6})([smhd])$/.exec(text.trim());
  const seconds = Number(match?.[1]) * (UNITS[match?.[2] ?? ''] ?? Number.NaN);
  if (!(seconds > 0)) throw commandError('bad-range', { text });
  return seconds;
}

/** Runs the command. */
export async function query(
  host: Host,
  promql: string,
  flags: SessionFlags & { range?: string },
): Promise<number> {
  const rangeSeconds = flags.range === undefined ? undefined : parseRange(flags.range);
  const output = createOutput(host, flags.json === true);
  return withSession(host, flags, output.onEvent, async (session) => {
    const result = await session.call(
      'query',
      { promql, ...(rangeSeconds === undefined ? {} : { rangeSeconds }) },
      host.signal,
    );
    output.say(formatQueryAnswer(result, output.columns));
    output.json(result);
    return 0;
  });
}
