// Whatever is asked, it ends in an answer or an error in Prometheus's words, and meanwhile scrapes and small queries continue.
import { expect, test } from 'vitest';
import { startLab, type Lab } from './server.ts';

const TOO_MUCH = 'query processing would load too many samples into memory in query execution';
const TIMED_OUT = 'query timed out in expression evaluation';
const nested = (inner: string, times: number, wrap: (text: string) => string): string =>
  Array.from({ length: times }).reduce<string>((text) => wrap(text), inner);
/** An hour from the last scrape on: its samples are the values of the first five minutes. */
const range = (query: string): Record<string, string> => {
  const start = Math.ceil(Date.now() / 1000);
  return { query, start: String(start), end: String(start + 3_600), step: '1' };
};
const matches = (selector: (at: number) => string): URLSearchParams =>
  new URLSearchParams(Array.from({ length: 50_000 }, (_, at): [string, string] => ['match[]', selector(at)]));

const ATTACKS: readonly [
  string,
  string,
  () => Record<string, string> | URLSearchParams,
  readonly string[],
][] = [
  [
    'label_replace that doubles',
    'query',
    () => ({ query: nested('big', 60, (text) => `label_replace(${text}, "v", "$1$1", "v", "(.*)")`) }),
    [TOO_MUCH, TIMED_OUT],
  ],
  [
    'label_join that doubles',
    'query',
    () => ({ query: nested('big', 60, (text) => `label_join(${text}, "v", "", "v", "v")`) }),
    [TOO_MUCH, TIMED_OUT],
  ],
  [
    'a join of count_values',
    'query_range',
    () => range('big * on () group_left (v) count_values("v", vector(time()))'),
    [TOO_MUCH, TIMED_OUT],
  ],
  [
    'count_values of every sample',
    'query_range',
    () => range('count_values("v", vector(time()) + on () group_right () big * vector(scalar(tick)))'),
    [TOO_MUCH, TIMED_OUT, ''],
  ],
  ['50,000 selectors', 'series', () => matches(() => 'big'), [TIMED_OUT]],
  ['50,000 patterns', 'labels', () => matches((at) => `{i=~"${at}.*x?"}`), [TIMED_OUT]],
  [
    'parentheses',
    'query',
    () => ({ query: '('.repeat(3_000_000) }),
    ['invalid parameter "query": 1:100001: parse error: expression has more than 100,000 tokens'],
  ],
  [
    'a pattern of a megabyte',
    'query',
    () => ({ query: `count(big{i=~"${'(a|b)*c?'.repeat(130_000)}"})` }),
    [TOO_MUCH, TIMED_OUT, ''],
  ],
  [
    'a subquery in a subquery',
    'query',
    () => ({ query: 'sum_over_time(quantile_over_time(0.5, vector(time())[6h:1s])[6h:1s])' }),
    [TIMED_OUT],
  ],
  [
    'a year of milliseconds',
    'query',
    () => ({ query: 'sum_over_time(vector(1)[1y:1ms])' }),
    [TOO_MUCH, TIMED_OUT],
  ],
  [
    'selectors of ten thousand labels',
    'query',
    () => ({ query: `absent({${Array.from({ length: 10_000 }, (_, i) => `a${i}="b"`).join(',')}})` }),
    [TIMED_OUT, ''],
  ],
];

/** A scrape and a small query begin and end while the heavy request is under way, or it ends before them. */
async function expectCalm(lab: Lab, heavy: Promise<unknown>): Promise<void> {
  const over = heavy.then(() => 'over');
  for (let turn = 0; turn < 3; turn += 1) {
    const first = await Promise.race([lab.scrape(), over]);
    // It may be refused before anything was scraped.
    if (first === 'over') return;
    expect(await lab.number('sum(last_over_time(tick[1m]))')).toBe(1);
  }
  await over;
}

test.each(ATTACKS)('%s', async (_what, path, params, errors) => {
  const lab = await startLab(3_000);
  const answer = lab.ask(path, params());
  await expectCalm(lab, answer);
  expect(errors).toContain((await answer).error);
  expect([200, 400, 422, 503]).toContain((await answer).status);
  expect(lab.replaced).toEqual([]);
});

/** 256 MB are 29.8 million cells of 9 bytes; 3,601 steps of this many series are 30.3 million. */
const MANY_SERIES = 8_400;

