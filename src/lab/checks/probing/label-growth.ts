// Whether labels keep to few values: visitors come in waves. They differ in all that a visitor can choose, the date and
// the time of day differ, and requests take longer each time.
import type { Probe, WantedLabels } from '../../model/schema/fields.ts';
import type { Verdict } from '../../model/verdict.ts';
import { diagnoseGrowth, hasNewValue } from './growth-diagnosis.ts';
import { sendVisits } from './send.ts';
import { metricsNamed, seriesByRegistry, type Series } from '../metrics/registries.ts';
import { order, readRegistries, type WatchedApp } from '../app/running.ts';
import { oddVisit } from './visitors.ts';

/**
 * Each part of a date or of a time of day has two values here at most: the hour, the minute, the second, the day of the
 * week or of the month, the month, the year. A label that holds one of them gets no further value after two moments.
 * Two parts together have a new value each time: the time of day and the date have no end of values.
 */
const MOMENTS = [
  new Date(2101, 0, 13, 9, 10, 20),
  new Date(2101, 1, 23, 9, 40, 50),
  new Date(2104, 0, 23, 14, 10, 50),
  new Date(2104, 1, 13, 14, 40, 20),
] as const;
/**
 * What all requests of a wave take together, of the app's time: a label that holds how long a request took has another
 * value in each wave. Below a second, so that a wave keeps to its moment.
 */
const WAVES_TAKE_MS = [300, 450, 650, 900] as const;
/** Visitors of one probe in a wave: one of each kind that {@link oddVisit} knows. */
const VISITORS = 2;
/** Another number than any visitor has who was sent before. */
const FIRST_VISITOR = 1000;

interface Bench {
  readonly app: WatchedApp;
  readonly address: string;
}

/**
 * The label of the metric that has no end of values, or why that cannot be said; undefined where each has few. The
 * app's date is moved for it. How the requests are answered and counted does not matter here.
 *
 * The client refuses a label that the metric does not declare, so a metric without labels beside the wanted ones needs no
 * visitor. After a wave that brought no new value, no label has one in each wave, and none repeats a visitor's part.
 */
export async function judgeGrowth(
  { app, address }: Bench,
  metric: string,
  probes: readonly Probe[],
  wanted: WantedLabels = {},
): Promise<Verdict | undefined> {
  // Where the path is asked for as a label, visitors keep to the pages that there are.
  const isPathFree = !Object.values(wanted).includes('path');
  const counted = probes.filter(({ adds = 1 }) => adds > 0);
  const names = Object.keys(wanted);
  let last = await readSeries(app, metric);
  if ('verdict' in last) return last.verdict;
  if (last.labelNames.every((name) => names.includes(name))) return undefined;
  const readings = [last.series];
  for (const [wave, moment] of MOMENTS.entries()) {
    await order(app, (signal) => app.run.setDate(moment.getTime(), signal));
    const visits = counted.flatMap((probe) =>
      Array.from({ length: VISITORS }, (_, kind) => ({
        probe,
        visit: oddVisit(probe, FIRST_VISITOR + wave * VISITORS + kind, isPathFree && probe.status === 404),
      })),
    );
    // Each request takes it twice: in the store and with its response.
    const eachTakesMs = (WAVES_TAKE_MS[wave] ?? 0) / (2 * visits.length);
    await order(app, (signal) => app.run.takeTime(eachTakesMs, signal));
    await sendVisits(app, address, visits);
    const before = last.series;
    last = await readSeries(app, metric);
    if ('verdict' in last) return last.verdict;
    readings.push(last.series);
    if (!hasNewValue(names, before, last.series)) break;
  }
  await order(app, (signal) => app.run.takeTime(0, signal));
  return diagnoseGrowth(metric, names, readings);
}

interface LabelReading {
  readonly series: readonly Series[];
  /** The labels that the metric declares, and those that its series have. */
  readonly labelNames: readonly string[];
}

async function readSeries(
  app: WatchedApp,
  metric: string,
): Promise<LabelReading | { readonly verdict: Verdict }> {
  const snapshots = await readRegistries(app);
  const found = metricsNamed(snapshots, metric);
  // The samples of a histogram or summary have the labels of its count, besides `le` and `quantile`.
  const isCount = found.some((one) => one.metric.type === 'histogram' || one.metric.type === 'summary');
  const reading = seriesByRegistry(snapshots, metric, isCount ? `${metric}_count` : metric);
  if ('verdict' in reading) return reading;
  const series = [...reading.lists.values()].flat();
  const declared = found.flatMap((one) => one.metric.labelNames);
  return { series, labelNames: [...declared, ...series.flatMap(({ labels }) => Object.keys(labels))] };
}
