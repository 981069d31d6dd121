// Every code that a verdict can carry, grouped by what was looked at, each with what it means.
// The closed list for `--json`, for the headers in `steps/*/mistakes/` and for reports. A code is never renamed.
import { alertFailCodes, recordFailCodes, ruleFailCodes } from './rule-codes.ts';

/** The app did not start, or exited. Any kind of check that runs the app can give these. */
export const appFailCodes = [
  /** The entry file of the workspace does not exist. */
  'missing-entry',
  /** The entry file, or a file that it imports, has a syntax error: line and column are named. */
  'syntax-error',
  /** A file that is imported by a relative path does not exist. */
  'unresolved-import',
  /** A package is imported that is not installed in the workspace. */
  'missing-package',
  /** An uncaught error ended the app at startup, and none of the more specific codes below fits. */
  'app-crashed',
  /** The app exited without an error before it listened on a port. */
  'app-exited',
  /** The app runs but does not listen on any port. */
  'never-listened',
  /** The app is stuck in an endless loop and does not respond, not even to the lab. */
  'unresponsive',
  /** The app listens twice on the same port. */
  'port-used-twice',
  /** The app asks for a port that it may not use or that does not exist. */
  'port-refused',
  /** The app listens, but not on the port that the step names. */
  'not-listening-on-port',
  /** The app exited during a check: a request, or what followed from it, ended the app. */
  'app-died',
  /** A metric was created with `new Counter("name", "help")`: the constructor takes one object. */
  'positional-arguments',
  /** A metric was created without a help text, or with an empty one. */
  'help-missing',
  /** A metric was created without a name. */
  'name-missing',
  /** A metric or label name has a character that Prometheus does not allow. */
  'name-invalid',
  /** A metric class was called without `new`. */
  'new-missing',
  /** One registry has two metrics of the same name: the second definition fails at startup. */
  'defined-twice',
] as const;

/** How the app responded to the requests of a check (kinds request, requests-counted, in-progress). */
export const answerFailCodes = [
  /** The response has another status than asked for, and no more specific code fits. */
  'wrong-status',
  /** The response has another body than asked for. */
  'wrong-body',
  /** A page that exists responds with 404: the 404 handler comes before the routes. */
  'not-found-too-early',
  /** One endpoint responds with 404 while others work: its route was removed or renamed. */
  'endpoint-missing',
  /** A request that must work gets status 500: its handler threw. The error is named. */
  'endpoint-broken',
  /** The metric is created inside a handler: it does not exist at startup, or the second request fails with "already been registered". */
  'created-in-handler',
  /** A handler uses a label that the metric does not declare in `labelNames`: the request fails. */
  'label-not-declared',
  /** A request never gets a response, as with a middleware that does not call next(). */
  'request-hangs',
  /** The app closed the connection without a response. */
  'connection-closed',
] as const;

/** kind dependency */
export const dependencyFailCodes = [
  /** The workspace has no package.json. */
  'package-json-missing',
  /** package.json is not valid JSON, or not an object. */
  'package-json-broken',
  /** The package is neither listed nor installed. */
  'not-installed',
  /** A package of a similar name is listed instead. */
  'similar-package',
  /** The package is listed under devDependencies only. */
  'dev-dependency-only',
  /** The package is installed in a folder above the workspace but not in the workspace. */
  'installed-elsewhere',
  /** package.json lists the package, but node_modules has no usable copy. */
  'listed-not-installed',
  /** The installed version of the package does not run on current versions of Node. */
  'package-too-old',
  /** node_modules has the package, but package.json does not list it as a dependency. */
  'installed-not-listed',
] as const;

