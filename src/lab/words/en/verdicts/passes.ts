// What is right.
import type { PassFacts } from '../../../checks/index.ts';
import { liveText, restartText } from './queries/rows.ts';
import type { PassEntries } from '../../contract/entries.ts';
import { incidentText } from '../alerts/chart.ts';
import { seriesText } from '../../contract/format.ts';
import { counted, listed, plural } from '../grammar/phrases.ts';

export const passes = {
  'app-starts': ({ port }) => ({
    message: port === undefined ? 'The app starts.' : `The app starts and listens on port ${port}.`,
  }),
  'request-answered': ({ request, status }) => ({ message: `${request} responds with ${status}.` }),
  'package-installed': ({ name, version, newerNode }) => ({
    message: `${version === undefined ? name : `${name} ${version}`} is installed${
      newerNode === undefined
        ? ''
        : ` and works for this course, although it is made for Node.js ${newerNode.wantedMajor} or later and this is Node.js ${newerNode.found}`
    }.`,
  }),
  'metric-exists': ({ metric, type }) => ({ message: `The running app has the ${type} ${metric}.` }),
  'info-there': ({ metric, found }) => ({
    message: `The running app has the info metric ${metric}, with the value 1.`,
    observed: seriesText(metric, found),
  }),
  'counted-exactly': ({ metric, kinds, others }) => ({
    message: `${metric} counts ${counted(kinds, 'kind')} of requests exactly${
      others === 0 ? '' : `, and rightly leaves out ${others} ${plural(others, 'other', 'others')}`
    }.`,
  }),
  'durations-placed': ({ metric, requests }) => ({
    message: `${metric} observes ${counted(requests, 'kind')} of requests, each once and as long as it took.`,
  }),
  'zeros-there': ({ metric, series }) => ({
    message: `${metric} has ${counted(series, 'series', 'series')} with 0 before the first failure, and 1 after it.`,
  }),
  'metrics-served': ({ place }) => ({ message: `${place} serves the metrics.` }),
  'gauge-follows': ({ metric, requests }) => ({
    message: `${metric} showed ${requests} with ${counted(requests, 'request')} in progress, and 0 after they finished.`,
  }),
  'series-within-bound': ({ metrics, requests, series }) => ({
    message: `After ${counted(requests, 'request')} for random paths, ids, and methods, ${listed(metrics)} ${plural(metrics.length, 'has', 'have')} at most ${series} series${plural(metrics.length, '', ' each')}, and each route is still told from the others.`,
  }),
  'target-up': ({ place }) => ({ message: `Prometheus scrapes ${place}, and the target is up.` }),
  'samples-limited': ({ job, limit, samples }) => ({
    message: `The job ${job} exposes ${samples} samples now, and Prometheus takes at most ${limit}.`,
  }),
  'query-right': ({ query, values }) => ({ message: `${query} is ${listed(values)}.` }),
  'rules-tested': ({ file, tests, killed }) => ({
    message: `${file}: ${counted(tests, 'test')} pass${tests === 1 ? 'es' : ''}, and ${counted(killed, 'mistake')} put into your rules did not get past.`,
  }),
  'rules-recorded': ({ rules, worlds }) => ({
    message: `${listed(rules)} ${plural(rules.length, 'has', 'have')} the right values in ${counted(worlds, 'timeline')}, and Prometheus has loaded ${plural(rules.length, 'it', 'them')}.`,
  }),
  'alerts-in-time': ({ incidents, timelines, reports }) => ({
    message: `The alerts fire in time in ${counted(incidents, 'incident')} of ${counted(timelines, 'timeline')}, and at no other time.`,
    result: reports.map(incidentText).join('\n'),
  }),
  'query-agrees': ({ worlds, live, restart }) => ({
    message: `Your query gives the right values in ${worlds === 1 ? 'the history' : `all ${worlds} histories`} that it was tried on.`,
    live: restart === undefined ? liveText(live) : `${liveText(live)}\n${restartText(restart)}`,
  }),
  'answer-right': ({ answer }) => ({ message: `${answer} is correct.`, observed: answer }),
  'incident-found': ({ about }) => ({ message: `You have found the cause: ${about}.` }),
  'choice-right': ({ choice, because }) => ({ message: because, observed: choice }),
} satisfies PassEntries<PassFacts>;
