import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { accepted, alert, bench, config, NOW, sendTo, urlOf, type Bench } from './support.ts';

const A = urlOf('a:9093');
const B = urlOf('b:9093');
const refused = { status: 'failed', message: `Post "${A}": connection refused` } as const;
const unavailable = { ...accepted, code: 503, statusLine: '503 Service Unavailable' };

const many = (count: number, from = 0): ReturnType<typeof alert>[] =>
  Array.from({ length: count }, (_, i) => alert(String(from + i)));

/** One entry with these fields. */
const entry = (fields: string): ReturnType<typeof config> =>
  config(`alerting: {alertmanagers: [{static_configs: [{targets: ["a:9093"]}], ${fields}}]}\n`);

/** Its queue is full up to the last alert, and a first batch of one is under way. */
async function heldUp(): Promise<Bench> {
  const it = bench();
  it.respond(A, 'hold');
  await it.notifier.applyConfig(sendTo('a:9093'));
  it.notifier.send([alert('first')]);
  it.notifier.send(many(10_000));
  return it;
}

test('an alert is sent at once, as Alertmanager takes it', async () => {
  const { notifier, requests } = bench();
  await notifier.applyConfig(sendTo('a:9093'));
  notifier.send([alert({ alertname: 'Slow', job: 'api' }, { annotations: { summary: 'p99 < 1' } })]);
  await notifier.whenIdle();
  expect(requests.map(({ request }) => [request.url, request.headers['Content-Type']])).toEqual([
    [A, 'application/json'],
  ]);
  expect(JSON.parse(String(requests[0]?.request.body))).toEqual([
    {
      labels: { alertname: 'Slow', job: 'api' },
      annotations: { summary: 'p99 < 1' },
      startsAt: '2023-11-14T22:13:20.000Z',
      endsAt: '2023-11-14T22:17:20.000Z',
      generatorURL: 'http://127.0.0.1:9090/graph?g0.expr=up&g0.tab=1',
    },
  ]);
});

test('before a configuration, and without an Alertmanager, nothing is sent', async () => {
  const it = bench();
  const { notifier, requests } = it;
  notifier.send([alert('a')]);
  await notifier.applyConfig(config('{}'));
  notifier.send([alert('b')]);
  await notifier.whenIdle();
  expect(requests).toEqual([]);
  expect(it.metric('alertmanagers_discovered')).toBe(0);
  expect(it.metric('queue_capacity')).toBe(10_000);
});

describe('a queue', () => {
  test('is sent in batches of at most 256, in order', async () => {
    const it = await heldUp();
    it.respond(A, accepted);
    it.requests[0]?.end(accepted);
    await it.notifier.whenIdle();
    const sizes = it.requests.map(({ labels }) => labels.length);
    expect(sizes).toEqual([1, ...Array.from({ length: 39 }, () => 256), 16]);
    expect(it.names(A)).toEqual(['first', ...Array.from({ length: 10_000 }, (_, i) => String(i))]);
    expect(it.metric('sent_total', A)).toBe(10_001);
    expect(it.metric('queue_length', A)).toBe(0);
  });

  test('that is full drops the oldest alerts, counts them, and says so once', async () => {
    const it = await heldUp();
    expect(it.metric('queue_length', A)).toBe(10_000);
    expect(it.metric('dropped_total', A)).toBe(0);
    it.notifier.send(many(3, 10_000));
    it.notifier.send(many(2, 10_003));
    expect(it.metric('queue_length', A)).toBe(10_000);
    expect(it.metric('dropped_total', A)).toBe(5);
    expect(it.lines).toEqual([`alertmanager ${A}: Alert notification queue full, dropping alerts: 3`]);
    it.respond(A, accepted);
    it.requests[0]?.end(accepted);
    await it.notifier.whenIdle();
    expect(it.names(A).slice(0, 2)).toEqual(['first', '5']);
    expect(it.names(A).at(-1)).toBe('10004');
  });

  test('takes the newest alerts of more than it has room for', async () => {
    const it = await heldUp();
    it.notifier.send(many(10_500, 20_000));
    expect(it.metric('dropped_total', A)).toBe(10_500);
    it.respond(A, accepted);
    it.requests[0]?.end(accepted);
    await it.notifier.whenIdle();
    expect(it.names(A)[1]).toBe('20500');
  });
});

