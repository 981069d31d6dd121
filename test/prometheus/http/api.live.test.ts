// The HTTP API over fixed samples: envelopes, status codes, parameters, wording.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { counterSeries, NOW_MS, startFixedServer, type FixedServer } from './fixed-backend.ts';

const now = NOW_MS / 1000;
let server: FixedServer;

beforeAll(async () => {
  server = await startFixedServer({
    series: [
      counterSeries({ __name__: 'http_requests_total', path: 'products', method: 'get' }, 2),
      counterSeries({ __name__: 'http_requests_total', path: 'cart', method: 'get' }, 1),
      counterSeries({ __name__: 'up', job: 'api' }, 0),
    ],
  });
});
afterAll(async () => {
  await server.close();
});

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

async function ask(path: string, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(`${server.url}/api/v1/${path}`, init);
  return { status: response.status, body: await response.json() };
}

const form = (fields: Record<string, string>): RequestInit => ({
  method: 'POST',
  body: new URLSearchParams(fields),
});
const range = (fields: Record<string, string> = {}): string =>
  `query_range?${new URLSearchParams({ query: 'up', start: `${now - 10}`, end: `${now}`, step: '5', ...fields }).toString()}`;

test('a range query may have steps below a millisecond, which become whole ones', async () => {
  const fields = { query: '1', start: `${now}`, end: `${now}.003`, step: '0.0005' };
  const { body } = await ask(range(fields));
  expect(body).toMatchObject({ data: { result: [{ values: { length: 4 } }] } });
});

describe('an instant query', () => {
  test('returns a vector', async () => {
    expect(await ask('query?query=http_requests_total%7Bpath="cart"%7D')).toEqual({
      status: 200,
      body: {
        status: 'success',
        data: {
          resultType: 'vector',
          result: [
            { metric: { __name__: 'http_requests_total', path: 'cart', method: 'get' }, value: [now, '600'] },
          ],
        },
      },
    });
  });

  test('is evaluated at the given time', async () => {
    const { body } = await ask(`query?query=sum(http_requests_total)&time=${now - 300}.5`);
    expect(body).toMatchObject({ data: { result: [{ metric: {}, value: [now - 299.5, '900'] }] } });
  });

  test('reads a form body as well as a query string', async () => {
    const { body } = await ask('query', form({ query: '1 / 0', time: '1.5' }));
    expect(body).toEqual({ status: 'success', data: { resultType: 'scalar', result: [1.5, '+Inf'] } });
  });

  test('returns a range vector and a string', async () => {
    expect((await ask('query?query=up[2s]')).body).toMatchObject({
      data: {
        resultType: 'matrix',
        result: [
          {
            values: [
              [now - 1, '0'],
              [now, '0'],
            ],
          },
        ],
      },
    });
    expect((await ask('query?query="a"&time=1')).body).toMatchObject({
      data: { resultType: 'string', result: [1, 'a'] },
    });
  });

  test('cut to a limit says so', async () => {
    const { body } = await ask('query?query=http_requests_total&limit=1');
    expect(body).toMatchObject({ warnings: ['results truncated due to limit'] });
    expect(body).toHaveProperty('data.result.length', 1);
  });

  test('contains the engine’s infos and timings on request', async () => {
    const { body } = await ask('query?query=rate(up[1m])&stats=all');
    expect(body).toMatchObject({ infos: [expect.stringContaining('metric might not be a counter')] });
    expect(body).toHaveProperty('data.stats.timings.execTotalTime', expect.any(Number));
  });

  test('accepts another lookback', async () => {
    const path = `query?query=up&time=${now + 60}`;
    expect((await ask(path)).body).toHaveProperty('data.result.length', 1);
    expect((await ask(`${path}&lookback_delta=30s`)).body).toHaveProperty('data.result.length', 0);
  });
});

