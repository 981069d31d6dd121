// One suite for every way to have a Prometheus. Each behavior is asked of each provider that can have it.
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { saidIn } from '../../../src/lab/model/errors.ts';
import type { PrometheusProvider } from '../../../src/lab/model/prometheus-api.ts';
import { attachPrometheus } from '../../../src/lab/prometheus/attached.ts';
import { probeBinary } from '../../../src/lab/prometheus/binaries/binary.ts';
import { startEmbeddedPrometheus } from '../../../src/lab/prometheus/embedded.ts';
import { startManagedPrometheus } from '../../../src/lab/prometheus/managed/start.ts';
import { LAB_BIN } from '../../support/lab.ts';
import { isPrometheusMissing, prometheusPath } from '../../support/real-prometheus.ts';
import {
  eventually,
  freePort,
  isListening,
  labErrorOf,
  serveMetrics,
  startForeignPrometheus,
  tempDir,
} from './support.ts';

const never = new AbortController().signal;

interface Place {
  readonly configFile: string;
  readonly dataDir: string;
  readonly port: number;
  readonly signal: AbortSignal;
}

interface Row {
  readonly name: string;
  readonly kind: PrometheusProvider['kind'];
  /** Takes a reload over HTTP. */
  readonly canReload: boolean;
  /** The lab owns the process: it restarts and ends it. */
  readonly isOwned: boolean;
  start(place: Place): Promise<PrometheusProvider>;
}

function attachedRow(hasLifecycle: boolean): Row {
  return {
    name: hasLifecycle ? 'attached' : 'attached without its lifecycle API',
    kind: 'attached',
    canReload: hasLifecycle,
    isOwned: false,
    async start({ signal, ...place }) {
      const { url } = await startForeignPrometheus({ ...place, binary: prometheusPath(), hasLifecycle });
      return attachPrometheus({ url, signal });
    },
  };
}

const managedRow: Row = {
  name: 'managed',
  kind: 'managed',
  canReload: true,
  isOwned: true,
  async start(place) {
    const binary = await probeBinary(prometheusPath(), never);
    return startManagedPrometheus({ ...place, binary, platform: process.platform });
  },
};

const embeddedRow: Row = {
  name: 'embedded',
  kind: 'embedded',
  canReload: true,
  isOwned: true,
  start: (place) => startEmbeddedPrometheus(place),
};

/** As the lab itself runs it: in a thread of its own. */
const threadRow: Row = {
  ...embeddedRow,
  name: 'embedded in its thread',
  start: (place) =>
    startEmbeddedPrometheus({ ...place, workerFile: join(dirname(LAB_BIN), 'prometheus-worker.js') }),
};

const rows: readonly Row[] = [
  embeddedRow,
  threadRow,
  ...(isPrometheusMissing ? [] : [managedRow, attachedRow(true), attachedRow(false)]),
];

function config(jobs: Readonly<Record<string, string>>): string {
  const items = Object.entries(jobs).map(
    ([job, target]) => `  - job_name: ${job}\n    static_configs:\n      - targets: ['${target}']\n`,
  );
  return `global:\n  scrape_interval: 1s\nscrape_configs:\n${items.join('')}`;
}

async function newPlace(text: string): Promise<Place> {
  const dir = await tempDir();
  const configFile = join(dir, 'prometheus.yml');
  await writeFile(configFile, text);
  return { configFile, dataDir: join(dir, 'data'), port: await freePort(), signal: never };
}

async function valueOf(provider: PrometheusProvider, promql: string): Promise<string | undefined> {
  const answer = await provider.api.query(promql, never);
  return answer.resultType === 'vector' ? answer.result[0]?.value[1] : undefined;
}

async function healthOf(provider: PrometheusProvider, job: string): Promise<string | undefined> {
  return (await provider.api.targets(never)).find((target) => target.scrapePool === job)?.health;
}

async function start(row: Row, place: Place): Promise<PrometheusProvider> {
  const provider = await row.start(place);
  onTestFinished(() => provider.stop());
  return provider;
}

