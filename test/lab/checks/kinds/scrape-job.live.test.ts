// The scrape job against a real Prometheus: what only the running server can say, and right ways as it sees them.
import { createServer, type Server } from 'node:http';
import { mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCheck } from '../../../../src/lab/checks/index.ts';
import type { PrometheusProvider } from '../../../../src/lab/model/prometheus-api.ts';
import type { Verdict } from '../../../../src/lab/model/verdict.ts';
import { probeBinary } from '../../../../src/lab/prometheus/binaries/binary.ts';
import { startManagedPrometheus } from '../../../../src/lab/prometheus/managed/start.ts';
import { isPrometheusMissing, prometheusPath } from '../../../support/real-prometheus.ts';
import { contextWith } from '../support/context.ts';
import { fakeLiveApp } from '../support/fake-app.ts';

const repo = join(import.meta.dirname, '../../../..');
const step = join(repo, 'steps/08-scrape-api');

/** The interval of the course is for people; a test need not wait for it. */
const quick = (text: string): string =>
  text.replace('scrape_interval: 5s', 'scrape_interval: 1s\n  scrape_timeout: 1s');

const starter = async (): Promise<string> =>
  quick(await readFile(join(repo, 'prometheus/prometheus.yml'), 'utf8'));

describe.skipIf(isPrometheusMissing)('a scrape job in a real Prometheus', () => {
  const { signal } = new AbortController();
  let dir: string;
  let app: Server;
  let metricsPort: number;
  let prometheus: PrometheusProvider;

  beforeAll(async () => {
    dir = await realpath(await mkdtemp(join(tmpdir(), 'ecom-lab-scrape-job-')));
    app = createServer((req, res) => {
      const isPage = req.url === '/metrics';
      res.writeHead(isPage ? 200 : 404, { 'content-type': 'text/plain; version=0.0.4' });
      res.end(isPage ? '# TYPE m_total counter\nm_total 7\n' : 'page not found');
    });
    metricsPort = await new Promise((resolve) => {
      app.listen(0, '127.0.0.1', () => {
        const address = app.address();
        resolve(typeof address === 'object' && address !== null ? address.port : 0);
      });
    });
    const configFile = join(dir, 'prometheus.yml');
    await writeFile(configFile, await starter());
    const binary = await probeBinary(prometheusPath(), signal);
    prometheus = await startManagedPrometheus({
      configFile,
      dataDir: join(dir, 'data'),
      port: 0,
      signal,
      binary,
      platform: process.platform,
    });
  });

  afterAll(async () => {
    await prometheus.stop();
    app.closeAllConnections();
    app.close();
    await rm(dir, { recursive: true, force: true });
  });

  async function judge(file: string): Promise<Verdict> {
    const written = await readFile(join(step, file), 'utf8');
    return judgeText(quick(written).replaceAll(':8000', `:${metricsPort}`));
  }

  async function judgeText(text: string): Promise<Verdict> {
    await writeFile(join(dir, 'prometheus.yml'), text);
    const context = contextWith({
      workspaceDir: dir,
      readFile: (path) => readFile(join(dir, path), 'utf8'),
      starterFile: starter,
      liveApp: fakeLiveApp({ 3000: 3000, 8000: metricsPort }),
      prometheus: () => Promise.resolve(prometheus),
    });
    return runCheck({ kind: 'scrape-job', job: 'api', port: 'metrics' }, context);
  }

  test.each([
    ['port-as-a-key.yml', 'key-unknown', { key: 'listen' }],
    ['labels-as-a-list.yml', 'config-rejected', { line: 14, found: 'list', wanted: 'keys' }],
    ['other-loopback.yml', 'target-down', { kind: 'target-address-refused', host: '[::1]' }],
    [
      'name-of-the-host-of-docker.yml',
      'target-down',
      { kind: 'target-host-unknown', host: 'host.docker.internal' },
    ],
    ['path-with-query.yml', 'target-down', { kind: 'target-path-has-query' }],
    ['https.yml', 'target-down', { cause: 'https' }],
    ['other-metrics-path.yml', 'target-down', { cause: 'not-found' }],
    ['job-label.yml', 'target-not-discovered', { kind: 'target-renamed', found: 'shop' }],
    ['relabeled-away.yml', 'target-not-discovered', { kind: 'target-absent', isStatic: true }],
  ])('mistake %s gets %s', async (file, code, fact) => {
    expect(await judge(`mistakes/${file}`)).toMatchObject({ status: 'fail', code, fact });
  });

  test('a job in a file of scrape_config_files passes, and a slip in that file is named there', async () => {
    const main = `scrape_config_files: ['jobs/*.yml']\n${await starter()}`;
    const jobs = join(dir, 'jobs');
    await mkdir(jobs);
    const written = (job: string): Promise<void> => writeFile(join(jobs, 'shop.yml'), job);
    await written(
      `scrape_configs:\n  - job_name: api\n    static_configs:\n      - targets: ['localhost:${metricsPort}']\n`,
    );
    const [, major, minor] = /^(\d+)\.(\d+)/.exec(await prometheus.api.version(signal)) ?? [];
    // Prometheus 2.43 brought scrape_config_files.
    const isOld = Number(major) === 2 && Number(minor) < 43;
    expect(await judgeText(main)).toMatchObject(
      isOld ? { status: 'blocked', code: 'prometheus-lacks-feature' } : { status: 'pass' },
    );
    await written(
      "scrape_configs:\n  - job_name: api\n    static_configs:\n      - targets: ['localhost']\n",
    );
    const verdict = await judgeText(main);
    expect(verdict).toMatchObject({
      code: 'target-without-port',
      fact: { at: { file: 'jobs/shop.yml', line: 4 } },
    });
    await rm(jobs, { recursive: true });
  });

  test.each(['like-the-first.yml', 'loopback-address.yml', 'relabeled.yml'])(
    'variant %s passes',
    async (file) => {
      expect(await judge(`variants/${file}`)).toMatchObject({ status: 'pass' });
    },
  );

  test('what the target says can be asked for at once', async () => {
    const verdict = await runCheck(
      { kind: 'query', query: 'up{job="api"}', value: 1 },
      contextWith({
        prometheus: () => Promise.resolve(prometheus),
        liveApp: fakeLiveApp({ 3000: 3000, 8000: metricsPort }),
      }),
    );
    expect(verdict).toMatchObject({ status: 'pass' });
  });

  test('an answer waits for the scrape that saw the last traffic', async () => {
    const context = contextWith({
      answer: '7',
      lastTrafficAtMs: Date.now(),
      prometheus: () => Promise.resolve(prometheus),
      liveApp: fakeLiveApp({ 3000: 3000, 8000: metricsPort }),
    });
    // The highest: series of the targets before this one go stale only after two scrapes.
    const verdict = await runCheck(
      { kind: 'answer', question: 'q', form: 'number', query: 'max(m_total)' },
      context,
    );
    expect(verdict).toMatchObject({ status: 'pass' });
    expect(context.waits).toEqual([
      { kind: 'scrape', places: [`localhost:${metricsPort}`], intervalMs: 1_000 },
    ]);
  });
});