describe('a range query', () => {
  test('returns a matrix with one point per step', async () => {
    expect((await ask(range({ query: 'http_requests_total{path="cart"}' }))).body).toMatchObject({
      data: {
        resultType: 'matrix',
        result: [
          {
            values: [
              [now - 10, '590'],
              [now - 5, '595'],
              [now, '600'],
            ],
          },
        ],
      },
    });
  });

  test('of a scalar is a series without labels', async () => {
    expect((await ask(range({ query: 'time()', step: '10' }))).body).toMatchObject({
      data: {
        result: [
          {
            metric: {},
            values: [
              [now - 10, `${now - 10}`],
              [now, `${now}`],
            ],
          },
        ],
      },
    });
  });

  test('may have at most 11,000 steps', async () => {
    const start = `${now - 11_000}`;
    expect((await ask(range({ query: '1', start, step: '1' }))).status).toBe(200);
    expect(await ask(range({ query: '1', start: `${now - 11_001}`, step: '1' }))).toEqual({
      status: 400,
      body: {
        status: 'error',
        errorType: 'bad_data',
        error:
          'exceeded maximum resolution of 11,000 points per timeseries. Try decreasing the query resolution (?step=XX)',
      },
    });
  });

  test.each([
    [{ start: '' }, 'invalid parameter "start": cannot parse "" to a valid timestamp'],
    [{ end: 'soon' }, 'invalid parameter "end": cannot parse "soon" to a valid timestamp'],
    [{ end: '1' }, 'invalid parameter "end": end timestamp must not be before start time'],
    [{ step: 'x' }, 'invalid parameter "step": cannot parse "x" to a valid duration'],
    [
      { step: '0' },
      'invalid parameter "step": zero or negative query resolution step widths are not accepted. Try a positive integer',
    ],
    [{ timeout: 'x' }, 'invalid parameter "timeout": cannot parse "x" to a valid duration'],
    [{ limit: '-1' }, 'invalid parameter "limit": limit must be non-negative'],
    [{ lookback_delta: 'x' }, 'error parsing lookback delta duration: cannot parse "x" to a valid duration'],
  ])('with %j is rejected', async (fields, error) => {
    expect(await ask(range(fields))).toEqual({
      status: 400,
      body: { status: 'error', errorType: 'bad_data', error },
    });
  });
});

describe('an invalid query', () => {
  test.each([
    ['', 'unknown position: parse error: no expression found in input'],
    [
      'rate(up)',
      '1:6: parse error: expected type range vector in call to function "rate", got instant vector',
    ],
    ['nope(up)', '1:1: parse error: unknown function with name "nope"'],
    ['up[5m] + 1', '1:1: parse error: binary expression must contain only scalar and instant vector types'],
  ])('%j is bad data with its position', async (query, error) => {
    expect(await ask(`query?${new URLSearchParams({ query }).toString()}`)).toEqual({
      status: 400,
      body: { status: 'error', errorType: 'bad_data', error: `invalid parameter "query": ${error}` },
    });
  });

  test('that fails while it runs is an execution error', async () => {
    const query = 'http_requests_total * on() http_requests_total';
    const answer = await ask(`query?${new URLSearchParams({ query }).toString()}`);
    expect(answer).toMatchObject({ status: 422, body: { errorType: 'execution' } });
  });

  test('that takes too long is stopped at its deadline', async () => {
    const query = 'sum_over_time((count_over_time(http_requests_total[5m:1ms]) > 0)[10m:1ms])';
    const answer = await ask(`query?${new URLSearchParams({ query, timeout: '50ms' }).toString()}`);
    expect(answer).toMatchObject({ status: 503, body: { errorType: 'timeout' } });
  });
});

