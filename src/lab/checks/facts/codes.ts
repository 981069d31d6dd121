// Every code that a verdict can carry, grouped by what was looked at, each with what it means.
// The closed list for `--json`, for the headers in `steps/*/mistakes/` and for reports. A code is never renamed.

/** The app did not come up, or went away. Any kind of check that runs the app can give these. */
export const appFailCodes = {
  'missing-entry': 'The entry file of the workspace is not there.',
  'syntax-error':
    'The entry file, or a file it imports, cannot be read as a program: line and column are named.',
  'unresolved-import': 'A file that is imported by a relative path is not there.',
  'missing-package': 'A package is imported that is not installed in the workspace.',
  'app-crashed':
    'An uncaught error ended the app while it started, and none of the more exact codes below fits.',
  'app-exited': 'The app ended by itself, without an error, before it listened.',
  'never-listened': 'The app runs, and listens on no port.',
  unresponsive: 'The app is busy without end (an endless loop): it answers nothing, not even the lab.',
  'port-used-twice': 'The app listens twice on the same port.',
  'port-refused': 'The app asked for a port that it may not use, or for no valid port.',
  'not-listening-on-port': 'The app listens, and not on the port that the step names.',
  'app-died': 'The app ended in the middle of a check: a request, or what it set off, ended it.',
  'positional-arguments': 'A metric was made as `new Counter("name", "help")`: it takes one object.',
  'help-missing': 'A metric was made without a help text, or with an empty one.',
  'name-missing': 'A metric was made without a name.',
  'name-invalid': 'A metric or label name has a character that Prometheus does not allow.',
  'new-missing': 'A metric class was called without `new`.',
  'defined-twice': 'Two metrics of one name in one registry: the second definition fails at start.',
} as const;

/** How the app answered the requests of a check (kinds request, requests-counted, in-progress). */
export const answerFailCodes = {
  'wrong-status': 'The answer has another status than asked for, and no more exact code fits.',
  'wrong-body': 'The answer has another body than asked for.',
  'not-found-too-early': 'A page that exists answers 404: the 404 handler stands before the routes.',
  'endpoint-missing': 'One endpoint answers 404 while others answer well: its route is gone or renamed.',
  'endpoint-broken': 'A request that must work answers 500: its handler threw. The error is named.',
  'created-in-handler':
    'The metric is created inside a handler: it is not there at start, or the second request fails with "already been registered".',
  'label-not-declared':
    'A handler uses a label that the metric does not declare in `labelNames`: the request fails.',
  'request-hangs': 'A request never gets an answer, as with a middleware that does not call next().',
  'connection-closed': 'The app closed the connection without an answer.',
} as const;

/** kind dependency */
export const dependencyFailCodes = {
  'package-json-missing': 'The workspace has no package.json.',
  'package-json-broken': 'package.json is not valid JSON, or not an object.',
  'not-installed': 'The package is neither listed nor installed.',
  'similar-package': 'A package of a similar name is listed instead.',
  'dev-dependency-only': 'The package is listed under devDependencies only.',
  'installed-elsewhere': 'The package is installed in a folder above the workspace and not in it.',
  'listed-not-installed': 'package.json lists the package and node_modules has no usable copy.',
  'package-too-old': 'The package is installed in a version that current versions of Node do not run.',
  'installed-not-listed': 'node_modules has the package and package.json does not list it as a dependency.',
} as const;

/** kind metric, and whatever needs the metric to be there (requests-counted, metrics-exposed, in-progress) */
export const metricFailCodes = {
  'client-not-used':
    'The running app has no registry of prom-client or @prometheus-io/client: it does not import the package.',
  'metric-missing': 'No registry of the running app has the metric, nor one of a similar name.',
  'name-without-total': 'The name lacks its ending `_total`.',
  'wrong-name': 'A metric of a similar name is there: a slip of the pen, or another case.',
  'wrong-type':
    'The metric is there and has another type (a gauge where a counter is asked for), or the page gives it another one.',
  'help-differs': 'The help text is another one. Case, surrounding space and a final full stop do not count.',
  'labels-too-early': 'The metric has labels in a step that asks for none yet.',
  'label-missing': 'The metric, or the series a request is counted in, lacks a label.',
  'label-misnamed': 'A label of a like meaning has another name (`status` where `code` is asked for).',
  'registry-failed': 'Reading the registry fails: a collect() of the app throws.',
} as const;