describe.each(rows)('$name', (row) => {
  test('is ready, identifies itself, and responds', async () => {
    const place = await newPlace(config({}));
    const provider = await start(row, place);
    expect(provider.kind).toBe(row.kind);
    expect(provider.api.url).toBe(`http://127.0.0.1:${place.port}`);
    expect(provider.description).toContain(await provider.api.version(never));
    expect(provider.status()).toEqual({ isRunning: true });
    expect(await provider.api.now(never)).toBeCloseTo(Date.now() / 1000, -1);
  });

  test('returns each type of result', async () => {
    const { api } = await start(row, await newPlace(config({})));
    expect(await api.query('vector(2) + 1', never)).toMatchObject({
      resultType: 'vector',
      result: [{ metric: {}, value: [expect.any(Number), '3'] }],
    });
    expect(await api.query('1 / 0', never)).toMatchObject({
      resultType: 'scalar',
      result: [expect.any(Number), '+Inf'],
    });
    expect(await api.query('"words"', never, { timeSeconds: 60 })).toEqual({
      resultType: 'string',
      result: [60, 'words'],
    });
    expect(await api.query('vector(time())', never, { timeSeconds: 1234 })).toMatchObject({
      result: [{ value: [1234, '1234'] }],
    });
    const range = { startSeconds: 100, endSeconds: 102, stepSeconds: 1 };
    expect(await api.queryRange('time()', range, never)).toEqual({
      resultType: 'matrix',
      result: [
        {
          metric: {},
          values: [
            [100, '100'],
            [101, '101'],
            [102, '102'],
          ],
        },
      ],
    });
  });

  test("reports an invalid query with Prometheus's error, even a very long one", async () => {
    const { api } = await start(row, await newPlace(config({})));
    const short = await labErrorOf(api.query('sum(', never));
    expect(short).toMatchObject({ code: 'bad-query' });
    expect(saidIn(short, 'bad-query')).toMatch(/1:5: parse error: unclosed left parenthesis/);
    const long = await labErrorOf(api.query(`${' '.repeat(9000)}rate(up)`, never));
    expect(long).toMatchObject({ code: 'bad-query' });
    expect(saidIn(long, 'bad-query')).toMatch(/expected type range vector/);
  });

  test('shows targets as up, or as down with the scrape error', async () => {
    const shop = await serveMetrics();
    const nothing = await freePort();
    const provider = await start(
      row,
      await newPlace(config({ shop: `127.0.0.1:${shop.port}`, gone: `127.0.0.1:${nothing}` })),
    );
    await eventually(
      async () =>
        (await healthOf(provider, 'shop')) === 'up' && (await healthOf(provider, 'gone')) === 'down',
    );
    const targets = await provider.api.targets(never);
    const up = targets.find((target) => target.scrapePool === 'shop');
    expect(up).toMatchObject({
      scrapeUrl: `http://127.0.0.1:${shop.port}/metrics`,
      labels: { job: 'shop', instance: `127.0.0.1:${shop.port}` },
      lastError: '',
    });
    expect(Date.parse(up?.lastScrape ?? '')).toBeGreaterThan(Date.now() - 60_000);
    expect(targets.find((target) => target.scrapePool === 'gone')?.lastError).toMatch(/refused/);
    expect(await valueOf(provider, 'shop_visits_total{job="shop"}')).toBe('7');
    expect(await valueOf(provider, 'up{job="gone"}')).toBe('0');
  });

  test('shows the loaded configuration', async () => {
    const provider = await start(row, await newPlace(config({ 'my-job': '127.0.0.1:1' })));
    const yaml = await provider.api.loadedConfig(never);
    expect(yaml).toContain('job_name: my-job');
    expect(yaml).toContain('127.0.0.1:1');
  });

  test('stops waiting when the caller aborts, with the given reason', async () => {
    const provider = await start(row, await newPlace(config({})));
    const reason = new Error('the learner pressed Ctrl-C');
    const aborted = AbortSignal.abort(reason);
    await expect(provider.api.query('up', aborted)).rejects.toBe(reason);
    await expect(provider.api.targets(aborted)).rejects.toBe(reason);
    await expect(provider.reload(aborted)).rejects.toBe(reason);
    expect(provider.status()).toEqual({ isRunning: true });
  });

  test('does not start when the caller has aborted', async () => {
    const place = await newPlace(config({}));
    const reason = new Error('never mind');
    await expect(row.start({ ...place, signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });
});

function loadedAt(page: string): number {
  return Number(/^prometheus_config_last_reload_success_timestamp_seconds (\S+)$/m.exec(page)?.[1]);
}

describe.each(rows.filter((row) => row.canReload))('$name, which takes a reload', (row) => {
  test('a reload adds a job, and its target comes up', async () => {
    const shop = await serveMetrics();
    const place = await newPlace(config({}));
    const provider = await start(row, place);
    expect(await healthOf(provider, 'api')).toBeUndefined();
    await writeFile(place.configFile, config({ api: `127.0.0.1:${shop.port}` }));
    expect(await provider.reload(never)).toEqual({ status: 'reloaded' });
    expect(await provider.api.loadedConfig(never)).toContain('job_name: api');
    await eventually(async () => (await healthOf(provider, 'api')) === 'up');
  });

  test('shows the targets that a rule drops, and when the configuration was loaded', async () => {
    const place = await newPlace(config({}));
    const provider = await start(row, place);
    const rules = '    relabel_configs:\n      - action: drop\n        regex: .*\n';
    const shop = '  - job_name: shop\n    static_configs:\n      - targets: [localhost:1]\n';
    const before = await provider.api.ownMetrics(never);
    await writeFile(place.configFile, `${config({ other: '127.0.0.1:1' })}${shop}${rules}`);
    expect(await provider.reload(never)).toEqual({ status: 'reloaded' });
    await eventually(async () =>
      (await provider.api.droppedTargets(never)).some(
        (labels) => labels['job'] === 'shop' && labels['__address__'] === 'localhost:1',
      ),
    );
    expect(loadedAt(await provider.api.ownMetrics(never))).toBeGreaterThan(loadedAt(before));
  });

  test.each([
    [
      'a tab',
      'scrape_configs:\n\t- job_name: x\n',
      /^(yaml: )?line 2: found character that cannot start any token/,
    ],
    [
      'an unknown field',
      'scrape_configs:\n  - job_name: x\n    static_config: []\n',
      /line 3: field static_config not found/,
    ],
    [
      'a string for a list',
      "scrape_configs:\n  - job_name: x\n    static_configs: 'localhost:8000'\n",
      /line 3: cannot unmarshal/,
    ],
    [
      'a job twice',
      config({ x: '127.0.0.1:1' }) + '  - job_name: x\n',
      /multiple scrape configs with job name "x"/,
    ],
    [
      'a scheme in a target',
      config({ x: 'http://127.0.0.1:1' }),
      /"http:\/\/127.0.0.1:1" is not a valid hostname/,
    ],
  ])(
    'a file with %s is rejected with the reason, and the old configuration stays',
    async (_, text, words) => {
      const place = await newPlace(config({ before: '127.0.0.1:1' }));
      const provider = await start(row, place);
      await writeFile(place.configFile, text);
      const outcome = await provider.reload(never);
      expect(outcome).toMatchObject({ status: 'rejected', message: expect.stringMatching(words) });
      expect(await provider.api.loadedConfig(never)).toContain('job_name: before');
      expect(provider.status()).toEqual({ isRunning: true });
    },
  );
});

describe.each(rows.filter((row) => !row.canReload))('$name', (row) => {
  test('reports that it cannot reload', async () => {
    const provider = await start(row, await newPlace(config({})));
    expect(await provider.reload(never)).toMatchObject({
      status: 'unsupported',
      why: 'no-lifecycle-api',
    });
  });
});

describe.each(rows.filter((row) => row.isOwned))('$name, which the lab owns', (row) => {
  test('leaves nothing behind when the caller has aborted', async () => {
    const place = await newPlace(config({}));
    const reason = new Error('never mind');
    await expect(row.start({ ...place, signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(await isListening(place.port)).toBe(false);
    const provider = await start(row, place);
    await expect(provider.restart(AbortSignal.abort(reason))).rejects.toBe(reason);
    expect(provider.status()).toEqual({ isRunning: true });
  });

  test('a restart keeps the samples and the address, and reads the file again', async () => {
    const shop = await serveMetrics();
    const place = await newPlace(config({ shop: `127.0.0.1:${shop.port}` }));
    const provider = await start(row, place);
    await eventually(async () => (await valueOf(provider, 'shop_visits_total')) === '7');
    await writeFile(place.configFile, config({ other: '127.0.0.1:1' }));
    expect(await provider.restart(never)).toEqual({ status: 'reloaded' });
    expect(provider.status()).toEqual({ isRunning: true });
    expect(await valueOf(provider, 'last_over_time(shop_visits_total[1m])')).toBe('7');
    expect(await provider.api.loadedConfig(never)).toContain('job_name: other');
  });

  test('a restart with an invalid file is rejected, and the running one continues', async () => {
    const place = await newPlace(config({ before: '127.0.0.1:1' }));
    const provider = await start(row, place);
    await writeFile(place.configFile, 'scrape_configs: [');
    expect(await provider.restart(never)).toMatchObject({
      status: 'rejected',
      message: expect.stringContaining('line 1'),
    });
    expect(provider.status()).toEqual({ isRunning: true });
    expect(await provider.api.loadedConfig(never)).toContain('job_name: before');
  });

  test('shows the rules that it has loaded', async () => {
    const place = await newPlace(config({ before: '127.0.0.1:1' }));
    const provider = await start(row, place);
    expect(await provider.api.rules(never)).toEqual([]);
    await writeFile(place.configFile, `rule_files: [rules.yml]\n${config({})}`);
    const rules =
      'groups:\n  - name: shop\n    interval: 1s\n    rules:\n      - {record: "a:b:c", expr: "sum by (job) (up)"}\n      - {alert: Down, expr: up == 0, for: 90s}\n';
    await writeFile(join(dirname(place.configFile), 'rules.yml'), rules);
    expect(await provider.reload(never)).toEqual({ status: 'reloaded' });
    expect(await provider.api.rules(never)).toMatchObject([
      { kind: 'recording', name: 'a:b:c', group: 'shop', holdMs: 0, intervalMs: 1_000, lastError: '' },
      { kind: 'alerting', name: 'Down', query: 'up == 0', holdMs: 90_000 },
    ]);
  });

  test('a broken rule file is rejected with the reason, at a reload, at a restart and at startup', async () => {
    const place = await newPlace(config({ before: '127.0.0.1:1' }));
    const provider = await start(row, place);
    await writeFile(place.configFile, `rule_files: [rules.yml]\n${config({})}`);
    const rules = 'groups:\n  - name: shop\n    rules:\n      - record: x\n        expr: sum(\n';
    await writeFile(join(dirname(place.configFile), 'rules.yml'), rules);
    const words = /rules\.yml: 5:\d+: group "shop", rule 1, "x": could not parse expression/;
    for (const outcome of [await provider.reload(never), await provider.restart(never)])
      expect(outcome).toEqual({ status: 'rejected', message: expect.stringMatching(words) });
    // A real Prometheus applies the rest of such a configuration; the embedded one applies none of it.
    expect(provider.status()).toEqual({ isRunning: true });
    await provider.stop();
    expect(await labErrorOf(row.start(place))).toMatchObject({
      code: 'prometheus-config-rejected',
      fact: { said: expect.stringMatching(words) },
    });
  });

  test('stop frees the port, can be called twice, and shows in the status', async () => {
    const place = await newPlace(config({}));
    const provider = await start(row, place);
    await Promise.all([provider.stop(), provider.stop()]);
    expect(await isListening(place.port)).toBe(false);
    expect(provider.status()).toMatchObject({ isRunning: false });
    expect(await labErrorOf(provider.api.query('up', never))).toMatchObject({
      code: 'prometheus-unreachable',
    });
    await provider.stop();
  });

  test('port 0 uses a free port, and a restart keeps it', async () => {
    const place = await newPlace(config({}));
    const provider = await start(row, { ...place, port: 0 });
    const port = Number(new URL(provider.api.url).port);
    expect(await isListening(port)).toBe(true);
    expect(await provider.restart(never)).toEqual({ status: 'reloaded' });
    expect(await isListening(port)).toBe(true);
  });

  test('its data is not shared with a second one', async () => {
    const place = await newPlace(config({}));
    await start(row, place);
    const error = await labErrorOf(row.start({ ...place, port: 0 }));
    expect(error.code).toBe('prometheus-data-in-use');
  });

  test('a port that another program uses is named', async () => {
    const other = await serveMetrics();
    const place = await newPlace(config({}));
    const error = await labErrorOf(row.start({ ...place, port: other.port }));
    expect(error).toMatchObject({
      code: 'port-taken',
      fact: { port: other.port },
    });
  });

  test("an invalid file at startup is reported with the parser's error, and nothing is left running", async () => {
    const place = await newPlace('scrape_configs:\n\t- job_name: x\n');
    const error = await labErrorOf(row.start(place));
    expect(error).toMatchObject({
      code: 'prometheus-config-rejected',
      fact: { said: expect.stringContaining('line 2') },
    });
    expect(await isListening(place.port)).toBe(false);
  });
});

const HISTORY = `load 15s
  shop_orders_total{code="200"} 0+30~5x959 =+60~5x960
  shop_orders_total{code="500"} 0x959 =+2~2x960
  shop_temperature              20+0~0.5x1919
load 1m
  shop_queue{name="mail"}       _x60 1+1x200 NaN 0x100 Inf -Inf _x20 5x96
`;

describe.each(rows.filter((row) => row.isOwned))('$name, given samples of the past', (row) => {
  test('has them at once, with what it scraped before, and after a restart', async () => {
    const app = await serveMetrics();
    const { host } = new URL(app.url);
    const provider = await start(row, await newPlace(config({ shop: host })));
    expect(provider.capabilities).toEqual({ rules: true, history: true, reload: true });
    await eventually(async () => (await valueOf(provider, 'count_over_time(up[1h]) >= 2')) !== undefined);
    const scraped = (await valueOf(provider, 'timestamp(up)')) ?? 'never';
    const text = `load 15s\nup{job="shop",instance="${host}"} 0x240\nshop_orders_total 0+30x240`;
    const loaded = await provider.loadHistory({ text, seed: 'one' }, never);
    expect(loaded).toEqual({ status: 'loaded', samples: 482, startMs: expect.any(Number) as number });
    const check = async (): Promise<void> => {
      expect(await valueOf(provider, 'max_over_time(shop_orders_total[2h])')).toBe('7200');
      expect(await valueOf(provider, 'min_over_time(up[2h])')).toBe('0');
      // What was scraped before is still there.
      expect(await valueOf(provider, `max_over_time(up[10ms] @ ${scraped})`)).toBe('1');
    };
    await check();
    expect(await provider.restart(never)).toEqual({ status: 'reloaded' });
    await check();
    await eventually(async () => (await valueOf(provider, 'up == 1')) !== undefined);
  });

  test('rejects a wrong description with its lines, and one that is too long', async () => {
    const provider = await start(row, await newPlace(config({})));
    const wrong = { text: 'load 15s\nshop_orders_total 0+30x', seed: '' };
    expect(await provider.loadHistory(wrong, never)).toMatchObject({
      status: 'rejected',
      problems: [{ line: 2 }],
    });
    const long = { text: 'load 1h\nshop_orders_total 0+30x200', seed: '' };
    expect(await provider.loadHistory(long, never)).toEqual({
      status: 'blocked',
      why: { kind: 'too-long', days: 7 },
    });
    expect(provider.status()).toEqual({ isRunning: true });
  });
});

test.skipIf(isPrometheusMissing)(
  'the same description gives the same results in embedded and managed',
  async () => {
    const endMs = Date.now();
    const description = { text: HISTORY, seed: 'a day of the shop', endMs };
    // No window begins at a sample: there, windows of Prometheus 2 have one sample more than those of Prometheus 3.
    const endSeconds = endMs / 1000 - 7;
    const range = { startSeconds: endSeconds - 160 * 177, endSeconds, stepSeconds: 177 };
    const queries = [
      'shop_orders_total',
      'sum(rate(shop_orders_total[5m]))',
      'sum by (code) (increase(shop_orders_total[1h]))',
      'sum_over_time(shop_temperature[30m])',
      'quantile_over_time(0.9, shop_temperature[1h])',
      'shop_queue',
      'max_over_time(shop_queue[20m:1m])',
      'absent(shop_queue)',
      'count({__name__=~"shop_.*"})',
    ];
    const results = [];
    for (const row of [embeddedRow, threadRow, managedRow]) {
      const provider = await start(row, await newPlace(config({})));
      expect(await provider.loadHistory(description, never)).toMatchObject({ status: 'loaded' });
      const answers = [];
      for (const query of queries) answers.push(await provider.api.queryRange(query, range, never));
      const at = { timeSeconds: endSeconds };
      answers.push(await provider.api.query('shop_orders_total[2h]', never, at));
      results.push(answers);
    }
    const [embedded, thread, managed] = results;
    expect(thread).toEqual(embedded);
    expect(managed).toEqual(embedded);
  },
);

describe.each(rows.filter((row) => !row.isOwned))('$name, which the learner owns', (row) => {
  test('takes no samples of the past, and says why', async () => {
    const provider = await start(row, await newPlace(config({})));
    expect(provider.capabilities).toEqual({ rules: true, history: false, reload: row.canReload });
    expect(await provider.loadHistory({ text: HISTORY, seed: '' }, never)).toEqual({
      status: 'blocked',
      why: { kind: 'not-started-by-lab', url: provider.api.url },
    });
  });

  test('is neither restarted nor stopped by the lab', async () => {
    const place = await newPlace(config({}));
    const provider = await start(row, place);
    expect(await provider.restart(never)).toMatchObject({ status: 'unsupported' });
    await provider.stop();
    expect(await isListening(place.port)).toBe(true);
  });
});