describe('an Alertmanager that', () => {
  test.each([
    ['refuses connections', refused, refused.message],
    ['is unavailable', unavailable, 'bad response status 503 Service Unavailable'],
    ['redirects', { ...accepted, code: 302, statusLine: '302 Found' }, 'bad response status 302 Found'],
  ])('%s is counted, logged once, and sent the next alerts', async (_what, outcome, reason) => {
    const it = bench();
    await it.notifier.applyConfig(sendTo('a:9093', 'b:9093'));
    it.respond(A, outcome);
    for (const name of ['one', 'two']) {
      it.notifier.send([alert(name)]);
      await it.notifier.whenIdle();
    }
    expect(it.metric('errors_total', A)).toBe(2);
    expect(it.metric('dropped_total', A)).toBe(2);
    expect(it.metric('sent_total', A)).toBe(0);
    expect(it.metric('sent_total', B)).toBe(2);
    expect(it.metric('errors_total', B)).toBe(0);
    expect(it.lines).toEqual([`alertmanager ${A}: Error sending alerts: ${reason}`]);
    it.respond(A, accepted);
    it.notifier.send([alert('three')]);
    await it.notifier.whenIdle();
    expect(it.metric('sent_total', A)).toBe(1);
    it.respond(A, outcome);
    it.notifier.send([alert('four')]);
    await it.notifier.whenIdle();
    expect(it.lines).toHaveLength(2);
  });

  test('does not respond is given up after its timeout, and holds up neither others nor the clock', async () => {
    const it = bench();
    await it.notifier.applyConfig(
      config(
        'alerting: {alertmanagers: [{timeout: 20ms, static_configs: [{targets: ["a:9093"]}]}, {static_configs: [{targets: ["b:9093"]}]}]}\n',
      ),
    );
    it.respond(A, 'hold');
    it.notifier.send(many(300));
    await it.notifier.whenIdle();
    expect(it.names(B)).toHaveLength(300);
    expect(it.metric('errors_total', A)).toBe(256);
    // The second batch is under way, and is not waited for.
    expect(it.requests.filter(({ url }) => url === A)).toHaveLength(2);
    expect(it.lines).toEqual([
      `alertmanager ${A}: Error sending alerts: Post "${A}": context deadline exceeded`,
    ]);
    it.respond(A, accepted);
    it.requests.findLast(({ url }) => url === A)?.end(accepted);
    await nextTurn();
    expect(it.metric('sent_total', A)).toBe(44);
    await it.notifier.stop();
  });
});

test('the rules of an entry do not affect other entries', async () => {
  const it = bench();
  await it.notifier.applyConfig(
    config(
      [
        'global: {external_labels: {dc: east}}',
        'alerting:',
        '  alert_relabel_configs: [{regex: instance, action: labeldrop}]',
        '  alertmanagers:',
        '  - static_configs: [{targets: ["a:9093"]}]',
        '    alert_relabel_configs: [{target_label: to, replacement: a}, {source_labels: [only], regex: b, action: drop}]',
        '  - static_configs: [{targets: ["b:9093"]}]',
        '',
      ].join('\n'),
    ),
  );
  it.notifier.send([
    alert({ alertname: 'all', instance: 'x' }),
    alert({ alertname: 'one', only: 'b', instance: 'x' }),
  ]);
  await it.notifier.whenIdle();
  const labels = (url: string): unknown => it.requests.find((one) => one.url === url)?.labels;
  expect(labels(A)).toEqual([{ alertname: 'all', dc: 'east', to: 'a' }]);
  expect(labels(B)).toEqual([
    { alertname: 'all', dc: 'east' },
    { alertname: 'one', dc: 'east', only: 'b' },
  ]);
});