describe('series and labels', () => {
  test('a selector finds its series', async () => {
    expect(await ask('series?match[]=http_requests_total{path="cart"}&match[]=up')).toEqual({
      status: 200,
      body: {
        status: 'success',
        data: [
          { __name__: 'http_requests_total', method: 'get', path: 'cart' },
          { __name__: 'up', job: 'api' },
        ],
      },
    });
  });

  test('a window without samples has no series', async () => {
    expect((await ask('series?match[]=up&end=1000')).body).toEqual({ status: 'success', data: [] });
  });

  test('names and values are sorted and unique', async () => {
    expect((await ask('labels')).body).toEqual({
      status: 'success',
      data: ['__name__', 'job', 'method', 'path'],
    });
    expect((await ask('labels?match[]=up')).body).toEqual({ status: 'success', data: ['__name__', 'job'] });
    expect((await ask('label/path/values')).body).toEqual({ status: 'success', data: ['cart', 'products'] });
    expect((await ask('label/U______name____/values?limit=1')).body).toEqual({
      status: 'success',
      data: ['http_requests_total'],
      warnings: ['results truncated due to limit'],
    });
  });

  test.each([
    ['series', /^no match\[\] parameter provided$/],
    ['series?match[]={}', /at least one non-empty matcher/],
    ['labels?match[]={job=~".*"}', /at least one non-empty matcher/],
    ['label/job/values?match[]=up{', /invalid parameter "match\[\]": 1:\d+: parse error/],
    ['labels?start=x', /invalid time value for 'start'/],
    ['label//values', /invalid label name: ""/],
  ])('%s is rejected', async (path, error) => {
    const answer = await ask(path);
    expect(answer).toMatchObject({ status: 400, body: { errorType: 'bad_data' } });
    expect(answer.body).toHaveProperty('error', expect.stringMatching(error));
  });
});

describe('targets', () => {
  test('are listed with the result of their scrape', async () => {
    expect((await ask('targets')).body).toEqual({
      status: 'success',
      data: {
        activeTargets: [
          {
            discoveredLabels: { __address__: 'localhost:8000', job: 'api' },
            labels: { instance: 'localhost:8000', job: 'api' },
            scrapePool: 'api',
            scrapeUrl: 'http://localhost:8000/metrics',
            globalUrl: 'http://localhost:8000/metrics',
            lastError: '',
            lastScrape: '2023-11-14T22:13:18.500Z',
            lastScrapeDuration: 0.004,
            health: 'up',
            scrapeInterval: '15s',
            scrapeTimeout: '10s',
          },
          expect.objectContaining({
            health: 'unknown',
            scrapePool: 'shop',
            lastScrape: '0001-01-01T00:00:00Z',
          }),
        ],
        droppedTargets: [{ discoveredLabels: { __address__: 'localhost:1' }, scrapePool: 'api' }],
        droppedTargetCounts: { api: 1, shop: 0 },
      },
    });
  });

  test('can be filtered by state and pool', async () => {
    expect((await ask('targets?state=dropped')).body).toMatchObject({
      data: { activeTargets: [], droppedTargets: [{}] },
    });
    expect((await ask('targets?state=active&scrapePool=shop')).body).toMatchObject({
      data: { activeTargets: [{ scrapePool: 'shop' }], droppedTargets: [] },
    });
    expect((await ask('scrape_pools')).body).toEqual({
      status: 'success',
      data: { scrapePools: ['api', 'shop'] },
    });
  });

  test('describe their metrics', async () => {
    expect((await ask('metadata?metric=http_requests_total')).body).toEqual({
      status: 'success',
      data: { http_requests_total: [{ type: 'counter', help: 'Total number of requests', unit: '' }] },
    });
    expect((await ask('metadata?limit=1')).body).toHaveProperty('data.http_requests_total');
    expect((await ask('targets/metadata?match_target={job="api"}&limit=1')).body).toEqual({
      status: 'success',
      data: [
        {
          target: { instance: 'localhost:8000', job: 'api' },
          metric: 'http_requests_total',
          type: 'counter',
          help: 'Total number of requests',
          unit: '',
        },
      ],
    });
    expect((await ask('targets/metadata?match_target={job="other"}')).body).toEqual({
      status: 'success',
      data: [],
    });
    expect((await ask('metadata?limit=x')).body).toMatchObject({ error: 'limit must be a number' });
  });
});

describe('status', () => {
  test('shows configuration, build, run time, flags and storage', async () => {
    expect((await ask('status/config')).body).toMatchObject({
      data: { yaml: 'global:\n  scrape_interval: 15s\n' },
    });
    expect((await ask('status/buildinfo')).body).toMatchObject({ data: { version: '3.0.0-test' } });
    expect((await ask('status/runtimeinfo')).body).toMatchObject({ data: { reloadConfigSuccess: true } });
    expect((await ask('status/flags')).body).toMatchObject({ data: { 'query.timeout': '2m' } });
    expect((await ask('status/tsdb')).body).toMatchObject({
      data: {
        headStats: { numSeries: 3 },
        seriesCountByMetricName: [
          { name: 'http_requests_total', value: 2 },
          { name: 'up', value: 1 },
        ],
      },
    });
  });
});