test.each([
  // One scrape is no rate.
  ['rate', 0],
  ['last_over_time', 20],
])('a sum over more cells of %s than a query may hold returns a result', async (name, series) => {
  const lab = await startLab(MANY_SERIES);
  const answer = await lab.ask('query_range', range(`sum by (path) (${name}(big[5m]))`));
  expect(answer).toMatchObject({ status: 200, error: '' });
  expect(answer.result).toHaveLength(series);
});

test('two such sums at once do not harm the server, whether or not they finish in time', async () => {
  const lab = await startLab(MANY_SERIES);
  const answers = await Promise.all(
    ['rate', 'last_over_time'].map((name) =>
      lab.ask('query_range', range(`sum by (path) (${name}(big[5m]))`)),
    ),
  );
  for (const { status, error } of answers)
    expect([
      [200, ''],
      [503, TIMED_OUT],
    ]).toContainEqual([status, error]);
  expect(lab.replaced).toEqual([]);
});

const HEAVY = 'sum_over_time(quantile_over_time(0.5, vector(time())[6h:1s])[6h:1s])';

test('of fifty heavy queries, a few run at a time, and a small one does not wait for them', async () => {
  const lab = await startLab(1_000);
  let isOver = false;
  const heavy = Promise.all(Array.from({ length: 50 }, (_, at) => lab.query(`${HEAVY} + ${at}`))).finally(
    () => (isOver = true),
  );
  await lab.scrape();
  expect(await lab.number('sum(last_over_time(tick[1m]))')).toBe(1);
  // On a busy machine only the first small query is certain to be answered before their ten seconds are over.
  expect(isOver).toBe(false);
  for (let turn = 0; turn < 4; turn += 1) expect(await lab.number('sum(last_over_time(tick[1m]))')).toBe(1);
  await lab.scrape();
  const errors = new Set((await heavy).map(({ status, error }) => `${status} ${error}`));
  expect(errors).toEqual(new Set([`503 ${TIMED_OUT}`, '503 query timed out in query queue']));
});

test('queries beyond the queue are rejected at once', async () => {
  const lab = await startLab(10);
  const leaving = new AbortController();
  const asked = Array.from({ length: 260 }, (_, at) =>
    lab.ask('query', { query: `${HEAVY} + ${at}` }, leaving.signal).catch(() => undefined),
  );
  const first = await Promise.race(asked);
  expect(first).toMatchObject({ status: 503, error: 'too many queries are waiting: try again later' });
  leaving.abort();
  await Promise.all(asked);
});

test('queries of disconnected clients free their slots', async () => {
  const lab = await startLab(10);
  const leaving = new AbortController();
  const asked = Array.from({ length: 50 }, (_, at) =>
    lab.ask('query', { query: `${HEAVY} + ${at}` }, leaving.signal).catch(() => 'left'),
  );
  // By then the first of them are evaluated, and the others wait.
  await lab.scrape();
  await lab.scrape();
  leaving.abort();
  expect(new Set(await Promise.all(asked))).toEqual(new Set(['left']));
  // Behind fifty others it would end in the queue.
  expect(await lab.ask('query', { query: HEAVY, timeout: '5s' })).toMatchObject({
    status: 503,
    error: TIMED_OUT,
  });
});

test('a selector is read at one moment, however often it occurs in a query', async () => {
  const lab = await startLab(2_000);
  for (let turn = 0; turn < 50; turn += 1)
    expect(await lab.number('count_over_time(tick[1h]) - on () count_over_time(tick[2h])')).toBe(0);
});

test('patterns, labels and series give the same results as without threads', async () => {
  const lab = await startLab(300);
  expect(await lab.number('count(big{i=~"1.*"})')).toBe(111);
  expect(await lab.number('count(big{i!~"1.*",path=~"/p(1|2)"})')).toBe(19);
  expect(await lab.number('count(big{nothing=~".*"})')).toBe(300);
  const list = async (path: string): Promise<unknown> =>
    ((await (await fetch(`${lab.server.url}/api/v1/${path}`)).json()) as { data: unknown }).data;
  expect(await list('labels')).toEqual(['__name__', 'i', 'instance', 'job', 'path', 'v']);
  expect(await list('labels?match[]=tick')).toEqual(['__name__', 'instance', 'job']);
  expect(await list('label/job/values')).toEqual(['big', 'small']);
  expect(await list('label/i/values?match[]=big{i=~"29."}')).toHaveLength(10);
  expect(await list('series?match[]=tick')).toEqual([
    expect.objectContaining({ __name__: 'tick', job: 'small' }),
  ]);
});