/** kind requests-counted */
export const countFailCodes = {
  'never-counted': 'No request adds anything.',
  'endpoint-not-counted': 'Requests to some endpoints add nothing, others are counted.',
  'counted-twice': 'A request adds 2: two places count it.',
  'counted-wrong-amount':
    'A request adds another amount than asked for: 3, a half, a different one each time.',
  'success-counted': 'A request that must add nothing is counted (a served page as an error).',
  'counter-went-down': 'The value goes down while requests come in: something resets it.',
  'not-labelled': 'Requests are counted in one series without the labels asked for.',
  'unlabelled-leftover': 'A request is counted twice: in a series with labels, and in one without.',
  'counted-in-two-series': 'A request is counted in two series with labels.',
  'label-undefined': 'A label value is `undefined`, `null`, `NaN`, `[object Object]` or empty.',
  'values-swapped': 'The label values are swapped: the method stands under path and the path under method.',
  'raw-url': 'The path label holds the raw URL with its query: a series for each query.',
  'unbounded-label':
    'An extra label has no end of values: it repeats what a visitor sends, holds the time, or is new with each request.',
  'wrong-label-value': 'A label holds another value than the request had.',
  'label-inconsistent': 'One value is written in two ways: `GET` and `get`, `/cart` and `cart`.',
} as const;

/** kind metrics-exposed */
export const exposedFailCodes = {
  'metrics-not-served': 'Nothing listens on the metrics port, and no other port of the app serves metrics.',
  'wrong-port': 'The metrics, or the API, are served on another port.',
  'wrong-path': 'The metrics are served under another path of the right port.',
  'metrics-page-not-found': 'The page answers 404, and no other usual path has the metrics.',
  'metrics-page-error': 'The page answers with another error status.',
  'metrics-not-awaited': 'The page holds a promise instead of text: metrics() is not awaited.',
  'content-type-missing': 'The page has no Content-Type header.',
  'content-type-wrong': 'The page has a Content-Type that Prometheus does not take for metrics.',
  'page-is-html': 'The page is HTML.',
  'page-not-parsable': 'The page is not in the exposition format: the line is named.',
  'page-empty': 'The page has no metrics at all.',
  'page-hangs': 'The page is not answered, or never ends.',
  'page-too-large': 'The page is larger than any metrics page should be.',
  'metric-not-on-page':
    'The page parses and has no value of the metric: it is defined nowhere, or only a comment names it.',
  'wrong-registry': 'The metric is in a registry of the app that the page does not show.',
  'two-clients':
    'The metric is made with one of prom-client and @prometheus-io/client, and the page shows the registry of the other.',
  'stale-page': 'The page shows old values: it was made once and not for each request.',
  'counts-scrapes': 'Reading the page changes the metric: a scrape is counted as a request.',
} as const;

/** kind in-progress */
export const progressFailCodes = {
  'never-registered':
    'The gauge stays at 0 while requests are held, as where the middleware is never registered.',
  'lowered-too-early': 'The gauge is lowered while the request, or another one, is still held.',
  'raised-for-some': 'Held requests to some endpoints do not raise the gauge.',
  'raised-twice': 'A held request raises the gauge by 2.',
  'wrong-in-progress-count':
    'With n requests held the gauge shows neither n nor anything that is explained above.',
  'store-not-awaited':
    'A handler answers without waiting for the store: its line was taken out or lost its await.',
  'never-lowered': 'The gauge does not come down after the requests are answered.',
  'lowered-for-some':
    'The gauge comes down for some endpoints only, or not after a page that does not exist.',
  'goes-negative': 'The gauge goes below 0: requests are lowered twice.',
  'leaks-on-abort': 'The gauge stays up when the client goes away before the answer.',
  'leaks-on-error': 'The gauge stays up when a handler fails.',
} as const;