describe('a new configuration', () => {
  test('leaves the queue of an entry that has not changed', async () => {
    const it = bench();
    it.respond(A, 'hold');
    await it.notifier.applyConfig(sendTo('a:9093'));
    it.notifier.send([alert('one')]);
    it.notifier.send([alert('two')]);
    const same = '{static_configs: [{targets: ["a:9093"]}]}';
    await it.notifier.applyConfig(
      config(
        `global: {external_labels: {dc: east}}\nalerting: {alertmanagers: [{static_configs: [{targets: ["b:9093"]}]}, ${same}]}\n`,
      ),
    );
    expect(it.notifier.active()).toEqual([B, A]);
    expect(it.metric('queue_length', A)).toBe(1);
    it.respond(A, accepted);
    it.requests[0]?.end(accepted);
    it.notifier.send([alert('three')]);
    await it.notifier.whenIdle();
    expect(it.names(A)).toEqual(['one', 'two', 'three']);
    expect(it.requests.findLast(({ url }) => url === A)?.labels.at(-1)).toEqual({
      alertname: 'three',
      dc: 'east',
    });
    expect(it.names(B)).toEqual(['three']);
  });

  test('without an Alertmanager still sends what was queued for it', async () => {
    const it = bench();
    it.respond(A, 'hold');
    await it.notifier.applyConfig(sendTo('a:9093'));
    it.notifier.send([alert('one')]);
    it.notifier.send([alert('two')]);
    await it.notifier.applyConfig(sendTo('b:9093'));
    expect(it.notifier.active()).toEqual([B]);
    expect(it.metric('sent_total', A)).toBeUndefined();
    it.notifier.send([alert('three')]);
    it.respond(A, accepted);
    it.requests[0]?.end(accepted);
    await it.notifier.whenIdle();
    await nextTurn();
    expect(it.names(A)).toEqual(['one', 'two']);
    expect(it.names(B)).toEqual(['three']);
  });

  test('without an Alertmanager does not keep the server from stopping', async () => {
    const it = bench();
    it.respond(A, 'hold');
    await it.notifier.applyConfig(sendTo('a:9093'));
    it.notifier.send([alert('one')]);
    await it.notifier.applyConfig(config('{}'));
    expect(it.requests[0]?.signal.aborted).toBe(false);
    await it.notifier.stop();
    expect(it.requests[0]?.signal.aborted).toBe(true);
  });

  test('of an entry begins a new queue, and what was in the old one is still sent', async () => {
    const it = bench();
    it.respond(A, 'hold');
    await it.notifier.applyConfig(entry('timeout: 8s'));
    it.notifier.send([alert('one')]);
    it.notifier.send([alert('two')]);
    await it.notifier.applyConfig(
      entry('alert_relabel_configs: [{target_label: alertname, replacement: renamed}]'),
    );
    expect(it.metric('queue_length', A)).toBe(0);
    it.respond(A, accepted);
    it.notifier.send([alert('three')]);
    await it.notifier.whenIdle();
    expect(it.names(A)).toEqual(['one', 'renamed']);
    it.requests[0]?.end(accepted);
    await nextTurn();
    expect(it.names(A)).toEqual(['one', 'renamed', 'two']);
  });

  test('has an Alertmanager that two entries name in both', async () => {
    const it = bench();
    const same = '{static_configs: [{targets: ["a:9093"]}]}';
    await it.notifier.applyConfig(config(`alerting: {alertmanagers: [${same}, ${same}]}\n`));
    it.notifier.send([alert('one')]);
    await it.notifier.whenIdle();
    expect(it.names(A)).toEqual(['one', 'one']);
    expect(it.metric('sent_total', A)).toBe(2);
    expect(it.metric('alertmanagers_discovered')).toBe(2);
    const samples = it.notifier.families().flatMap((family) => family.samples);
    expect(samples.filter(({ name }) => name === 'prometheus_notifications_sent_total')).toHaveLength(1);
  });

  test('has at most 100 Alertmanagers', async () => {
    const it = bench();
    const addresses = Array.from({ length: 103 }, (_, i) => `h${i}:1`);
    await it.notifier.applyConfig(sendTo(...addresses));
    expect(it.notifier.active()).toHaveLength(100);
    expect(it.lines).toEqual([
      '3 of 103 Alertmanagers are left out: the embedded server sends to at most 100 in all',
    ]);
    await it.notifier.applyConfig(sendTo('a:9093', ...addresses.slice(0, 99)));
    expect(it.notifier.active()).toHaveLength(100);
  });
});

describe('stopping', () => {
  test('sends what is queued, and takes no more', async () => {
    const it = await heldUp();
    const stopped = it.notifier.stop();
    it.notifier.send([alert('late')]);
    it.respond(A, accepted);
    it.requests[0]?.end(accepted);
    await stopped;
    expect(it.names(A)).toHaveLength(10_001);
    expect(it.names(A)).not.toContain('late');
  });

  test('drops what cannot be sent in time, and says how much', async () => {
    const it = await heldUp();
    await it.notifier.stop();
    expect(it.names(A)).toEqual(['first']);
    expect(it.metric('dropped_total', A)).toBe(10_001);
    expect(it.lines.at(-1)).toBe(
      `alertmanager ${A}: Alert notification queue not drained on shutdown, dropping alerts: 10000`,
    );
  });
});

test('latencies are shown once something was sent', async () => {
  const it = bench();
  await it.notifier.applyConfig(sendTo('a:9093'));
  expect(it.metric('latency_seconds_count', A)).toBeUndefined();
  it.notifier.send([alert('one')]);
  await it.notifier.whenIdle();
  expect(it.metric('latency_seconds_count', A)).toBe(1);
  expect(it.metric('latency_histogram_seconds_count', A)).toBe(1);
  const family = it.notifier
    .families()
    .find(({ name }) => name === 'prometheus_notifications_latency_histogram_seconds');
  expect(family?.samples.flatMap(({ labels }) => labels['le'] ?? [])).toEqual([
    '0.01',
    '0.1',
    '1',
    '10',
    '+Inf',
  ]);
});

test('a resolved alert is sent with its end', async () => {
  const { notifier, requests } = bench();
  await notifier.applyConfig(sendTo('a:9093'));
  notifier.send([alert('over', { endsAtMs: NOW - 1_000, isResolved: true })]);
  await notifier.whenIdle();
  expect(JSON.parse(String(requests[0]?.request.body))).toMatchObject([
    { endsAt: '2023-11-14T22:13:19.000Z' },
  ]);
  // As Go leaves it out.
  expect(requests[0]?.request.body).not.toContain('annotations');
});
