// A notifier whose requests are made up: it says what was sent where, and the test decides what came of it.
import type { PostOutcome, PostRequest } from '../../../src/prometheus/client/post.ts';
import { parseConfig, type Config } from '../../../src/prometheus/config/index.ts';
import { manualClock, type ManualClock } from '../../../src/prometheus/model/clock.ts';
import { Labels } from '../../../src/prometheus/model/samples.ts';
import { Notifier } from '../../../src/prometheus/notifications/index.ts';
import type { SentAlert } from '../../../src/prometheus/rules/model/alert.ts';

export const NOW = 1_700_000_000_000;

/** The `alerting` section and what comes before it. */
export function config(text: string, file = '/lab/prometheus.yml'): Config {
  const outcome = parseConfig(text, file);
  if (outcome.status === 'error') throw new Error(outcome.message);
  return outcome.config;
}

/** One entry with these Alertmanagers. */
export function sendTo(...addresses: readonly string[]): Config {
  return config(`alerting: {alertmanagers: [{static_configs: [{targets: ${JSON.stringify(addresses)}}]}]}\n`);
}

/** An alert that fires from now on. */
export function alert(
  labels: Readonly<Record<string, string>> | string,
  fields: Partial<SentAlert> = {},
): SentAlert {
  return {
    labels: Labels.from(Object.entries(typeof labels === 'string' ? { alertname: labels } : labels)),
    annotations: {},
    startsAtMs: NOW,
    endsAtMs: NOW + 240_000,
    isResolved: false,
    generatorUrl: 'http://127.0.0.1:9090/graph?g0.expr=up&g0.tab=1',
    ...fields,
  };
}

export const accepted: PostOutcome = {
  status: 'answered',
  code: 200,
  statusLine: '200 OK',
  headers: {},
  text: '',
};

/** A request under way: it ends when the test says so, or when it is given up. */
export interface Pending {
  readonly url: string;
  readonly labels: readonly Readonly<Record<string, string>>[];
  readonly request: PostRequest;
  readonly signal: AbortSignal;
  end(outcome: PostOutcome): void;
}

export interface Bench {
  readonly clock: ManualClock;
  readonly notifier: Notifier;
  /** All requests so far. */
  readonly requests: readonly Pending[];
  readonly lines: string[];
  /** How requests to a URL end from now on. `hold`: the test ends each of them. @default accepted at once */
  respond(url: string, how: PostOutcome | 'hold'): void;
  /** What was sent to a URL: the values of `alertname`. */
  names(url: string): readonly string[];
  /** A value of a metric of the notifier: `sent_total http://a:9093/api/v2/alerts`. */
  metric(name: string, url?: string): number | undefined;
}

export function bench(): Bench {
  const clock = manualClock(NOW);
  const requests: Pending[] = [];
  const lines: string[] = [];
  const how = new Map<string, PostOutcome | 'hold'>();
  const notifier = new Notifier({
    clock,
    log: (line) => lines.push(line),
    post: (request, signal) =>
      new Promise((resolve) => {
        const sent = JSON.parse(String(request.body)) as { labels: Record<string, string> }[];
        const { url } = request;
        requests.push({ url, labels: sent.map(({ labels }) => labels), request, signal, end: resolve });
        const given = how.get(url) ?? accepted;
        if (given !== 'hold') resolve(given);
        else
          signal.addEventListener('abort', () =>
            resolve({ status: 'failed', message: `Post "${url}": context deadline exceeded` }),
          );
      }),
  });
  return {
    clock,
    notifier,
    requests,
    lines,
    respond: (url, outcome) => how.set(url, outcome),
    names: (url) =>
      requests
        .filter((one) => one.url === url)
        .flatMap(({ labels }) => labels.map(({ alertname = '' }) => alertname)),
    metric: (name, url) =>
      notifier
        .families()
        .flatMap(({ samples }) => samples)
        .find(
          (sample) =>
            sample.name === `prometheus_notifications_${name}` && sample.labels['alertmanager'] === url,
        )?.value,
  };
}

/** Where alerts for an address are sent. */
export const urlOf = (address: string): string => `http://${address}/api/v2/alerts`;
