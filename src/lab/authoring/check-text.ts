// The checks that a new step begins with, one for each kind, but for those of rules.
import type { CheckKind } from '../checks/index.ts';
import { CONFIG_FILE } from './kinds.ts';

const REQUESTS = `    requests:
      - { method: GET, path: /hello, status: 200 }`;
const LABELS = '    labels: { path: path, method: method, code: status }';

/** The checks of a program, after that it starts. */
const PROGRAM_CHECKS = {
  'app-starts': () => '',
  metric: () => `
  # TODO: what has to be true of the running app? This asks for a counter of this name.
  - kind: metric
    name: todo_total
    type: counter`,
  request: () => `
  # TODO: which request, and how does the app answer it?
  - kind: request
    method: GET
    path: /hello
    status: 200`,
  'requests-counted': () => `
  # TODO: which counter, which labels, and which requests? Some may fail (ends: failed) or match no route (unmatched: true).
  - kind: requests-counted
    metric: todo_total
${LABELS}
${REQUESTS}`,
  'histogram-placed': () => `
  # TODO: which histogram, and which bound must be one of its buckets'?
  - kind: histogram-placed
    metric: todo_duration_seconds
${LABELS}
    boundary: 0.3
${REQUESTS}`,
  'zero-initialised': () => `
  # TODO: which series must exist before the first such request?
  - kind: zero-initialised
    metric: todo_total
${LABELS}
    requests:
      - { method: GET, path: /hello, status: 500, ends: failed }`,
  'metrics-exposed': (port: string) => `
  # TODO: which metric must be on the page?
  - kind: metrics-exposed
    port: ${port}
    metric: todo_total`,
  'in-progress': () => `
  # TODO: which gauge counts which requests while they are held?
  - kind: in-progress
    metric: todo_in_progress
${REQUESTS}`,
  'series-bounded': () => `
  # TODO: which metrics, which routes, and how many series at most?
  - kind: series-bounded
    metrics: [todo_total]
    bound: 20
    routes:
      - { method: GET, path: /hello, status: 200 }`,
  query: () => `
  # TODO: which query, and what is its value? Without a value, any will do.
  - kind: query
    query: sum(up)
    atLeast: 1`,
} satisfies Partial<Record<CheckKind, (port: string) => string>>;

/** The checks of a step in which the learner changes the program. */
export function programChecks(check: CheckKind, port: string): string {
  const format = Object.hasOwn(PROGRAM_CHECKS, check)
    ? PROGRAM_CHECKS[check as keyof typeof PROGRAM_CHECKS]
    : PROGRAM_CHECKS.metric;
  return `# What must hold. The checks run in this order, up to the first that fails.
checks:
  - kind: app-starts
    port: ${port}${format(port)}`;
}

/** The front matter of a step about a scrape job, below its kind. */
export const scrapeStep = (port: string): string => `files: [${CONFIG_FILE}]
prometheus: true
# TODO: the name of the job, and the port that it scrapes. The solution adds the job to prometheus.yml.
solution:
  scrapeJob: { job: app, port: ${port} }
checks:
  - kind: scrape-job
    job: app
    port: ${port}`;

/** The front matter of a step about an incident, below its kind. */
export const incidentStep = (): string => `prometheus: true
# Something goes wrong in the running app and in the past hour of Prometheus. The learner answers four questions about it.
checks:
  - kind: incident
    question: Which endpoint, since when, how badly, and which alert fired?
    rules: rules.yml
    # Sent to the app about every two seconds.
    traffic:
      - { method: GET, path: /hello, count: 10 }
    incidents:
      # TODO: which call of the store breaks, how, and what the past hour looked like. %n% is another number each time.
      - name: failing-store
        about: the store fails for three of ten requests
        began: 10m
        store: { does: fail, call: readHello, share: 0.3 }
        endpoint: { method: GET, path: /hello }
        badly: { unit: share, value: 0.3 }
        load: |
          load 15s
            http_requests_total{job="app",instance="app-%n%",path="/hello",code="200"} 0+100x200 =+70x40
            http_requests_total{job="app",instance="app-%n%",path="/hello",code="500"} 0+0x200 =+30x40`;
