// Every code that a verdict can carry, grouped by what was looked at, each with what it means.
// The closed list for `--json`, for the headers in `steps/*/mistakes/` and for reports. A code is never renamed.

/** The app did not start, or exited. Any kind of check that runs the app can give these. */
export const appFailCodes = {
  'missing-entry': 'The entry file of the workspace does not exist.',
  'syntax-error': 'The entry file, or a file that it imports, has a syntax error: line and column are named.',
  'unresolved-import': 'A file that is imported by a relative path does not exist.',
  'missing-package': 'A package is imported that is not installed in the workspace.',
  'app-crashed':
    'An uncaught error ended the app at startup, and none of the more specific codes below fits.',
  'app-exited': 'The app exited without an error before it listened on a port.',
  'never-listened': 'The app runs but does not listen on any port.',
  unresponsive: 'The app is stuck in an endless loop and does not respond, not even to the lab.',
  'port-used-twice': 'The app listens twice on the same port.',
  'port-refused': 'The app asks for a port that it may not use or that does not exist.',
  'not-listening-on-port': 'The app listens, but not on the port that the step names.',
  'app-died': 'The app exited during a check: a request, or what followed from it, ended the app.',
  'positional-arguments':
    'A metric was created with `new Counter("name", "help")`: the constructor takes one object.',
  'help-missing': 'A metric was created without a help text, or with an empty one.',
  'name-missing': 'A metric was created without a name.',
  'name-invalid': 'A metric or label name has a character that Prometheus does not allow.',
  'new-missing': 'A metric class was called without `new`.',
  'defined-twice': 'One registry has two metrics of the same name: the second definition fails at startup.',
} as const;

/** How the app responded to the requests of a check (kinds request, requests-counted, in-progress). */
export const answerFailCodes = {
  'wrong-status': 'The response has another status than asked for, and no more specific code fits.',
  'wrong-body': 'The response has another body than asked for.',
  'not-found-too-early': 'A page that exists responds with 404: the 404 handler comes before the routes.',
  'endpoint-missing': 'One endpoint responds with 404 while others work: its route was removed or renamed.',
  'endpoint-broken': 'A request that must work gets status 500: its handler threw. The error is named.',
  'created-in-handler':
    'The metric is created inside a handler: it does not exist at startup, or the second request fails with "already been registered".',
  'label-not-declared':
    'A handler uses a label that the metric does not declare in `labelNames`: the request fails.',
  'request-hangs': 'A request never gets a response, as with a middleware that does not call next().',
  'connection-closed': 'The app closed the connection without a response.',
} as const;

/** kind dependency */
export const dependencyFailCodes = {
  'package-json-missing': 'The workspace has no package.json.',
  'package-json-broken': 'package.json is not valid JSON, or not an object.',
  'not-installed': 'The package is neither listed nor installed.',
  'similar-package': 'A package of a similar name is listed instead.',
  'dev-dependency-only': 'The package is listed under devDependencies only.',
  'installed-elsewhere': 'The package is installed in a folder above the workspace but not in the workspace.',
  'listed-not-installed': 'package.json lists the package, but node_modules has no usable copy.',
  'package-too-old': 'The installed version of the package does not run on current versions of Node.',
  'installed-not-listed': 'node_modules has the package, but package.json does not list it as a dependency.',
} as const;

/** kind metric, and whatever needs the metric to be there (requests-counted, metrics-exposed, in-progress) */
export const metricFailCodes = {
  'client-not-used':
    'The running app has no registry of prom-client or @prometheus-io/client: it does not import the package.',
  'metric-missing': 'No registry of the running app has the metric, or one with a similar name.',
  'name-without-total': 'The name lacks its suffix `_total`.',
  'wrong-name': 'There is a metric with a similar name: a typo, or another case.',
  'wrong-type':
    'The metric has another type (a gauge where a counter is asked for), or the page states another one.',
  'help-differs': 'The help text differs. Case, surrounding space and a final period do not matter.',
  'labels-too-early': 'The metric has labels in a step that asks for none yet.',
  'label-missing': 'The metric, or the series a request is counted in, lacks a label.',
  'label-misnamed': 'A label of the same meaning has another name (`status` where `code` is asked for).',
  'registry-failed': 'Reading the registry fails: a collect() of the app throws.',
} as const;