/** kind scrape-job: in the file */
export const configFailCodes = {
  'config-missing': 'prometheus.yml is not there.',
  'config-empty': 'prometheus.yml is empty, or holds comments only.',
  'config-tab': 'A line is indented with a tab: YAML takes spaces only.',
  'config-syntax': 'The file is not valid YAML, for another reason: line and reason are named.',
  'config-indentation': 'A line is indented too far or too little.',
  'config-duplicate-key': 'One key stands twice in one place.',
  'config-not-a-mapping': 'A place that takes `key: value` lines holds something else.',
  'key-misspelled': 'A key that Prometheus does not know, close to one that it does.',
  'key-unknown': 'A key that Prometheus does not know.',
  'scrape-configs-missing': 'The file has no scrape_configs.',
  'scrape-configs-not-a-list': 'scrape_configs holds no list: a dash is missing.',
  'job-missing': 'No job of the name asked for.',
  'job-name-differs': 'A job of nearly the name asked for: another case, a slip of the pen.',
  'job-name-missing': 'A job without job_name.',
  'job-nested': 'The job is indented into another job, or stands outside scrape_configs.',
  'job-duplicate': 'Two jobs of one name.',
  'static-configs-missing': 'The job has no targets: static_configs is missing or empty.',
  'static-configs-not-a-list': 'static_configs holds no list: a dash is missing.',
  'targets-missing': 'static_configs has no targets.',
  'targets-not-a-list': 'targets is a string where a list belongs.',
  'target-has-scheme': 'The target begins with http:// or https://.',
  'target-has-path': 'The target has a path after the port.',
  'target-without-port': 'The target has no port.',
  'target-invalid': 'The target is no host:port, for another reason.',
  'target-is-api-port': "The target is the app's API port and not its metrics port.",
  'target-wrong-port': 'The target has another port.',
  'target-wrong-host': 'The target is on another machine.',
  'other-job-missing': 'A job that the file began with is gone.',
  'other-job-changed': 'A job that the file began with is changed.',
} as const;

/** kind scrape-job: in the running Prometheus */
export const targetFailCodes = {
  'config-rejected':
    'Prometheus does not accept the file, or a value in it: the line or its words are given.',
  'config-not-loaded':
    'The file is right and the running Prometheus still has an older one: it has to be restarted.',
  'target-down':
    'The target is in the running Prometheus and cannot be scraped: the scrape error and its meaning.',
  'target-not-discovered':
    'The job is loaded and Prometheus has no such target for it (it was dropped, or renamed).',
} as const;

/** kinds query and answer */
export const questionFailCodes = {
  'wrong-value': 'The query gives another value than asked for.',
  'not-a-number': 'A number is asked for and the answer is none.',
  'not-labels': 'Label values are asked for, and the answer has too few, or too many.',
  'not-a-choice': 'The answer is none of the choices.',
  'answer-too-long': 'The answer is far longer than any answer could be.',
  'wrong-answer': 'The answer was understood and is not the right one.',
} as const;

/** Every code of a verdict `fail`. */
export const failCodes = {
  ...appFailCodes,
  ...answerFailCodes,
  ...dependencyFailCodes,
  ...metricFailCodes,
  ...countFailCodes,
  ...exposedFailCodes,
  ...progressFailCodes,
  ...configFailCodes,
  ...targetFailCodes,
  ...questionFailCodes,
} as const;

/** Every code of a verdict `blocked` that a check gives itself; a LabError of a door adds its own. */
export const blockedCodes = {
  'port-taken': 'Another program holds a port that the live app needs.',
  'no-answer': 'The question was not answered yet.',
  'no-samples-yet': 'Prometheus has no sample yet that is newer than the last traffic.',
  'target-not-scraped-yet': 'Prometheus has not scraped the target within the time it should have.',
  'prometheus-not-running': 'The Prometheus of the workspace has ended.',
  'prometheus-lacks-feature': 'The file asks the embedded Prometheus for something that only a real one has.',
  'other-prometheus': 'The Prometheus that answers has another configuration than that of the workspace.',
  'other-app-scraped': 'Prometheus scrapes another program on the port that the app would have had.',
  'app-unreachable': 'The app listens, and Prometheus does not reach it by the usual name of this computer.',
  'app-uses-child-processes':
    'The app has started processes of Node or threads, and the check fails: its requests or metrics may be in those.',
  'bad-check': 'The course asks for something that cannot be judged: an author has to fix it.',
} as const;

export type FailCode = keyof typeof failCodes;
export type BlockedCode = keyof typeof blockedCodes;

/** The code of each fact of an area; where the parameters decide, a function of them. */
export type FactCodes<Facts> = {
  readonly [K in keyof Facts]: FailCode | ((params: Facts[K]) => FailCode);
};
