// One receiver that a test plays, on a clock that it turns.
import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { PostOutcome, PostRequest } from '../../../src/prometheus/client/post.ts';
import { parseConfig } from '../../../src/prometheus/config/index.ts';
import { manualClock } from '../../../src/prometheus/model/clock.ts';
import { Labels } from '../../../src/prometheus/model/samples.ts';
import { RemoteWrite } from '../../../src/prometheus/remote-write/index.ts';
import type { SampleFollower, SeriesRef } from '../../../src/prometheus/storage/index.ts';
import { decodeRequest } from './decode.ts';

const NOW = 1_700_000_000_000;

const ok: PostOutcome = {
  status: 'answered',
  code: 204,
  statusLine: '204 No Content',
  headers: {},
  text: '',
};
const down: PostOutcome = { status: 'failed', message: 'Post "x": connection refused' };
function answered(code: number, text = '', headers: Readonly<Record<string, string>> = {}): PostOutcome {
  return { status: 'answered', code, statusLine: `${code} Words`, headers, text };
}

/** What follows from a timer happens within some turns. */
async function settle(): Promise<void> {
  for (let i = 0; i < 10; i++) await nextTurn();
}

interface Lab {
  readonly requests: PostRequest[];
  readonly log: string[];
  /** What the receiver answers from now on. */
  answer: PostOutcome | Promise<PostOutcome>;
  apply(remoteWrite: string, externalLabels?: string): void;
  /** Stores samples of a series, one after the other in time. */
  store(name: string, ...values: number[]): void;
  exemplar(name: string, value: number): void;
  advance(ms: number): Promise<void>;
  /** All samples that were accepted or not, as `name value`, by request. */
  sent(): string[][];
  metric(name: string, reason?: string): number | undefined;
  stop(): Promise<void>;
}

function lab(remoteWrite: string): Lab {
  const clock = manualClock(NOW);
  const requests: PostRequest[] = [];
  const log: string[] = [];
  const refs = new Map<string, SeriesRef & { id: number }>();
  const refOf = (name: string): SeriesRef & { id: number } => {
    const known = refs.get(name) ?? { id: refs.size, labels: Labels.from([['__name__', name]]) };
    refs.set(name, known);
    return known;
  };
  let follower: SampleFollower | undefined;
  let time = NOW;
  const all = new RemoteWrite({
    store: { follow: (next) => (follower = next) },
    now: () => clock.now(),
    userAgent: 'Prometheus/test',
    log: (line) => log.push(line),
    targets: () => [{ metadata: [{ metric: 'm', type: 'counter', help: '', unit: '' }] }],
    clock,
    post: async (request, signal) => {
      requests.push(request);
      const aborted = new Promise<PostOutcome>((resolve) => {
        signal.addEventListener('abort', () => resolve({ status: 'failed', message: 'aborted' }));
      });
      return Promise.race([made.answer, aborted]);
    },
  });
  const made: Lab = {
    requests,
    log,
    answer: ok,
    apply(text, externalLabels = '{}') {
      const outcome = parseConfig(
        `global: {external_labels: ${externalLabels}}\nremote_write: ${text}\n`,
        '/p.yml',
      );
      if (outcome.status === 'error') throw new Error(outcome.message);
      all.applyConfig(outcome.config);
    },
    store(name, ...values) {
      follower?.begin();
      const column = Float64Array.from(values);
      for (const i of column.keys()) follower?.sample(refOf(name), time++, column, i);
      follower?.end();
    },
    exemplar: (name, value) => all.exemplar(refOf(name), Labels.from([['trace_id', 'x']]), value, time),
    advance: (ms) => clock.advance(ms, settle),
    sent: () =>
      requests.map(({ body }) =>
        decodeRequest(Buffer.from(body)).series.flatMap(({ labels, samples, exemplars }) => [
          ...samples.map(({ value }) => `${labels[0]?.[1]} ${value}`),
          ...exemplars.map(({ value }) => `${labels[0]?.[1]} exemplar ${value}`),
        ]),
      ),
    metric: (name, reason) =>
      all
        .families()
        .find((family) => family.name === `prometheus_remote_storage_${name}`)
        ?.samples.find(({ labels }) => labels['reason'] === reason)?.value,
    stop: () => all.stop(),
  };
  made.apply(remoteWrite);
  return made;
}

/** One receiver; metadata only where a test is about it. */
function receiver(fields = ''): string {
  const metadata = fields.includes('metadata_config') ? '' : 'metadata_config: {send: false}';
  return `[{url: 'http://other/write', ${[metadata, fields].filter((one) => one !== '').join(', ')}}]`;
}

