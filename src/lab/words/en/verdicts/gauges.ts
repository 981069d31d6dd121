// A gauge of requests in progress.
import type {
  BelowZero,
  End,
  EndpointReading,
  InProgressFails,
} from '../../../checks/kinds/in-progress/facts.ts';
import type { FailEntries } from '../../contract/entries.ts';
import { counted, listed } from '../grammar/phrases.ts';

/** One endpoint per line: in a list it would break between a method and its path. */
const table = (readings: readonly EndpointReading[]) => ({
  expected: readings.map(({ endpoint, held }) => `${endpoint}: ${held}`).join('\n'),
  observed: readings.map(({ endpoint, raised }) => `${endpoint}: ${raised}`).join('\n'),
});

const requestsOf = (count: number): string => counted(count, 'request');
const zero = (value: number) => ({ expected: '0', observed: String(value) });

const ENDS: Readonly<Record<End, (many: string) => string>> = {
  answered: (many) => `after ${many} were answered`,
  aborted: (many) => `after the client gave up on ${many}`,
  failed: (many) => `after ${many} failed`,
  'not-found': (many) => `after ${many} for a page that does not exist`,
};

const BELOW: Readonly<Record<BelowZero, string>> = {
  'lowered-twice': 'Lower the gauge once for each request: several events can end the same response.',
  'other-labels':
    'Lower the gauge with the labels that raised it: one series goes up here and another goes down.',
  'never-raised': 'The gauge is lowered but never raised. Check that the line with `inc()` runs.',
};

type Left = InProgressFails['gauge-not-lowered'];
const left = ({ metric, value, requests }: Left, end: End, hint: string) => ({
  message: `${metric} shows ${value} ${ENDS[end](requestsOf(requests))}.`,
  ...zero(value),
  hint,
});

const setByTimer = ({ metric, value, open, later }: InProgressFails['gauge-set-by-timer']) => ({
  message: `${metric} is set by a timer, not by the requests themselves.`,
  expected: `${open} as soon as ${requestsOf(open)} are in progress`,
  observed: `${value}, and ${later} only after a timer fired`,
  hint: 'Raise the gauge when a request begins and lower it when its response closes. Prometheus may read it at any moment.',
});

const RAISE_BY_ONE = 'Raise the gauge by 1 when each request begins, so that its value is their number.';

export const gauges = {
  'gauge-not-zero-at-rest': ({ metric, value }) => ({
    message: `${metric} shows ${value} with no request in progress.`,
    ...zero(value),
    hint: 'Lower at the end of each request, once, what was raised at its start.',
  }),
  'gauge-below-zero-at-rest': ({ metric, value, reason }) => ({
    message: `${metric} goes below 0 with no request in progress.`,
    ...zero(value),
    hint: BELOW[reason],
  }),
  'gauge-below-zero-held': ({ metric, readings }) => ({
    message: `${metric} goes below 0 while requests are in progress.`,
    ...table(readings),
    hint: BELOW['lowered-twice'],
  }),
  'gauge-below-zero-after': ({ metric, value, requests, end, reason }) => ({
    message: `${metric} goes below 0 ${ENDS[end](requestsOf(requests))}.`,
    ...zero(value),
    hint: BELOW[reason],
  }),
  'gauge-zero-again': ({ metric, readings }) => ({
    message: `${metric} is back at 0 while requests are still in progress.`,
    ...table(readings),
    hint: '`next()` returns before the request is finished. Use an event of the response, which tells when it is.',
  }),
  'gauge-never-raised': ({ metric, readings }) => ({
    message: `${metric} stays at 0 while requests are in progress.`,
    ...table(readings),
    hint: 'Register a middleware above the endpoints, and raise the gauge in it before it waits for anything.',
  }),
  'gauge-misses-endpoints': ({ metric, readings, endpoints }) => ({
    message: `${metric} does not see requests to ${listed(endpoints)}.`,
    ...table(readings),
    hint: 'Raise the gauge in one place above all endpoints, which sees every request.',
  }),
  'gauge-raised-twice': ({ metric, readings, endpoints }) => ({
    message: `${metric} goes up by 2 for one request to ${listed(endpoints)}.`,
    ...table(readings),
    hint: 'Two places raise the gauge for the same request. Keep one of them.',
  }),
  'gauge-other-number': ({ metric, readings }) => ({
    message: `${metric} does not show how many requests are in progress.`,
    ...table(readings),
    hint: RAISE_BY_ONE,
  }),
  'gauge-other-total': ({ metric, held, raised }) => ({
    message: `${metric} does not show how many requests are in progress.`,
    expected: String(held),
    observed: String(raised),
    hint: RAISE_BY_ONE,
  }),
  'gauge-lowered-by-timer': ({ metric, value, open, later }) => ({
    message: `${metric} is moved by a timer while requests are still in progress.`,
    expected: `${open} as long as ${requestsOf(open)} are in progress`,
    observed: `${value}, and ${later} after a timer fired`,
    hint: 'Lower the gauge when the response closes. A timer cannot know when that is.',
  }),
  'gauge-raised-by-timer': setByTimer,
  'gauge-set-by-timer': setByTimer,
  'gauge-holds-duration': ({ metric, value, requests }) => ({
    message: `${metric} shows a duration, not a number of requests.`,
    expected: `${requests} while ${requestsOf(requests)} are in progress`,
    observed: `0, and ${value} after they were answered`,
    hint: '`startTimer()` measures seconds. Use `inc()` when a request begins and `dec()` when its response closes.',
  }),
  'gauge-forgets-others': ({ metric, value, open }) => ({
    message: `${metric} shows ${value} while ${requestsOf(open)} are in progress.`,
    expected: String(open),
    observed: String(value),
    hint: "Decrement once for each request that finishes. A timer cannot know when that is; the response's `close` event does.",
  }),
  'gauge-keeps-one-over': ({ metric, value, open }) => ({
    message: `${metric} still shows ${value} when one of ${requestsOf(open + 1)} is finished.`,
    expected: String(open),
    observed: String(value),
    hint: 'Lower the gauge when a response is finished, not some time later: the response tells when.',
  }),
  'gauge-lowered-late': ({ metric, value, requests }) => ({
    message: `${metric} returns to 0 only by a timer, more than a second later.`,
    expected: `0 as soon as ${requestsOf(requests)} are finished`,
    observed: `${value}, and 0 after a timer fired`,
    hint: 'Lower the gauge when the response closes, not some time later.',
  }),
  'gauge-not-lowered': (params) =>
    left(params, 'answered', 'Lower the gauge when a response is finished: the response tells when that is.'),
  'gauge-lowered-for-some': (params) =>
    left(
      params,
      'answered',
      'Some responses lower the gauge but others do not. Use one place that sees every response.',
    ),
  'gauge-leaks-on-abort': (params) =>
    left(params, 'aborted', 'When the client disconnects, a response never finishes, but it does close.'),
  'gauge-leaks-on-error': (params) =>
    left(
      params,
      'failed',
      'A handler that throws never reaches its last line. Lower the gauge where every response passes.',
    ),
  'gauge-leaks-on-missing-page': (params) =>
    left(
      params,
      'not-found',
      'A missing page is a request too. Lower the gauge where every response passes.',
    ),
  'store-skipped': () => ({
    message: 'An endpoint responds without waiting for the store.',
    expected: 'each handler awaits its call of the store',
    observed: 'a response while the store was held',
    hint: 'Keep the line with `await store.…` in each handler, as it was at the start.',
  }),
} satisfies FailEntries<InProgressFails>;