/** kind metric, and whatever needs the metric to be there (requests-counted, metrics-exposed, in-progress) */
export const metricFailCodes = [
  /** The running app has no registry of prom-client or @prometheus-io/client: it does not import the package. */
  'client-not-used',
  /** No registry of the running app has the metric, or one with a similar name. */
  'metric-missing',
  /** The name lacks its suffix `_total`. */
  'name-without-total',
  /** The name ends in another unit than seconds, or in none. */
  'unit-in-name',
  /** There is a metric with a similar name: a typo, or another case. */
  'wrong-name',
  /** The metric has another type (a gauge where a counter is asked for), or the page states another one. */
  'wrong-type',
  /** The help text differs. Case, surrounding space and a final period do not matter. */
  'help-differs',
  /** The metric has labels in a step that asks for none yet. */
  'labels-too-early',
  /** The metric, or the series a request is counted in, lacks a label. */
  'label-missing',
  /** A label of the same meaning has another name (`status` where `code` is asked for). */
  'label-misnamed',
  /** Reading the registry fails: a collect() of the app throws. */
  'registry-failed',
] as const;

/** kind metric, with `info` */
export const infoFailCodes = [
  /** The info metric has no series: it is defined and never set. */
  'info-missing',
  /** The info metric has more than one series. */
  'info-several-series',
  /** The value of the info metric is not 1. */
  'info-value',
  /** A label of the info metric has another value at each start, or each time it is read. */
  'info-changes',
  /** Another metric has a label of the info metric. */
  'info-on-other-metrics',
] as const;

/** kind requests-counted */
export const countFailCodes = [
  /** No request adds anything. */
  'never-counted',
  /** Requests to some endpoints add nothing; others are counted. */
  'endpoint-not-counted',
  /** A request adds 2: two places count it. */
  'counted-twice',
  /** A request adds another amount than asked for: 3, a half, a different one each time. */
  'counted-wrong-amount',
  /** A request that must add nothing is counted (a served page as an error). */
  'success-counted',
  /** The value goes down while requests arrive: something resets it. */
  'counter-went-down',
  /** Requests are counted in one series without the labels asked for. */
  'not-labelled',
  /** A request is counted twice: in a series with labels, and in one without. */
  'unlabelled-leftover',
  /** A request is counted in two series with labels. */
  'counted-in-two-series',
  /** A label value is `undefined`, `null`, `NaN`, `[object Object]` or empty. */
  'label-undefined',
  /** The label values are swapped: path holds the method, and method the path. */
  'values-swapped',
  /** The path label holds the raw URL with its query: a series for each query. */
  'raw-url',
  /** An extra label has an unlimited number of values: it repeats what a visitor sends, holds the time, or is new with each request. */
  'unbounded-label',
  /** A label holds another value than the request had. */
  'wrong-label-value',
  /** One value is spelled in two ways: `GET` and `get`, `/cart` and `cart`. */
  'label-inconsistent',
] as const;

/** How a metric records outcomes (kinds requests-counted, histogram-placed) */
export const outcomeFailCodes = [
  /** Only successful responses are recorded: no missing pages, and no failures. */
  'successes-only',
  /** Requests whose handler fails (500) are not recorded. */
  'failures-not-counted',
  /** Requests that match no route (404) are not recorded. */
  'missing-pages-not-counted',
  /** A request is recorded when it begins, so a failure appears as a success. */
  'counted-at-start',
  /** The status is read before the response has one, so each request appears with 200. */
  'status-read-early',
  /** A failed request appears with the status of a success. */
  'failure-as-success',
  /** Failures of different kinds, such as 404 and 500, share one value of the label for the status. */
  'outcomes-merged',
  /** Requests that match no route keep their paths: each one creates a series. */
  'raw-path',
  /** A request whose client disconnected appears with the status of a success. */
  'aborted-as-success',
  /** Requests whose client disconnected are not recorded. */
  'aborted-not-counted',
] as const;

/** kind histogram-placed */
export const durationFailCodes = [
  /** The histogram observes no request. */
  'never-observed',
  /** Only requests that match no route are observed: the middleware is below the routes. */
  'below-the-routes',
  /** A request is observed while its handler still waits for the store. */
  'observed-too-early',
  /** A request is observed more than once. */
  'observed-twice',
  /** Requests to some endpoints are not observed. */
  'endpoint-not-observed',
  /** The durations are in another unit than seconds. */
  'wrong-time-unit',
  /** The timer starts when the work is done: hardly any time is observed. */
  'timer-started-late',
  /** The duration is another one than the request took, and no code above fits. */
  'wrong-duration',
  /** Durations are right for one request at a time, but not for requests that overlap. */
  'timer-shared',
  /** No bucket ends at the boundary asked for. */
  'boundary-missing',
  /** A request is in another bucket than its duration. */
  'wrong-bucket',
  /** The upper bounds of the buckets do not go up, so requests are in buckets that are too narrow for them. */
  'bounds-unsorted',
  /** Two buckets have the same upper bound. */
  'bound-twice',
] as const;