test('sends a batch when its deadline has passed, with the headers of remote write 1.0', async () => {
  const one = lab(receiver('headers: {X-Scope-OrgID: lab}'));
  one.store('up', 1, 2);
  await one.advance(4_999);
  expect(one.requests).toHaveLength(0);
  await one.advance(1);
  expect(one.sent()).toEqual([['up 1', 'up 2']]);
  expect(one.requests[0]).toMatchObject({
    url: 'http://other/write',
    followRedirects: true,
    headers: {
      'Content-Encoding': 'snappy',
      'Content-Type': 'application/x-protobuf',
      'User-Agent': 'Prometheus/test',
      'X-Prometheus-Remote-Write-Version': '0.1.0',
      'X-Scope-OrgID': 'lab',
    },
  });
  await one.advance(60_000);
  expect(one.requests).toHaveLength(1);
});

test('sends a batch as soon as it is full, and the rest at the deadline', async () => {
  const one = lab(receiver('queue_config: {max_samples_per_send: 2}'));
  await one.advance(0);
  one.store('up', 1, 2, 3, 4, 5);
  await one.advance(1);
  expect(one.sent()).toEqual([
    ['up 1', 'up 2'],
    ['up 3', 'up 4'],
  ]);
  await one.advance(5_000);
  expect(one.sent().at(-1)).toEqual(['up 5']);
});

test.each([
  ['a network error', down],
  ['503', answered(503)],
  ['500', answered(500)],
])('sends a request again after %s, and what came since after it', async (_what, failure) => {
  const one = lab(receiver('queue_config: {max_samples_per_send: 2, min_backoff: 1s, max_backoff: 4s}'));
  one.answer = failure;
  one.store('up', 1, 2);
  await one.advance(0);
  one.store('up', 3);
  // Attempts after 0, 1, 3, 7 and 11 s.
  await one.advance(10_999);
  expect(one.requests).toHaveLength(4);
  expect(one.requests.map(({ headers }) => headers['Retry-Attempt'])).toEqual([undefined, '1', '2', '3']);
  expect(one.metric('samples_pending')).toBe(3);
  one.answer = ok;
  await one.advance(10_000);
  expect(one.sent()).toEqual([...Array.from({ length: 5 }, () => ['up 1', 'up 2']), ['up 3']]);
  expect(one.metric('samples_retried_total')).toBe(8);
  expect(one.metric('samples_total')).toBe(11);
  expect(one.metric('samples_pending')).toBe(0);
  expect(one.log).toHaveLength(2);
  expect(one.log[0]).toMatch(/^remote_write to http:\/\/other\/write: failed to send, retrying: /);
  expect(one.log[1]).toMatch(/the receiver is back\. 1 samples wait to be sent\.$/);
});

test('waits as long as Retry-After says', async () => {
  const one = lab(receiver('queue_config: {batch_send_deadline: 1s}'));
  one.answer = answered(503, '', { 'retry-after': '120' });
  one.store('up', 1);
  await one.advance(120_999);
  expect(one.requests).toHaveLength(1);
  await one.advance(1);
  expect(one.requests).toHaveLength(2);
});

test('sends again after 429 only if it is told to', async () => {
  const [one, other] = [lab(receiver('queue_config: {retry_on_http_429: true}')), lab(receiver())];
  for (const each of [one, other]) {
    each.answer = answered(429);
    each.store('up', 1);
    await each.advance(6_000);
    expect(each.requests.length > 1).toBe(each === one);
  }
});

test('drops what is refused, says so once, and continues', async () => {
  const one = lab(receiver('queue_config: {batch_send_deadline: 1s}'));
  one.answer = answered(400, 'out of order sample\nfor series x\n');
  for (const value of [1, 2, 3]) {
    one.store('up', value);
    await one.advance(1_000);
  }
  expect(one.sent()).toEqual([['up 1'], ['up 2'], ['up 3']]);
  expect(one.metric('samples_failed_total')).toBe(3);
  expect(one.log).toEqual([
    expect.stringContaining('server returned HTTP status 400 Words: out of order sample for series x'),
  ]);
  one.answer = ok;
  one.store('up', 4);
  await one.advance(1_000);
  expect(one.metric('samples_failed_total')).toBe(3);
});

test('gives up a request after the remote timeout, and sends it again', async () => {
  const one = lab(receiver('remote_timeout: 2s, queue_config: {batch_send_deadline: 1s, min_backoff: 1s}'));
  one.answer = new Promise(() => undefined);
  one.store('up', 1);
  await one.advance(3_000);
  expect(one.requests).toHaveLength(1);
  await one.advance(1_000);
  expect(one.requests).toHaveLength(2);
});

