import { describe, expect, test } from 'vitest';
import { causeOfScrapeError } from '../../../../src/lab/checks/prometheus/scrape-errors.ts';
import { runCheck } from '../../../../src/lab/checks/index.ts';
import type { Fact, Verdict } from '../../../../src/lab/model/verdict.ts';
import { codeOf, contextWith } from '../support/context.ts';
import { fakeLiveApp } from '../support/fake-app.ts';
import { fakePrometheus, target, type FakeAnswers, type FakePrometheus } from '../support/fake-prometheus.ts';

const starter = `global:
  scrape_interval: 1s
scrape_configs:
  - job_name: prometheus
    static_configs:
      - targets: ['localhost:9090']
`;
const withApi = `${starter}  - job_name: api
    static_configs:
      - targets: ['localhost:8000']
`;

interface Given extends FakeAnswers {
  readonly text?: string;
  readonly ports?: Readonly<Record<number, number>>;
  readonly laterPorts?: Readonly<Record<number, number>>;
  readonly kind?: 'managed' | 'attached';
}

async function judge(
  given: Given,
): Promise<{ verdict: Verdict; prometheus: FakePrometheus; waits: readonly Fact[] }> {
  const prometheus = fakePrometheus({ config: withApi, ...given });
  const context = contextWith({
    readFile: () => Promise.resolve(given.text ?? withApi),
    starterFile: () => Promise.resolve(starter),
    liveApp: fakeLiveApp(given.ports, given.laterPorts),
    prometheus: () => Promise.resolve({ ...prometheus, kind: given.kind ?? 'managed' }),
    portHolder: () => Promise.resolve({ pid: 7, command: 'python3' }),
  });
  const verdict = await runCheck({ kind: 'scrape-job', job: 'api', port: 'metrics' }, context);
  return { verdict, prometheus, waits: context.waits };
}

function judgeBy(prometheus: FakePrometheus): Promise<Verdict> {
  const context = contextWith({
    readFile: () => Promise.resolve(withApi),
    starterFile: () => Promise.resolve(starter),
    liveApp: fakeLiveApp(),
    prometheus: () => Promise.resolve(prometheus),
  });
  return runCheck({ kind: 'scrape-job', job: 'api', port: 'metrics' }, context);
}

const further = (fields: Partial<ReturnType<typeof target>>) =>
  target({ scrapeUrl: 'http://localhost:3000/metrics', lastScrape: future, ...fields });
const LINE_8 = { file: 'prometheus.yml', line: 8 };
const past = '2020-01-01T00:00:00Z';
const future = '2999-01-01T00:00:00Z';

const refused = 'Get "http://localhost:8000/metrics": dial tcp 127.0.0.1:8000: connect: connection refused';

describe('a port of the app that another program holds', () => {
  test.each<[string, Partial<ReturnType<typeof target>>, Given['ports'], string | undefined]>([
    ['is up', {}, { 3000: 3000, 8000: 8001 }, 'localhost:8001'],
    [
      'has another page',
      { health: 'down', lastError: 'server returned HTTP status 404 Not Found', lastScrape: future },
      { 3000: 3000, 8000: 8001 },
      'localhost:8001',
    ],
    ['is up, and the app does not listen for metrics', {}, { 3000: 3000 }, undefined],
  ])('blocks where it %s', async (_what, fields, ports, address) => {
    const { verdict } = await judge({ targets: [[target(fields)]], ports: ports ?? {} });
    expect(verdict).toEqual({
      status: 'blocked',
      code: 'other-app-scraped',
      fact: {
        kind: 'other-app-scraped',
        host: 'localhost:8000',
        port: '8000',
        holder: { pid: 7, command: 'python3' },
        address,
      },
    });
  });
});

const down = (lastError: string, scrapeUrl = 'http://localhost:8000/metrics') =>
  target({
    health: 'down',
    lastError,
    lastScrape: future,
    scrapeUrl,
    labels: { job: 'api', instance: new URL(scrapeUrl).host },
  });