/** kind zero-initialised */
export const zeroFailCodes = [
  /** No series exists before the first failure: it appears with 1. */
  'not-initialised',
  /** The series with 0 appear only when a request arrives. */
  'initialised-by-request',
  /** Some of the series are there with 0, others are not. */
  'partly-initialised',
  /** A series with 0 lacks labels, so the first failure is counted in another one. */
  'initialised-without-labels',
  /** A series starts with another value than 0. */
  'starts-above-zero',
  /** The first failure is counted in another series than the one that starts at 0. */
  'initialised-other-series',
  /** After the first failure, its series is not 1. */
  'first-failure-lost',
] as const;

/** kind metrics-exposed */
export const exposedFailCodes = [
  /** Nothing listens on the metrics port, and no other port of the app serves metrics. */
  'metrics-not-served',
  /** The metrics, or the API, are served on another port. */
  'wrong-port',
  /** The metrics are served under another path of the right port. */
  'wrong-path',
  /** The page responds with 404, and no other usual path has the metrics. */
  'metrics-page-not-found',
  /** The page responds with another status than 200. */
  'metrics-page-error',
  /** The page holds a promise instead of text: metrics() is not awaited. */
  'metrics-not-awaited',
  /** The page has no Content-Type header. */
  'content-type-missing',
  /** The page has a Content-Type that Prometheus does not accept for metrics. */
  'content-type-wrong',
  /** The page is HTML. */
  'page-is-html',
  /** The page is not in the exposition format: the line is named. */
  'page-not-parsable',
  /** The page has no metrics at all. */
  'page-empty',
  /** The page gets no response, or the response never ends. */
  'page-hangs',
  /** The page is larger than any metrics page should be. */
  'page-too-large',
  /** The page parses but has no value of the metric: it is defined nowhere, or only a comment names it. */
  'metric-not-on-page',
  /** The metric is in a registry that the page does not show. */
  'wrong-registry',
  /** The metric is created with one of prom-client and @prometheus-io/client, but the page shows the registry of the other. */
  'two-clients',
  /** The page shows old values: it was created once instead of for each request. */
  'stale-page',
  /** Reading the page changes the metric: a scrape is counted as a request. */
  'counts-scrapes',
] as const;

/** kind in-progress */
export const progressFailCodes = [
  /** The gauge stays at 0 while requests are held, for example because the middleware is never registered. */
  'never-registered',
  /** The gauge is lowered while the request, or another one, is still held. */
  'lowered-too-early',
  /** Held requests to some endpoints do not raise the gauge. */
  'raised-for-some',
  /** A held request raises the gauge by 2. */
  'raised-twice',
  /** With n requests held, the gauge shows another number than n, and no code above fits. */
  'wrong-in-progress-count',
  /** A handler responds without waiting for the store: its line was removed or lost its await. */
  'store-not-awaited',
  /** The gauge does not go down after the requests are answered. */
  'never-lowered',
  /** The gauge goes down for some endpoints only, or not after a page that does not exist. */
  'lowered-for-some',
  /** The gauge goes below 0: it is lowered twice for a request. */
  'goes-negative',
  /** The gauge stays up when the client disconnects before the response. */
  'leaks-on-abort',
  /** The gauge stays up when a handler fails. */
  'leaks-on-error',
] as const;

