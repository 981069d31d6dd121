// How the durations of requests are observed.
import type { HistogramPlacedFails } from '../../../../checks/kinds/histogram-placed/facts.ts';
import type { FailEntries } from '../../../contract/entries.ts';
import { seriesText } from '../../../contract/format.ts';
import { listed, plural } from '../../grammar/phrases.ts';

const seconds = (value: number): string => `${Math.round(value * 1000) / 1000} s`;
const lengths = ({ endpoint, wanted, found }: HistogramPlacedFails['durations-differ']) => ({
  expected: `${endpoint}: ${seconds(wanted)}`,
  observed: `${endpoint}: ${seconds(found)}`,
});

export const durations = {
  'durations-never-observed': ({ metric }) => ({
    message: `No request is observed in ${metric}.`,
    hint: 'Start a timer in a middleware above the routes, and stop it when the response closes.',
  }),
  'durations-below-routes': ({ metric }) => ({
    message: `Only requests that match no route are observed in ${metric}.`,
    hint: 'Express runs middleware from top to bottom, and a route that responds ends the way. Put yours above the routes.',
  }),
  'durations-too-early': ({ metric, endpoint }) => ({
    message: `${endpoint} is observed in ${metric} while its handler still waits for the store.`,
    hint: 'Code after `next()` runs before the handler is done. Observe the request when its response closes.',
  }),
  'durations-twice': ({ metric, endpoints }) => ({
    message: `One request to ${listed(endpoints)} is observed twice in ${metric}.`,
    hint: 'Observe each request in one place: `finish` and `close` both fire for a response that was sent.',
  }),
  'durations-missing': ({ metric, endpoints }) => ({
    message: `${listed(endpoints)} ${plural(endpoints.length, 'is', 'are')} not observed in ${metric}.`,
    hint: 'Observe requests in a place that all of them pass, whatever their route.',
  }),
  'durations-other-count': ({ metric, endpoint, found }) => ({
    message: `One request to ${endpoint} is not observed exactly once in ${metric}.`,
    expected: '1 observation',
    observed: `${found}`,
    hint: 'Stop one timer once for each request.',
  }),
  'durations-in-other-unit': ({ factor, ...rest }) => ({
    message: `${rest.metric} is not in seconds: each value is ${factor} times too large.`,
    ...lengths(rest),
    hint: 'Prometheus uses base units. Divide before you observe, or let `startTimer` measure seconds.',
  }),
  'durations-started-late': (facts) => ({
    message: `${facts.metric} hardly observes any time for ${facts.endpoint}.`,
    ...lengths(facts),
    hint: 'Take the start time when the request arrives, before the handler waits for the store.',
  }),
  'durations-differ': (facts) => ({
    message: `${facts.metric} does not observe how long ${facts.endpoint} takes.`,
    ...lengths(facts),
    hint: 'Measure from the arrival of the request until its response closes, in seconds and not rounded.',
  }),
  'durations-mixed-up': ({ metric }) => ({
    message: `${metric} is right for one request at a time but wrong when requests overlap.`,
    hint: 'Each request needs its start time in a variable inside the middleware. A shared one is overwritten by the next request.',
  }),
  'durations-without-boundary': ({ metric, boundary, found }) => ({
    message: `${metric} has no bucket that ends at ${boundary}.`,
    expected: `a bucket with le="${boundary}"`,
    observed: found.length === 0 ? 'no buckets' : `le: ${found.join(', ')}`,
    hint: 'Pass the upper bounds in seconds as `buckets` when you create the histogram.',
  }),
  'durations-in-other-bucket': ({ metric, boundary, labels, wanted, found }) => ({
    message: `A request that is shorter than ${boundary} s is not in the bucket that ends there.`,
    expected: `${seriesText(`${metric}_bucket`, { ...labels, le: String(boundary) })} +${wanted}`,
    observed: `+${found}`,
    hint: 'Observe the duration itself: the histogram sorts it into buckets.',
  }),
  'buckets-differ': ({ metric, le, requests, wanted, found }) => ({
    message: `The bucket le="${le}" of ${metric} does not count the requests that took at most ${le} s.`,
    expected: `${wanted} of ${requests} requests of different lengths`,
    observed: `${found}`,
    hint: 'Observe the duration itself: the histogram sorts it into buckets.',
  }),
  'buckets-unsorted': ({ metric, found }) => ({
    message: `The upper bounds of ${metric} do not go up, so some of its buckets count requests that took longer.`,
    observed: `le: ${found.join(', ')}`,
    hint: 'The client puts a value into the first bucket that is wide enough. Sort `buckets` from the smallest to the largest bound.',
  }),
  'buckets-twice': ({ metric, bound, found }) => ({
    message: `Two buckets of ${metric} end at ${bound}: they are one series, with two values.`,
    observed: `le: ${found.join(', ')}`,
    hint: 'Name each upper bound once in `buckets`.',
  }),
  'durations-differ-together': ({ metric, requests, wanted, found }) => ({
    message: `The sum of ${metric} is not what ${requests} requests of different lengths took together.`,
    expected: seconds(wanted),
    observed: seconds(found),
    hint: 'Observe each duration as it was measured, neither rounded nor limited.',
  }),
} satisfies FailEntries<HistogramPlacedFails>;