describe('a target that is down', () => {
  test.each([
    ['attached', true],
    ['managed', false],
  ] as const)(
    'by the usual name of this computer is no fault of the learner (%s)',
    async (kind, isAttached) => {
      const { verdict } = await judge({ targets: [[down(refused)]], kind });
      expect(verdict).toMatchObject({ status: 'blocked', code: 'app-unreachable', fact: { isAttached } });
    },
  );

  test.each([
    [
      '[::1]:8000',
      'dial tcp [::1]:8000: connect: connection refused',
      { kind: 'target-address-refused', host: '[::1]', port: '8000' },
    ],
    [
      '127.0.0.2:8000',
      'dial tcp 127.0.0.2:8000: connect: connection refused',
      { kind: 'target-address-refused', host: '127.0.0.2' },
    ],
    [
      'host.docker.internal:8000',
      'dial tcp: lookup host.docker.internal: no such host',
      { kind: 'target-host-unknown', host: 'host.docker.internal', isContainerName: true },
    ],
    [
      'host.docker.internal:8000',
      'dial tcp: lookup host.docker.internal on 10.0.0.1:53: server misbehaving',
      { kind: 'target-host-unknown', port: '8000' },
    ],
  ])('at %s is led to its line', async (address, error, fact) => {
    const text = withApi.replace('localhost:8000', address);
    const { verdict } = await judge({
      text,
      config: text,
      targets: [[down(error, `http://${address}/metrics`)]],
    });
    expect(verdict).toMatchObject({
      code: 'target-down',
      fact: { ...fact, at: { file: 'prometheus.yml', line: 9 } },
    });
  });

  test.each([
    [
      'metrics_path: /metrics?a=b',
      'http://localhost:8000/metrics%3Fa=b',
      'server returned HTTP status 404 Not Found',
      { kind: 'target-path-has-query', at: LINE_8 },
    ],
    [
      'metrics_path: /metric',
      'http://localhost:8000/metric',
      'server returned HTTP status 404 Not Found',
      { cause: 'not-found', setting: { key: 'metrics_path', at: LINE_8, path: '/metric' } },
    ],
    [
      'scheme: https',
      'https://localhost:8000/metrics',
      'server gave HTTP response to HTTPS client',
      { cause: 'https', setting: { key: 'scheme', at: LINE_8 } },
    ],
  ])('by %s is led to that line', async (line, url, error, fact) => {
    const text = withApi.replace('job_name: api\n', `job_name: api\n    ${line}\n`);
    const { verdict } = await judge({ text, config: text, targets: [[down(error, url)]] });
    expect(verdict).toMatchObject({ code: 'target-down', fact });
  });
});

describe('a configuration that Prometheus refuses', () => {
  test.each([
    [
      'line 9: field labels not found in type config.ScrapeConfig',
      'key-unknown',
      { kind: 'rejected-key-unknown', key: 'labels', belongs: 'group' },
    ],
    [
      'line 9: field foo not found in type config.ScrapeConfig',
      'key-unknown',
      { key: 'foo', belongs: undefined },
    ],
    [
      'line 9: cannot unmarshal !!str `y` into []string',
      'config-rejected',
      { kind: 'rejected-value', found: { value: 'y' }, wanted: 'list' },
    ],
    [
      'line 9: cannot unmarshal !!str `maybe` into bool',
      'config-rejected',
      { kind: 'rejected-value', wanted: 'boolean' },
    ],
    [
      'line 9: cannot unmarshal !!seq into config.plain',
      'config-rejected',
      { found: 'list', wanted: 'keys' },
    ],
    [
      'line 9: mapping key "job_name" already defined at line 8',
      'config-rejected',
      { kind: 'rejected-key-twice', key: 'job_name' },
    ],
    [
      'yaml: line 9: did not find expected key',
      'config-rejected',
      { kind: 'config-rejected', reason: 'yaml' },
    ],
  ])('for %j is read from its message', async (message, code, fact) => {
    const { verdict } = await judge({ reload: { status: 'rejected', message } });
    expect(verdict).toMatchObject({ status: 'fail', code, fact: { ...fact, line: 9, said: message } });
  });

  test.each([
    'line 4: basic_auth: the embedded server does not have this; use a real Prometheus for it',
    'line 4: path name "t?.yml": the embedded server knows * in the name of a file, and not ? or []',
    'line 4: the embedded server does not read PrometheusProto',
  ])('for what only the embedded server lacks blocks (%s)', async (message) => {
    const { verdict } = await judge({ reload: { status: 'rejected', message } });
    expect(verdict).toMatchObject({ status: 'blocked', code: 'prometheus-lacks-feature' });
  });
});