/** kind requests-counted */
export const countFailCodes = {
  'never-counted': 'No request adds anything.',
  'endpoint-not-counted': 'Requests to some endpoints add nothing; others are counted.',
  'counted-twice': 'A request adds 2: two places count it.',
  'counted-wrong-amount':
    'A request adds another amount than asked for: 3, a half, a different one each time.',
  'success-counted': 'A request that must add nothing is counted (a served page as an error).',
  'counter-went-down': 'The value goes down while requests arrive: something resets it.',
  'not-labelled': 'Requests are counted in one series without the labels asked for.',
  'unlabelled-leftover': 'A request is counted twice: in a series with labels, and in one without.',
  'counted-in-two-series': 'A request is counted in two series with labels.',
  'label-undefined': 'A label value is `undefined`, `null`, `NaN`, `[object Object]` or empty.',
  'values-swapped': 'The label values are swapped: path holds the method, and method the path.',
  'raw-url': 'The path label holds the raw URL with its query: a series for each query.',
  'unbounded-label':
    'An extra label has an unlimited number of values: it repeats what a visitor sends, holds the time, or is new with each request.',
  'wrong-label-value': 'A label holds another value than the request had.',
  'label-inconsistent': 'One value is spelled in two ways: `GET` and `get`, `/cart` and `cart`.',
} as const;

/** kind metrics-exposed */
export const exposedFailCodes = {
  'metrics-not-served': 'Nothing listens on the metrics port, and no other port of the app serves metrics.',
  'wrong-port': 'The metrics, or the API, are served on another port.',
  'wrong-path': 'The metrics are served under another path of the right port.',
  'metrics-page-not-found': 'The page responds with 404, and no other usual path has the metrics.',
  'metrics-page-error': 'The page responds with another status than 200.',
  'metrics-not-awaited': 'The page holds a promise instead of text: metrics() is not awaited.',
  'content-type-missing': 'The page has no Content-Type header.',
  'content-type-wrong': 'The page has a Content-Type that Prometheus does not accept for metrics.',
  'page-is-html': 'The page is HTML.',
  'page-not-parsable': 'The page is not in the exposition format: the line is named.',
  'page-empty': 'The page has no metrics at all.',
  'page-hangs': 'The page gets no response, or the response never ends.',
  'page-too-large': 'The page is larger than any metrics page should be.',
  'metric-not-on-page':
    'The page parses but has no value of the metric: it is defined nowhere, or only a comment names it.',
  'wrong-registry': 'The metric is in a registry that the page does not show.',
  'two-clients':
    'The metric is created with one of prom-client and @prometheus-io/client, but the page shows the registry of the other.',
  'stale-page': 'The page shows old values: it was created once instead of for each request.',
  'counts-scrapes': 'Reading the page changes the metric: a scrape is counted as a request.',
} as const;

/** kind in-progress */
export const progressFailCodes = {
  'never-registered':
    'The gauge stays at 0 while requests are held, for example because the middleware is never registered.',
  'lowered-too-early': 'The gauge is lowered while the request, or another one, is still held.',
  'raised-for-some': 'Held requests to some endpoints do not raise the gauge.',
  'raised-twice': 'A held request raises the gauge by 2.',
  'wrong-in-progress-count':
    'With n requests held, the gauge shows another number than n, and no code above fits.',
  'store-not-awaited':
    'A handler responds without waiting for the store: its line was removed or lost its await.',
  'never-lowered': 'The gauge does not go down after the requests are answered.',
  'lowered-for-some': 'The gauge goes down for some endpoints only, or not after a page that does not exist.',
  'goes-negative': 'The gauge goes below 0: it is lowered twice for a request.',
  'leaks-on-abort': 'The gauge stays up when the client disconnects before the response.',
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
  'not-a-number': 'A number is asked for, but the answer is not a number.',
  'not-labels': 'Label values are asked for, but the answer has too few or too many.',
  'not-a-choice': 'The answer is not one of the choices.',
  'answer-too-long': 'The answer is far longer than any answer could be.',
  'wrong-answer': 'The answer was understood but is not correct.',
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