/** kind series-bounded */
export const seriesFailCodes = [
  /** The label of a route holds the path as it was requested: a series for each id. */
  'path-in-label',
  /** The label of a route holds the URL with its query or host. */
  'url-in-label',
  /** A label, whatever its name, holds the id of the request. */
  'id-in-label',
  /** Requests that no route fits are counted under the path that the visitor made up. */
  'unmatched-path-in-label',
  /** The label for the method holds every method that a visitor sends. */
  'method-in-label',
  /** Routes of two routers share a value: the label holds the pattern without the path of the router. */
  'mount-path-lost',
  /** The label loses the path of the router when the handler fails. */
  'mount-path-lost-on-failure',
  /** The label of a route has another value when the handler fails. */
  'route-lost-on-failure',
  /** Two routes share a value of the label. */
  'routes-collide',
  /** One route has several values of the label. */
  'route-split',
  /** A request that no route fits is counted under the value of a route. */
  'unmatched-as-route',
  /** A request that no route fits is not counted. */
  'unmatched-not-counted',
  /** A request whose handler fails is not counted. */
  'failure-not-counted',
  /** A request that no route fits ends the app, or gets an error of the server. */
  'crashed-on-unmatched',
  /** The metric has more series than the step allows, and no code above fits. */
  'too-many-series',
] as const;

/** kind scrape-job: in the file */
export const configFailCodes = [
  /** prometheus.yml is not there. */
  'config-missing',
  /** prometheus.yml is empty, or holds comments only. */
  'config-empty',
  /** A line is indented with a tab: YAML takes spaces only. */
  'config-tab',
  /** The file is not valid YAML, for another reason: line and reason are named. */
  'config-syntax',
  /** A line is indented too far or too little. */
  'config-indentation',
  /** One key stands twice in one place. */
  'config-duplicate-key',
  /** A place that takes `key: value` lines holds something else. */
  'config-not-a-mapping',
  /** A key that Prometheus does not know, close to one that it does. */
  'key-misspelled',
  /** A key that Prometheus does not know. */
  'key-unknown',
  /** The file has no scrape_configs. */
  'scrape-configs-missing',
  /** scrape_configs holds no list: a dash is missing. */
  'scrape-configs-not-a-list',
  /** No job of the name asked for. */
  'job-missing',
  /** A job of nearly the name asked for: another case, a slip of the pen. */
  'job-name-differs',
  /** A job without job_name. */
  'job-name-missing',
  /** The job is indented into another job, or stands outside scrape_configs. */
  'job-nested',
  /** Two jobs of one name. */
  'job-duplicate',
  /** The job has no targets: static_configs is missing or empty. */
  'static-configs-missing',
  /** static_configs holds no list: a dash is missing. */
  'static-configs-not-a-list',
  /** static_configs has no targets. */
  'targets-missing',
  /** targets is a string where a list belongs. */
  'targets-not-a-list',
  /** The target begins with http:// or https://. */
  'target-has-scheme',
  /** The target has a path after the port. */
  'target-has-path',
  /** The target has no port. */
  'target-without-port',
  /** The target is no host:port, for another reason. */
  'target-invalid',
  /** The target is the app's API port, not its metrics port. */
  'target-is-api-port',
  /** The target has another port. */
  'target-wrong-port',
  /** The target is on another machine. */
  'target-wrong-host',
  /** A job that the file began with is gone. */
  'other-job-missing',
  /** A job that the file began with is changed. */
  'other-job-changed',
] as const;

/** kind scrape-job: in the running Prometheus */
export const targetFailCodes = [
  /** Prometheus does not accept the file, or a value in it: the line or its words are given. */
  'config-rejected',
  /** The file is right and the running Prometheus still has an older one: it has to be restarted. */
  'config-not-loaded',
  /** The target is in the running Prometheus and cannot be scraped: the scrape error and its meaning. */
  'target-down',
  /** The job is loaded and Prometheus has no such target for it (it was dropped, or renamed). */
  'target-not-discovered',
] as const;

/** kind scrape-job: the limit of samples */
export const limitFailCodes = [
  /** The job has no sample_limit. */
  'sample-limit-missing',
  /** Another job has the sample_limit. */
  'limit-on-other-job',
  /** The job limits something else: labels, bytes or targets. */
  'other-limit',
  /** The limit is below what the app exposes, or leaves too little room. */
  'sample-limit-too-low',
  /** The limit is above what a program with unbounded labels exposes. */
  'sample-limit-too-high',
] as const;

