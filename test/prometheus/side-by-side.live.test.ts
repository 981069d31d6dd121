// A real Prometheus and the embedded one scrape the same target by the same configuration and are asked the same
// questions. Where they differ by design, the table at the end says why.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startPrometheus, type EmbeddedServer } from '../../src/prometheus/index.ts';
import { isPrometheusMissing, prometheusPath } from '../support/real-prometheus.ts';
import { differenceOf, type ApiAnswer } from './compare-answers.ts';
import { startRealServer, type RealServer } from './real-server.ts';
import { explained } from './side-by-side-differences.ts';
import { instantOnly, mistakes, queries, sameWords } from './side-by-side-queries.ts';
import { startSteppingTarget, STEP_MS, STEPS, type SteppingTarget } from './stepping-target.ts';

describe.skipIf(isPrometheusMissing)('a real Prometheus and the embedded one', () => {
  let folder: string;
  let target: SteppingTarget;
  let real: RealServer;
  let embedded: EmbeddedServer;
  /** Half a step after the last sample, so that no window begins exactly on a sample. */
  let end: number;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'side-by-side-'));
    target = await startSteppingTarget(2, Date.now());
    end = (target.startMs + (STEPS - 1) * STEP_MS) / 1000 + 5;
    const configFile = path.join(folder, 'prometheus.yml');
    await writeFile(
      configFile,
      [
        'global:',
        '  scrape_interval: 250ms',
        '  scrape_timeout: 250ms',
        'scrape_configs:',
        '  - job_name: shop',
        '    static_configs:',
        `      - targets: ['127.0.0.1:${target.port}']`,
        '',
      ].join('\n'),
    );
    [real, embedded] = await Promise.all([
      startRealServer(prometheusPath(), configFile, path.join(folder, 'data')),
      startPrometheus({ configFile, port: 0 }),
    ]);
    await target.finished();
  });

  afterAll(async () => {
    await Promise.all([real?.stop(), embedded?.stop()]);
    await target?.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function askBoth(
    endpoint: string,
    params: Readonly<Record<string, string>>,
  ): Promise<[ApiAnswer, ApiAnswer]> {
    const body = new URLSearchParams(params);
    const ask = async (url: string): Promise<ApiAnswer> => {
      const response = await fetch(`${url}/api/v1/${endpoint}`, { method: 'POST', body });
      return { status: response.status, body: (await response.json()) as ApiAnswer['body'] };
    };
    return Promise.all([ask(real.url), ask(embedded.url)]);
  }

  const instant = (query: string, time = end): Promise<[ApiAnswer, ApiAnswer]> =>
    askBoth('query', { query, time: String(time) });

  test('hold the same samples', async () => {
    const [one, other] = await instant('count_over_time({__name__=~"shop_.*"}[15m])');
    expect(differenceOf(one, other, false)).toBeUndefined();
    const [counted] = await instant('count_over_time(shop_temperature{room="hall"}[15m])');
    expect(counted.body.data?.result).toMatchObject([{ value: [end, String(STEPS)] }]);
  });

  test.each(queries.filter((query) => !explained.has(query)))('agree at an instant on %s', async (query) => {
    const isOrdered = /^(?:sort|topk|bottomk)/.test(query) && !query.includes('shop_odd');
    expect(differenceOf(...(await instant(query)), isOrdered && !query.includes(' by '))).toBeUndefined();
    expect(differenceOf(...(await instant(query, end - 290)), false)).toBeUndefined();
  });

  test.each(queries.filter((query) => !explained.has(query)))('agree over a range on %s', async (query) => {
    const params = { query, start: String(end - 500), end: String(end), step: '20' };
    expect(differenceOf(...(await askBoth('query_range', params)), false)).toBeUndefined();
  });

  test.each(instantOnly)('agree on %s', async (query) => {
    expect(differenceOf(...(await instant(query)), false)).toBeUndefined();
  });

  test.each(mistakes.filter((query) => !explained.has(query)))('both refuse %j', async (query) => {
    const [one, other] =
      query === 'shop_requests_total[5m]' ? await refusedRange(query) : await instant(query);
    expect(one.body.status).toBe('error');
    expect(differenceOf(one, other, false)).toBeUndefined();
  });

  test.each([...sameWords])('both reject %j with the same error', async (query) => {
    const [one, other] = await instant(query);
    expect(other.body).toEqual(one.body);
  });

  const refusedRange = (query: string): Promise<[ApiAnswer, ApiAnswer]> =>
    askBoth('query_range', { query, start: String(end - 20), end: String(end), step: '20' });

  test.each([
    { query: 'up', start: '1', end: '0', step: '1' },
    { query: 'up', start: '0', end: '1', step: '0' },
    { query: 'up', start: '0', end: '1', step: '-1' },
    { query: 'up', start: '0', end: '11001', step: '1' },
    { query: 'up', start: 'x', end: '1', step: '1' },
    { query: 'up', start: '0', end: '', step: '1' },
    { query: 'up', start: '0', end: '1', step: '1x' },
    { query: 'up', start: '0', end: '1', step: '1', timeout: 'x' },
  ])('both reject the range %j with the same error', async (params) => {
    const [one, other] = await askBoth('query_range', params);
    expect([other.status, other.body]).toEqual([one.status, one.body]);
  });

  test.each(
    [
      'series?match[]=shop_requests_total',
      'series?match[]=shop_requests_total{path="cart"}&match[]=shop_level',
      'series',
      'labels?match[]=shop_requests_total',
      'label/path/values',
      'label/room/values?match[]=shop_level',
      'label/missing/values',
      'rules',
      'alerts',
      'alertmanagers',
      'metadata?metric=shop_errors_total',
      'targets/metadata?metric=shop_errors_total',
    ].filter((one) => !explained.has(one)),
  )('return the same for %s', async (address) => {
    const [one, other] = await Promise.all(
      [real.url, embedded.url].map(async (url) => {
        const response = await fetch(`${url}/api/v1/${address}`);
        return { status: response.status, body: await response.json() };
      }),
    );
    expect(other).toEqual(one);
  });

  test('describe their targets in the same fields', async () => {
    const [one, other] = await Promise.all(
      [real.url, embedded.url].map(async (url) => {
        const { data } = (await (await fetch(`${url}/api/v1/targets?state=active`)).json()) as TargetsAnswer;
        const [first] = data.activeTargets;
        return { ...first, lastScrape: '', lastScrapeDuration: 0, globalUrl: '' };
      }),
    );
    expect(other).toEqual(one);
  });

  describe('differ for a known reason:', () => {
    test.each([...explained])(
      '%s',
      async (query, { atSample, look, real: seenInReal, embedded: seenInEmbedded }) => {
        const [one, other] = await instant(query, atSample === true ? end - 5 : end);
        expect(look(one)).toEqual(seenInReal);
        expect(look(other)).toEqual(seenInEmbedded);
      },
    );
  });
});

interface TargetsAnswer {
  readonly data: { readonly activeTargets: readonly Readonly<Record<string, unknown>>[] };
}
