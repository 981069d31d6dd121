// How many series the metrics have.
import type { SeriesBoundedFails } from '../../../checks/kinds/series-bounded/facts.ts';
import type { FailEntries } from '../../contract/entries.ts';
import { seriesText } from '../../contract/format.ts';
import { counted, listed } from '../grammar/phrases.ts';

/** One series per line. */
const shown = (metric: string, label: string, values: readonly string[]): string =>
  values.map((value) => seriesText(metric, { [label]: value })).join('\n');

const PATTERN =
  'Use the pattern of the route, such as `/products/:id`: one value, whatever the visitor typed.';
const ONE_VALUE = (label: string, route: string): string => `one value of ${label} for ${route}`;

export const series = {
  'series-by-url': ({ metric, label, route, values }) => ({
    message: `${label} of ${metric} holds the URL: each query makes a new series.`,
    expected: ONE_VALUE(label, route),
    observed: shown(metric, label, values),
    hint: PATTERN,
  }),
  'series-by-path': ({ metric, label, route, values }) => ({
    message: `${label} of ${metric} holds the path that was requested: each id makes a new series.`,
    expected: ONE_VALUE(label, route),
    observed: shown(metric, label, values),
    hint: PATTERN,
  }),
  'series-by-id': ({ metric, label, route, values, id }) => ({
    message: `${label} of ${metric} holds the id ${id}: ${route} makes a new series for each id.`,
    expected: `the same labels for every id`,
    observed: shown(metric, label, values),
    hint: 'Leave ids out of all labels. To find out about one product, use a log.',
  }),
  'route-in-several-values': ({ metric, label, route, values }) => ({
    message: `${route} has several values of ${label} in ${metric}.`,
    expected: ONE_VALUE(label, route),
    observed: shown(metric, label, values),
    hint: 'Take the value from the route that handles the request: an id may be a number or a name, and a query may follow.',
  }),
  'route-not-in-metric': ({ metric, route }) => ({
    message: `${route} is not counted in ${metric}.`,
    expected: `${metric} changes with each request to ${route}`,
    observed: 'no change',
    hint: 'Place the middleware that counts above all routes, and above the routers too.',
  }),
  'route-without-label': ({ metric, label, route, found }) => ({
    message: `${metric} counts ${route} without the label ${label}.`,
    expected: `a value of ${label}`,
    observed: seriesText(metric, found),
    hint: 'Give each series of the metric all of its labels.',
  }),
  'mount-path-missing': ({ metric, label, routes, value }) => ({
    message: `${listed(routes)} share the value ${value} of ${label} in ${metric}: the path of the router is missing.`,
    expected: 'a different value for each path',
    observed: shown(metric, label, [value]),
    hint: 'Inside a router, `req.route.path` is only the part after the path of the router. Put that path before it.',
  }),
  'routes-share-value': ({ metric, label, routes, value }) => ({
    message: `${listed(routes)} share the value ${value} of ${label} in ${metric}.`,
    expected: 'a different value for each path',
    observed: shown(metric, label, [value]),
    hint: 'Few series are good, but each route has to be told from the others.',
  }),
  'mount-path-missing-on-failure': ({ metric, label, route, served, value }) => ({
    message: `When the handler of ${route} fails, ${label} of ${metric} loses the path of the router.`,
    expected: shown(metric, label, [served]),
    observed: shown(metric, label, [value]),
    hint: 'Once a handler has thrown, `req.baseUrl` is no longer there when the response closes. Keep the path while the router runs, for example in `res.locals`.',
  }),
  'route-differs-on-failure': ({ metric, label, route, served, value }) => ({
    message: `When the handler of ${route} fails, ${label} of ${metric} has another value.`,
    expected: shown(metric, label, [served]),
    observed: shown(metric, label, [value]),
    hint: 'Decide which route a request belongs to while the route runs, and keep that until the response closes.',
  }),
  'failure-not-in-metric': ({ metric, route }) => ({
    message: `When the handler of ${route} fails, the request is not counted in ${metric}.`,
    expected: `${metric} changes with each request, however it ends`,
    observed: 'no change',
    hint: 'Count when the response closes: a handler that throws never reaches the lines below.',
  }),
  'unmatched-breaks-app': ({ request, status, error }) => ({
    message:
      status === undefined
        ? `${request}, which no route fits, ends the app.`
        : `${request}, which no route fits, responds with ${status}.`,
    expected: 'a response, and an app that continues',
    observed: error,
    hint: 'Such a request has no `req.route`. Ask whether there is one before you use it.',
  }),
  'unmatched-not-in-metric': ({ metric, request }) => ({
    message: `${request}, which no route fits, is not counted in ${metric}.`,
    expected: `${metric} counts every request`,
    observed: 'no change',
    hint: 'Give such requests one value of the label, instead of leaving them out.',
  }),
  'unmatched-under-route': ({ metric, label, route, request, value }) => ({
    message: `${request}, which no route fits, is counted in ${metric} as if it were ${route}.`,
    expected: `a value of ${label} that no route has`,
    observed: shown(metric, label, [value]),
    hint: 'Use one constant for all requests that no route fits.',
  }),
  'unmatched-without-value': ({ metric, label, value }) => ({
    message: `${label} of ${metric} is ${value === '' ? 'empty' : value} for requests that no route fits.`,
    expected: 'one constant, such as unmatched',
    observed: shown(metric, label, [value]),
    hint: 'Such a request has no `req.route`. Use a constant that readers understand.',
  }),
  'unmatched-by-url': ({ metric, label, values }) => ({
    message: `For requests that no route fits, ${label} of ${metric} holds the URL with its query.`,
    expected: 'one value for all of them',
    observed: shown(metric, label, values),
    hint: 'Use one constant for all requests that no route fits.',
  }),
  'series-by-unmatched-path': ({ metric, label, values, count, requests }) => ({
    message: `Requests that no route fits made ${counted(count, 'value')} of ${label} in ${metric}.`,
    expected: 'one value for all of them',
    observed: `${shown(metric, label, values)}\n… after ${counted(requests, 'request')}`,
    hint: 'Visitors invent paths, and never run out of them. Use one constant for all requests that no route fits.',
  }),
  'label-has-many-values': ({ metric, label, values, count, bound, isMethod }) => ({
    message: `${label} of ${metric} has ${counted(count, 'value')}.`,
    expected: `at most ${bound}`,
    observed: `${shown(metric, label, values)}\n…`,
    hint: isMethod
      ? 'Visitors choose the method too. Name those that you want to see, and use one constant for all others.'
      : 'Name the values that you want to see, and use one constant for all others.',
  }),
  'series-beyond-bound': ({ metric, count, bound, requests, label, values }) => ({
    message: `${metric} has ${count} series after ${counted(requests, 'request')}; ${label} has the most values.`,
    expected: `at most ${bound}`,
    observed: `${shown(metric, label, values)}\n…`,
    hint: 'Each combination of label values is a series. Remove the label, or limit it to a few known values.',
  }),
} satisfies FailEntries<SeriesBoundedFails>;