/** kinds query and answer */
export const questionFailCodes = [
  /** The query gives another value than asked for. */
  'wrong-value',
  /** A number is asked for, but the answer is not a number; or a row of a query is NaN or infinite. */
  'not-a-number',
  /** Label values are asked for, but the answer has too few or too many. */
  'not-labels',
  /** The answer is not one of the choices. */
  'not-a-choice',
  /** The answer is far longer than any answer could be. */
  'answer-too-long',
  /** The answer was understood but is not correct. */
  'wrong-answer',
] as const;

/** kind rule-tests */
export const ruleTestFailCodes = [
  /** There is no file of tests, or no test in it. */
  'tests-missing',
  /** There is no file of rules. */
  'tested-rules-missing',
  /** The test file is not YAML, or has a key or value that promtool does not take: its words with the line. */
  'tests-syntax',
  /** A rule file that the tests name cannot be read: Prometheus's words with the line. */
  'tested-rules-syntax',
  /** rule_files is missing in the test file, or names no file that is there. */
  'tests-without-rules',
  /** The tests load other rules than the step is about. */
  'tests-of-other-rules',
  /** A test fails on the learner's rules: promtool's words. */
  'tests-fail',
  /** An entry of the tests has neither alert_rule_test nor promql_expr_test. */
  'test-without-expectation',
  /** A test names an alert that no rule has. */
  'alert-unknown',
  /** No test is about a rule. */
  'rule-untested',
  /** A test expects nothing at a time when all series have ended. */
  'test-after-data',
  /** A test expects no alert at a time before `for` can have elapsed, and there is nothing to wait for. */
  'test-before-for',
  /** No test expects an alert to fire. */
  'only-happy-path',
  /** The tests pass with another `for`. */
  'for-untested',
  /** The tests pass without `keep_firing_for`. */
  'keep-firing-untested',
  /** The tests pass with a comparison the other way around. */
  'comparison-untested',
  /** The tests pass with a threshold five times as high, or a fifth of it. */
  'threshold-untested',
  /** The tests pass without a label of a rule. */
  'label-untested',
  /** The tests pass where a label is aggregated away. */
  'grouping-untested',
  /** The tests pass with `and` instead of `or`, or the other way around. */
  'operator-untested',
  /** The tests pass with shorter windows. */
  'window-untested',
  /** The tests pass without a matcher of a selector. */
  'selector-untested',
  /** The tests need more time or memory than any tests of a few rules do. */
  'tests-too-heavy',
] as const;

/** kind query-worlds */
export const queryFailCodes = [
  /** The file of the query is missing, empty, or holds comments only. */
  'query-empty',
  /** Prometheus cannot read the query: place and reason are given. */
  'query-syntax',
  /** The query needs more time, work or memory than a query may have. */
  'query-too-heavy',
  /** The result is a range vector: samples over time instead of one value for each row. */
  'range-vector',
  /** The result is a text. */
  'string-result',
  /** The query can be read, but not be evaluated on these samples: Prometheus's words are given. */
  'evaluation-failed',
  /** The value of a counter is used as it is, without rate or increase. */
  'raw-counter',
  /** rate, increase or irate of a sum: the restart of one instance looks like one of all. */
  'rate-after-sum',
  /** irate or its like, which sees two samples, where an average over the window is asked for. */
  'instant-rate',
  /** delta, deriv or another function for gauges on a counter: a restart is taken for a fall. */
  'gauge-function',
  /** rate or increase of a gauge: each fall is taken for a restart. */
  'rate-of-gauge',
  /** The ratios of instances are averaged instead of dividing the sums. */
  'average-of-ratios',
  /** The quantiles of instances are averaged, added up or compared. */
  'quantile-of-quantiles',
  /** A quantile that is not calculated from the buckets of a histogram. */
  'not-a-histogram',
  /** The label le is lost before histogram_quantile. */
  'le-lost',
  /** histogram_quantile of the buckets since the start instead of their rates. */
  'no-rate-in-quantile',
  /** Another quantile than asked for. */
  'wrong-quantile',
  /** Buckets are added up although each contains the smaller ones. */
  'buckets-summed',
  /** The sides of an operator have labels that do not match. */
  'labels-do-not-match',
  /** `or vector(0)` adds a row without labels instead of the missing ones. */
  'fallback-without-labels',
  /** The rows lack the labels that are asked for. */
  'labels-lost',
  /** Several rows for one group. */
  'group-split',
  /** A row is missing, and no code above fits. */
  'group-missing',
  /** There is a row that should not be there. */
  'group-extra',
  /** The query reads other series than it should, or none. */
  'wrong-selector',
  /** The query reads another metric. */
  'wrong-metric',
  /** The query looks at another moment: offset or @. */
  'shifted-in-time',
  /** Another aggregation than asked for: avg, max or count instead of sum. */
  'wrong-aggregation',
  /** Another arithmetic operator. */
  'wrong-operator',
  /** The answer is always the same multiple of the reference: another unit, or per window. */
  'wrong-unit',
  /** The window has fewer than two samples. */
  'window-too-short',
  /** The window has another length than asked for. */
  'wrong-window',
  /** Other values than the reference, and no code above fits. */
  'values-differ',
] as const;