test('adds external labels and applies write_relabel_configs', async () => {
  const rules =
    'write_relabel_configs: [{source_labels: [__name__], regex: noise, action: drop}, {target_label: zone, replacement: "${1}x", source_labels: [zone]}]';
  const one = lab(receiver(rules));
  one.apply(receiver(rules), '{zone: here, __name__: no}');
  one.store('up', 1);
  one.store('noise', 2);
  await one.advance(5_000);
  expect(
    one.requests.map(({ body }) => decodeRequest(Buffer.from(body)).series.map(({ labels }) => labels)),
  ).toEqual([
    [
      [
        ['__name__', 'up'],
        ['zone', 'herex'],
      ],
    ],
  ]);
  expect(one.metric('samples_dropped_total', 'dropped_series')).toBe(1);
});

test('does not send samples that are older than sample_age_limit, also those that became so while they waited', async () => {
  const one = lab(receiver('queue_config: {sample_age_limit: 30s, max_backoff: 10s}'));
  one.answer = down;
  one.store('up', 1);
  await one.advance(60_000);
  const tries = one.requests.length;
  one.answer = ok;
  await one.advance(20_000);
  one.store('up', 2);
  await one.advance(20_000);
  expect(one.requests).toHaveLength(tries);
  expect(one.metric('samples_dropped_total', 'too_old')).toBe(2);
  expect(one.metric('samples_pending')).toBe(0);
});

test('sends exemplars behind the samples that were stored before them, if it is told to', async () => {
  const one = lab(receiver('send_exemplars: true, queue_config: {max_samples_per_send: 2}'));
  const other = lab(receiver());
  for (const each of [one, other]) {
    each.store('a', 1, 2);
    each.exemplar('a', 0.5);
    each.store('b', 3);
    each.exemplar('b', 0.25);
    await each.advance(5_000);
  }
  expect(one.sent()).toEqual([
    ['a 1', 'a 2', 'a exemplar 0.5'],
    ['b 3', 'b exemplar 0.25'],
  ]);
  expect(other.sent()).toEqual([['a 1', 'a 2', 'b 3']]);
});

test('sends metadata in each interval', async () => {
  const one = lab(receiver('metadata_config: {send_interval: 10s}'));
  await one.advance(25_000);
  expect(one.requests.map(({ body }) => decodeRequest(Buffer.from(body)).metadata[0]?.name)).toEqual([
    'm',
    'm',
  ]);
  expect(one.metric('metadata_total')).toBe(2);
});

test('keeps the queue of a receiver that a reload does not change', async () => {
  const one = lab(receiver());
  one.store('up', 1);
  one.apply(receiver());
  one.store('up', 2);
  await one.advance(5_000);
  expect(one.sent()).toEqual([['up 1', 'up 2']]);
});

test('sends what an old receiver has before its successor begins', async () => {
  const one = lab(receiver());
  const { promise, resolve: accept } = withResolvers();
  one.answer = promise;
  one.store('up', 1);
  one.apply(receiver('name: renamed, queue_config: {batch_send_deadline: 1s}'));
  one.store('up', 2);
  await one.advance(3_000);
  expect(one.sent()).toEqual([['up 1']]);
  one.answer = ok;
  accept(ok);
  await one.advance(1_000);
  expect(one.sent()).toEqual([['up 1'], ['up 2']]);
});

test('stops following the store without a receiver', async () => {
  const one = lab(receiver());
  one.apply('[]');
  one.store('up', 1);
  await one.advance(10_000);
  expect(one.requests).toEqual([]);
});

test('sends what waits when it is stopped', async () => {
  const one = lab(receiver());
  one.store('up', 1);
  await one.stop();
  expect(one.sent()).toEqual([['up 1']]);
});

test('does not wait for a receiver that is away when it is stopped', async () => {
  const one = lab(receiver('queue_config: {max_samples_per_send: 1}'));
  one.answer = down;
  one.store('up', 1, 2, 3);
  await one.advance(1_000);
  await one.stop();
  expect(one.log.at(-1)).toMatch(/stopped with 3 samples that could not be sent in time\. They are lost\.$/);
});

test('ends a request that takes too long when it is stopped', async () => {
  const one = lab(receiver());
  one.answer = new Promise(() => undefined);
  one.store('up', 1);
  const stopped = one.stop();
  await one.advance(700);
  await stopped;
  expect(one.log).toHaveLength(1);
});

/** As Promise.withResolvers of a later Node.js. */
function withResolvers(): {
  readonly promise: Promise<PostOutcome>;
  readonly resolve: (outcome: PostOutcome) => void;
} {
  let resolve: ((outcome: PostOutcome) => void) | undefined;
  const promise = new Promise<PostOutcome>((settled) => (resolve = settled));
  return { promise, resolve: (outcome) => resolve?.(outcome) };
}