describe('queries as text and tree', () => {
  test('are formatted', async () => {
    expect((await ask('format_query?query=sum  by(path)(up)')).body).toEqual({
      status: 'success',
      data: 'sum by (path) (up)',
    });
  });

  test('are parsed', async () => {
    expect((await ask('parse_query', form({ query: '-up' }))).body).toMatchObject({
      data: { type: 'unaryExpr', op: '-', expr: { type: 'vectorSelector', name: 'up' } },
    });
    expect(await ask('parse_query?query=up{')).toMatchObject({ status: 400 });
  });
});

test('alertmanagers lists where alerts are sent', async () => {
  expect((await ask('alertmanagers')).body).toEqual({
    status: 'success',
    data: {
      activeAlertmanagers: [{ url: 'http://a:9093/api/v2/alerts' }, { url: 'http://b:9093/api/v2/alerts' }],
      droppedAlertmanagers: [{ url: 'http://c:9093/api/v2/alerts' }],
    },
  });
});

describe('what is not supported', () => {
  test.each([
    ['POST', 'write'],
    ['POST', 'read'],
    ['POST', 'admin/tsdb/delete_series'],
    ['PUT', 'admin/tsdb/snapshot'],
    ['DELETE', 'series'],
    ['GET', 'notifications'],
    ['POST', 'otlp/v1/metrics'],
    ['GET', '../../consoles/index.html'],
  ])('%s %s returns 501', async (method, path) => {
    const answer = await ask(path, { method });
    expect(answer).toMatchObject({ status: 501, body: { status: 'error' } });
    expect(answer.body).toHaveProperty('error', expect.stringMatching(/does not have .+\./));
  });

  test('is 404 where Prometheus has nothing, too', async () => {
    expect(await ask('nothing')).toMatchObject({ status: 404, body: { errorType: 'not_found' } });
    const page = await fetch(`${server.url}/nothing`);
    expect([page.status, await page.text()]).toEqual([404, '404 page not found\n']);
  });
});

describe('the query of exemplars', () => {
  test.each(['query=up', 'query=rate(up[5m])&start=1&end=2', 'query=up&start=1', 'query=up&end=1'])(
    'returns an empty list for %s',
    async (query) => {
      const empty = { status: 200, body: { status: 'success', data: [] } };
      expect(await ask(`query_exemplars?${query}`)).toEqual(empty);
      expect(await ask('query_exemplars', form(Object.fromEntries(new URLSearchParams(query))))).toEqual(
        empty,
      );
    },
  );

  test('returns nothing for an expression without selectors', async () => {
    const response = await fetch(`${server.url}/api/v1/query_exemplars?query=1`);
    expect([response.status, await response.text()]).toEqual([204, '']);
  });

  test.each([
    ['', 'unknown position: parse error: no expression found in input'],
    ['query=up(', '1:4: parse error: unclosed left parenthesis'],
    [
      'query=up&start=x',
      'invalid parameter "start": invalid time value for \'start\': cannot parse "x" to a valid timestamp',
    ],
    [
      'query=up&end=x',
      'invalid parameter "end": invalid time value for \'end\': cannot parse "x" to a valid timestamp',
    ],
    ['query=up&start=5&end=1', 'end timestamp must not be before start timestamp'],
  ])('rejects %j', async (query, error) => {
    const body = { status: 'error', errorType: 'bad_data', error };
    expect(await ask(`query_exemplars?${query}`)).toEqual({ status: 400, body });
  });
});

test('the version is also at /version, as plain text that contains JSON', async () => {
  const response = await fetch(`${server.url}/version`);
  const { body } = await ask('status/buildinfo');
  expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
  expect({ data: await response.json() }).toMatchObject({ data: (body as { data: unknown }).data });
});

test('none of this was an internal error of the server', () => {
  expect(server.faults).toEqual([]);
});