/** kind incident */
export const incidentFailCodes = [
  /** The answer lacks the endpoint, the start, the size or the alert. */
  'answer-incomplete',
  /** A part of the answer is no endpoint, moment, size or alert. */
  'answer-unreadable',
  /** The endpoint with the most requests: it is only the busiest one. */
  'busiest-endpoint',
  /** The endpoint with the most errors since the counters began, not in the incident. */
  'most-errors-ever',
  /** Another endpoint, at which nothing is wrong. */
  'other-endpoint',
  /** The moment at which the alert became pending or fired, not that at which the incident began. */
  'alert-start',
  /** The right minute of another time zone. */
  'wrong-time-zone',
  /** Another moment. */
  'wrong-start',
  /** A share with a percent sign: 0.3 % instead of 30 %. */
  'percent-not-share',
  /** Another share, duration or number of requests. */
  'wrong-size',
  /** The alert was pending but did not fire. */
  'only-pending',
  /** The alert was neither pending nor firing. */
  'alert-silent',
  /** An alert fired, but the answer says that none did. */
  'alert-missed',
] as const;

/** Every code of a verdict `fail`. */
export const failCodes = [
  ...appFailCodes,
  ...answerFailCodes,
  ...dependencyFailCodes,
  ...metricFailCodes,
  ...infoFailCodes,
  ...countFailCodes,
  ...outcomeFailCodes,
  ...durationFailCodes,
  ...zeroFailCodes,
  ...exposedFailCodes,
  ...progressFailCodes,
  ...seriesFailCodes,
  ...configFailCodes,
  ...targetFailCodes,
  ...limitFailCodes,
  ...questionFailCodes,
  ...ruleTestFailCodes,
  ...incidentFailCodes,
  ...ruleFailCodes,
  ...alertFailCodes,
  ...recordFailCodes,
  ...queryFailCodes,
] as const;

/** Every code of a verdict `blocked` that a check gives itself; a LabError of a door adds its own. */
export const blockedCodes = [
  /** Another program holds a port that the live app needs. */
  'port-taken',
  /** The question was not answered yet. */
  'no-answer',
  /** Prometheus has no sample yet that is newer than the last traffic. */
  'no-samples-yet',
  /** Prometheus has not scraped the target within the time it should have. */
  'target-not-scraped-yet',
  /** The Prometheus of the workspace has ended. */
  'prometheus-not-running',
  /** The file asks the embedded Prometheus for something that only a real one has. */
  'prometheus-lacks-feature',
  /** The Prometheus that answers has another configuration than that of the workspace. */
  'other-prometheus',
  /** Prometheus scrapes another program on the port that the app would have had. */
  'other-app-scraped',
  /** The app listens, and Prometheus does not reach it by the usual name of this computer. */
  'app-unreachable',
  /** The app has started processes of Node or threads, and the check fails: its requests or metrics may be in those. */
  'app-uses-child-processes',
  /** The course asks for something that cannot be judged: an author has to fix it. */
  'bad-check',
] as const;

export type FailCode = (typeof failCodes)[number];
export type BlockedCode = (typeof blockedCodes)[number];

/** The code of each fact of an area; where the parameters decide, a function of them. */
export type FactCodes<Facts> = {
  readonly [K in keyof Facts]: FailCode | ((params: Facts[K]) => FailCode);
};
