// Whether a page of metrics shows a metric as the app has it: its series and its type. Pure.
import type { RegistrySnapshot } from '../../../model/app-run.ts';
import type { Fail } from '../../../model/verdict.ts';
import { seriesOnPage, typeOnPage, type MetricsPage } from '../../metrics/page.ts';
import { metricsNamed, type MetricReading } from '../../metrics/registries.ts';
import { closestWord } from '../../facts/similarity.ts';
import { findOtherClient } from './two-clients.ts';
import { failed } from '../../facts/verdicts.ts';

/** What is wrong with the metric on the page, the most basic error first; undefined if nothing is. */
export function judgeMetricOnPage(
  place: string,
  metric: string,
  page: MetricsPage,
  snapshots: readonly RegistrySnapshot[],
  { lists }: MetricReading,
): Fail | undefined {
  const shown = seriesOnPage(page, metric);
  if (shown === undefined) return missingOnPage(place, metric, page, snapshots);
  const hasSeries = lists.size > 0 && [...lists.values()].every((series) => series.length > 0);
  if (shown.length === 0 && hasSeries) {
    const near = closestWord(
      metric,
      page.families.flatMap(({ samples }) => samples.map(({ name }) => name)),
    );
    return near === undefined
      ? failed('metric-only-described', { place, metric })
      : failed('metric-shown-as-other', { place, metric, found: near });
  }
  return judgeType(place, metric, typeOnPage(page, metric), snapshots);
}

function missingOnPage(
  place: string,
  metric: string,
  page: MetricsPage,
  snapshots: readonly RegistrySnapshot[],
): Fail {
  const mixed = findOtherClient(snapshots, metric, page);
  if (mixed !== undefined) return failed('client-not-on-page', { place, metric, ...mixed });
  const { families } = page;
  // A family of this name that counts for none has its line # HELP alone.
  if (families.some(({ name }) => name === metric)) return failed('metric-only-commented', { place, metric });
  const others = families.length;
  if (metricsNamed(snapshots, metric).length > 0)
    return failed('registry-not-on-page', { place, metric, others });
  return others === 0
    ? failed('page-without-metrics', { place, metric })
    : failed('metric-not-on-page', { place, metric, others });
}

/** A page that gives the metric another type than the app does, or none: the text is not that of the registry. */
function judgeType(
  place: string,
  metric: string,
  shown: string | undefined,
  snapshots: readonly RegistrySnapshot[],
): Fail | undefined {
  const types = metricsNamed(snapshots, metric).map((found) => found.metric.type);
  const [wanted] = types;
  // Not every version of the client tells the type of a metric.
  if (shown === undefined || wanted === undefined || types.some((type) => [shown, 'unknown'].includes(type)))
    return undefined;
  return shown === 'unknown'
    ? failed('type-not-on-page', { place, metric, wanted })
    : failed('type-on-page-differs', { place, metric, wanted, found: shown });
}