describe('a scrape job', () => {
  test('passes where its target is up', async () => {
    const { verdict, prometheus, waits } = await judge({ targets: [[target()]] });
    expect(verdict.status).toBe('pass');
    expect(prometheus.asked).toContain('reload');
    expect(waits).toEqual([]);
  });

  test('is judged in the file before Prometheus is touched', async () => {
    const { verdict, prometheus } = await judge({ text: starter });
    expect(codeOf(verdict)).toBe('job-missing');
    expect(prometheus.asked).toEqual([]);
  });

  test('may name the port where the live app really listens', async () => {
    const moved = withApi.replace('8000', '8001');
    const { verdict } = await judge({
      text: moved,
      config: moved,
      ports: { 3000: 3001, 8000: 8001 },
      targets: [[target({ scrapeUrl: 'http://localhost:8001/metrics' })]],
    });
    expect(verdict.status).toBe('pass');
  });

  test('may be of a port that listens once the app has started all of itself', async () => {
    const { verdict } = await judge({
      ports: { 3000: 3000 },
      laterPorts: { 8000: 8000 },
      targets: [[target()]],
    });
    expect(verdict.status).toBe('pass');
  });

  test('waits for the scrape clock, and says what it waits for', async () => {
    const { verdict, waits } = await judge({
      targets: [[], [target({ health: 'unknown', lastScrape: past })], [target()]],
    });
    expect(verdict.status).toBe('pass');
    expect(waits).toEqual([{ kind: 'scrape', places: ['localhost:8000'], intervalMs: 1_000 }]);
  });

  test('does not believe a failure from before the check', async () => {
    const old = target({ health: 'down', lastError: 'connection refused', lastScrape: past });
    // Asked before the reload, after it, and once more.
    expect((await judge({ targets: [[old], [old], [target()]] })).verdict.status).toBe('pass');
  });

  test('shows the scrape error of a target that is down, and what it means', async () => {
    const lastError =
      'Get "http://localhost:8000/metrics": dial tcp 127.0.0.1:8000: connect: connection refused';
    const { verdict } = await judge({
      targets: [[target({ health: 'down', lastError, lastScrape: future })]],
      ports: { 3000: 3000 },
    });
    expect(verdict).toMatchObject({ code: 'target-down', fact: { error: lastError, cause: 'refused' } });
  });

  test('does not believe a target from before the reload until Prometheus has taken up the file', async () => {
    const shown = target();
    const { verdict, prometheus } = await judge({
      targets: [[shown], [shown], []],
      syncs: [1, 1, 1, 2],
      dropped: [shown.discoveredLabels],
    });
    expect(verdict).toMatchObject({ status: 'fail', code: 'target-not-discovered' });
    expect(prometheus.asked.slice(-3)).toEqual(['page', 'targets', 'dropped']);
  });

  test('believes it at once in a check of the same file once Prometheus was seen at work with it', async () => {
    const again = fakePrometheus({ config: withApi, targets: [[target()]], syncs: [1, 1, 2, 2, 2, 2] });
    const pages = (): number => again.asked.filter((question) => question === 'page').length;
    expect((await judgeBy(again)).status).toBe('pass');
    const first = pages();
    expect((await judgeBy(again)).status).toBe('pass');
    expect([first, pages() - first]).toEqual([3, 2]);
  });

  test('names a further target of the job that is down, and waits for its scrape', async () => {
    const two = withApi.replace("['localhost:8000']", "['localhost:8000', 'localhost:3000']");
    const { verdict } = await judge({
      text: two,
      config: two,
      targets: [
        [target()],
        [target(), further({ health: 'unknown', lastScrape: past })],
        [target(), further({ health: 'down', lastError: 'server returned HTTP status 404 Not Found' })],
      ],
    });
    expect(verdict).toMatchObject({
      status: 'fail',
      code: 'target-down',
      fact: { scrapeUrl: 'http://localhost:3000/metrics' },
    });
  });

  test('a target that the file no longer has is not judged', async () => {
    const old = target({ scrapeUrl: 'http://localhost:8001/metrics', health: 'down', lastScrape: future });
    expect((await judge({ targets: [[old, target()]] })).verdict.status).toBe('pass');
  });

  test('whose series go by another name is told so at once', async () => {
    const renamed = target({ labels: { job: 'shop', instance: 'localhost:8000' } });
    const { verdict, waits } = await judge({ targets: [[renamed]] });
    expect(verdict).toMatchObject({
      code: 'target-not-discovered',
      fact: { kind: 'target-renamed', found: 'shop' },
    });
    expect(waits).toEqual([]);
  });

  test('that asks for what the embedded Prometheus lacks is no mistake', async () => {
    const message =
      'line 13: basic_auth: the embedded server does not have this; use a real Prometheus for it';
    const { verdict } = await judge({ reload: { status: 'rejected', message } });
    expect(verdict).toMatchObject({
      status: 'blocked',
      code: 'prometheus-lacks-feature',
      fact: { line: 13, key: 'basic_auth' },
    });
  });

  test('gives the words of a Prometheus that rejects the file', async () => {
    const message = 'parsing YAML file prometheus.yml: scrape timeout greater than scrape interval';
    const { verdict } = await judge({ reload: { status: 'rejected', message } });
    expect(verdict).toMatchObject({
      code: 'config-rejected',
      fact: { line: undefined, reason: undefined, said: message },
    });
  });

  test('names the key that Prometheus does not know', async () => {
    const message =
      'yaml: unmarshal errors:\n  line 12: field port not found in type struct { Targets []string }';
    const { verdict } = await judge({ reload: { status: 'rejected', message } });
    expect(verdict).toMatchObject({
      code: 'key-unknown',
      fact: { line: 12, key: 'port' },
    });
  });

  test('asks for a restart where Prometheus cannot be told to reload', async () => {
    const unsupported = {
      status: 'unsupported',
      why: 'no-lifecycle-api',
      url: 'http://localhost:9090',
    } as const;
    expect(codeOf((await judge({ reload: unsupported, config: starter })).verdict)).toBe('config-not-loaded');
    expect((await judge({ reload: unsupported, targets: [[target()]] })).verdict.status).toBe('pass');
  });

  test('cannot be judged by a Prometheus that reads another file', async () => {
    expect((await judge({ config: starter })).verdict).toMatchObject({
      status: 'blocked',
      code: 'other-prometheus',
    });
  });

  test('a Prometheus that has ended blocks, and fails nobody', async () => {
    const { verdict } = await judge({ notRunning: { kind: 'stopped' } });
    expect(verdict).toMatchObject({ status: 'blocked', code: 'prometheus-not-running' });
  });

  test('needs a live app that runs', async () => {
    const context = contextWith({ readFile: () => Promise.resolve(withApi) });
    const verdict = await runCheck({ kind: 'scrape-job', job: 'api', port: 'metrics' }, context);
    expect(codeOf(verdict)).toBe('missing-entry');
  });

  test('in a file that is not there is named', async () => {
    expect(codeOf(await runCheck({ kind: 'scrape-job', job: 'api', port: 'metrics' }, contextWith()))).toBe(
      'config-missing',
    );
  });
});

test.each([
  ['dial tcp [::1]:8000: connect: connection refused', 'refused'],
  ['context deadline exceeded', 'timeout'],
  ['server returned HTTP status 404 Not Found', 'not-found'],
  ['server returned HTTP status 500 Internal Server Error', 'server-error'],
  ['server returned HTTP status 403 Forbidden', 'other-status'],
  ['http: server gave HTTP response to HTTPS client', 'https'],
  ['received unsupported Content-Type "text/html"', 'content-type'],
  ['expected a valid start token, got "<" ("INVALID") while parsing: "<"', 'format'],
  ['EOF', 'closed'],
  ['sample limit exceeded', 'too-large'],
  ['something new', 'other'],
])('the scrape error %j has the cause %s', (error, cause) => {
  expect(causeOfScrapeError(error)).toBe(cause);
});
