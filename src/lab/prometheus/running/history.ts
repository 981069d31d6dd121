// Samples of the past from a description, for a Prometheus that the lab has started: the same ones whichever it is.
import { readHistory } from '../../../prometheus/index.ts';
import type { HistoryDescription, HistoryOutcome } from '../../model/prometheus-api.ts';
import { DAY_MS, LONGEST_DAYS } from '../../model/simulation/past.ts';

type Reading = Awaited<ReturnType<typeof readHistory>>;
export type DescribedSeries = Extract<Reading, { status: 'read' }>['series'];

/** The series that a description means now, or why there are none. */
export async function describedSeries({
  text,
  seed,
  endMs = Date.now(),
}: HistoryDescription): Promise<
  { readonly status: 'described'; readonly series: DescribedSeries } | HistoryOutcome
> {
  const reading = await readHistory(text, seed, endMs);
  if (reading.status === 'rejected') return reading;
  const { series } = reading;
  if (startOf(series) < Date.now() - LONGEST_DAYS * DAY_MS)
    return { status: 'blocked', why: { kind: 'too-long', days: LONGEST_DAYS } };
  return { status: 'described', series };
}

/** The time of the first sample, in Unix milliseconds. */
export function startOf(series: DescribedSeries): number {
  return series.reduce((least, { timestamps }) => Math.min(least, timestamps[0] ?? Infinity), Infinity);
}

/** How many samples they are. */
export function countSamples(series: DescribedSeries): number {
  return series.reduce((sum, { values }) => sum + values.length, 0);
}
