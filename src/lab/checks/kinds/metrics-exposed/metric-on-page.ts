// Whether a page of metrics shows a metric as the app has it: its series and its type. Pure.
import type { RegistrySnapshot } from '../../../model/app-run.ts';
import type { Fail } from '../../../model/verdict.ts';
import { seriesOnPage, typeOnPage, type MetricsPage } from '../../metrics/page.ts';
import { metricsNamed, type MetricReading } from '../../metrics/registries.ts';
import { closestWord } from '../../facts/similarity.ts';
import { findOtherClient, twoClients } from './two-clients.ts';
import { fail } from '../../facts/verdicts.ts';

const commentHint =
  'The lines that begin with # are comments: each series needs a line with its name and its value.';

/** What is wrong with the metric on the page, the most basic fault first; undefined where nothing is. */
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
    if (near !== undefined) {
      return fail('wrong-name', `${place} shows ${near} in place of ${metric}.`, {
        expected: `a line with ${metric}, a space and its value`,
        observed: near,
        hint: 'Compare the two names letter by letter. A colon belongs to a name: between the name and the value there is only a space.',
      });
    }
    return fail('metric-not-on-page', `${place} describes ${metric} and shows no value of it.`, {
      expected: `a line with ${metric} and its value`,
      observed: 'comments only',
      hint: commentHint,
    });
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
  if (mixed !== undefined) return twoClients(place, metric, mixed);
  const { families } = page;
  // A family of this name that counts for none has its line # HELP alone.
  if (families.some(({ name }) => name === metric)) {
    return fail('metric-not-on-page', `${place} has a comment on ${metric} and no value of it.`, {
      expected: `a line with ${metric} and its value`,
      observed: `# HELP ${metric} …`,
      hint: commentHint,
    });
  }
  const isRegistered = metricsNamed(snapshots, metric).length > 0;
  const observed = families.length === 0 ? 'no metrics' : `${families.length} other metrics`;
  if (families.length === 0 && !isRegistered) {
    return fail('page-empty', `${place} has no metrics.`, {
      expected: metric,
      observed,
      hint: 'Is the metric still defined?',
    });
  }
  return isRegistered
    ? fail('wrong-registry', `The app has ${metric}, and ${place} shows another registry without it.`, {
        expected: metric,
        observed,
        hint: 'The metric and the page have to use the same registry.',
      })
    : fail('metric-not-on-page', `${place} does not have ${metric}.`, {
        expected: metric,
        observed,
        hint: 'Is the metric still defined, and under this name?',
      });
}

/** A page that gives the metric another type than the app does, or none: the text is not that of the registry. */
function judgeType(
  place: string,
  metric: string,
  shown: string | undefined,
  snapshots: readonly RegistrySnapshot[],
): Fail | undefined {
  const types = metricsNamed(snapshots, metric).map((found) => found.metric.type);
  const [expected] = types;
  // Not every version of the client tells the type of a metric.
  if (
    shown === undefined ||
    expected === undefined ||
    types.some((type) => [shown, 'unknown'].includes(type))
  )
    return undefined;
  const isUntyped = shown === 'unknown';
  const fault = isUntyped
    ? `does not say of which type ${metric} is`
    : `calls ${metric} a ${shown}, and it is a ${expected}`;
  return fail('wrong-type', `${place} ${fault}.`, {
    expected: `# TYPE ${metric} ${expected}`,
    observed: isUntyped ? `no line # TYPE ${metric}` : `# TYPE ${metric} ${shown}`,
    hint: 'The text that metrics() gives has the right line: send it as it is.',
  });
}
