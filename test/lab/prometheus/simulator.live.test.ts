// The simulator in its threads: right answers, and no query that harms the lab.
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { InstantAnswer, Simulator, Timeline } from '../../../src/lab/model/simulation/simulator.ts';
import { createSimulator } from '../../../src/lab/prometheus/index.ts';
import { DIST } from '../session/env.ts';

const { signal } = new AbortController();
const workerFile = path.join(DIST, 'simulator-worker.js');

const LOAD = `load 15s
  http_requests_total{job="api",instance="a",path="/cart"} 0+30x80
  http_requests_total{job="api",instance="b",path="/cart"} 9000+30x71 0+30x8
  `;

async function read(simulator: Simulator, load = LOAD, seed = '0'): Promise<Timeline> {
  const reading = await simulator.readTimeline(load, seed, signal);
  if (reading.status !== 'read') throw new Error(JSON.stringify(reading));
  return reading.timeline;
}

async function ask(simulator: Simulator, query: string): Promise<InstantAnswer | undefined> {
  const { series, endMs } = await read(simulator);
  return (await simulator.ask([{ query, series, atMs: endMs }], signal))[0];
}

describe.each([
  ['in threads', { workerFile }],
  ['in this thread', {}],
])('a simulator %s', (_, options) => {
  const simulator = createSimulator(options);

  test('reads a timeline that begins at 0', async () => {
    const timeline = await read(simulator);
    expect(timeline.endMs).toBe(20 * 60_000);
    expect(timeline.series.map(({ timestamps }) => timestamps[0])).toEqual([0, 0]);
    expect(timeline.series[1]?.labels).toEqual({
      __name__: 'http_requests_total',
      job: 'api',
      instance: 'b',
      path: '/cart',
    });
  });

  test('varies by the seed, and is the same for the same seed', async () => {
    const load = 'load 15s\n  x 0+30~9x20';
    const [one, same, other] = await Promise.all(['1', '1', '2'].map((seed) => read(simulator, load, seed)));
    expect(one?.series[0]?.values).toEqual(same?.series[0]?.values);
    expect(one?.series[0]?.values).not.toEqual(other?.series[0]?.values);
  });

  test('begins all blocks at 0', async () => {
    const { series, endMs } = await read(simulator, 'load 1m\n  a 1x10\nload 15s\n  b 1x10');
    expect(series.map(({ timestamps }) => timestamps[0])).toEqual([0, 0]);
    expect(endMs).toBe(600_000);
  });

  test('names the lines that cannot be read', async () => {
    const reading = await simulator.readTimeline('load 15s\n  up{ 1x3', '0', signal);
    expect(reading).toMatchObject({ status: 'rejected', problems: [{ line: 2 }] });
  });

  test.each([
    [
      'sum by (path) (rate(http_requests_total[5m]))',
      { kind: 'vector', rows: [{ labels: { path: '/cart' } }] },
    ],
    ['scalar(vector(2)) * 3', { kind: 'scalar', value: 6 }],
    ['"text"', { kind: 'string', value: 'text' }],
    ['http_requests_total[1m]', { kind: 'matrix', seriesCount: 2 }],
    ['absent(http_requests_total)', { kind: 'vector', rows: [] }],
  ])('%s', async (query, value) => {
    expect(await ask(simulator, query)).toMatchObject({ status: 'answered', value });
  });

  test('gives the words and the place of what is wrong', async () => {
    expect(await ask(simulator, 'sum(rate(x[5m])')).toMatchObject({
      status: 'rejected',
      fault: { kind: 'bad_data', message: expect.stringMatching(/^1:\d+: parse error: /) as string },
    });
    expect(await simulator.parse('rat(x[5m])', signal)).toMatchObject({
      status: 'rejected',
      fault: { kind: 'bad_data', position: 0 },
    });
    expect(await ask(simulator, 'http_requests_total * on (path) http_requests_total')).toMatchObject({
      status: 'rejected',
      fault: { kind: 'execution' },
    });
  });

  test('gives the tree of a query', async () => {
    expect(await simulator.parse('sum by (path) (rate(x{a="b"}[5m]))', signal)).toMatchObject({
      status: 'parsed',
      tree: {
        kind: 'aggregate',
        op: 'sum',
        grouping: ['path'],
        isWithout: false,
        expr: { kind: 'call', func: { name: 'rate' }, args: [{ kind: 'matrixSelector', rangeMs: 300_000 }] },
      },
    });
  });

  test('ends with its signal', async () => {
    const aborted = AbortSignal.abort(new Error('enough'));
    await expect(simulator.parse('1', aborted)).rejects.toThrow('enough');
  });
});

const deep = (depth: number): string => `${'abs('.repeat(depth)}vector(1)${')'.repeat(depth)}`;

/** What could take a server down, or keep it busy for hours. */
const HOSTILE: Readonly<Record<string, string>> = {
  'a subquery of years at every millisecond': 'sum_over_time(vector(1)[10y:1ms])',
  'subqueries in subqueries': 'max_over_time(max_over_time(rate(http_requests_total[5m])[1d:1s])[1d:1s])',
  'a huge regular expression': `{__name__=~"${'(a*)*'.repeat(3_000)}b"}`,
  'a regular expression with counts': '{__name__=~"((((x{1,100}){1,100}){1,100}){1,100}){1,100}"}',
  'values as labels': `count_values("value", rate(http_requests_total[5m])) ${'or count_values("v", http_requests_total) '.repeat(800)}`,
  'deep nesting': deep(20_000),
  'many operators': `1${'+1'.repeat(50_000)}`,
  'a long text': `label_replace(vector(1), "x", "${'y'.repeat(1_000_000)}", "", "")`,
  'labels that grow': Array.from({ length: 40 }, () => 0).reduce(
    (inner) => `label_join(${inner}, "a", "", "a", "a")`,
    'label_replace(vector(1), "a", "xxxxxxxx", "", "")',
  ),
};

describe('a query that could do harm', () => {
  const simulator = createSimulator({ workerFile, processorMs: 2_000 });
  beforeAll(async () => {
    await read(simulator);
  });

  test.each(Object.entries(HOSTILE))('%s ends', async (_, query) => {
    const answer = await ask(simulator, query);
    expect(answer?.status).toBeOneOf(['answered', 'rejected', 'too-heavy']);
    expect(await ask(simulator, 'vector(1)')).toMatchObject({ status: 'answered' });
  });

  test('one that works for ever is too heavy', async () => {
    const query = 'max_over_time(quantile_over_time(0.5, http_requests_total[20m:20ms])[20m:20ms])';
    expect(await ask(simulator, query)).toMatchObject({ status: 'too-heavy' });
  });

  test('a thread that runs for ever is ended', async () => {
    const impatient = createSimulator({ workerFile, processorMs: 1 });
    const { series, endMs } = await read(simulator);
    const questions = Array.from({ length: 5_000 }, () => ({
      query: 'max_over_time(rate(http_requests_total[5m])[20m:1s])',
      series,
      atMs: endMs,
    }));
    const answers = await impatient.ask(questions, signal);
    expect(answers[0]).toEqual({ status: 'too-heavy', why: 'time' });
    expect(answers).toHaveLength(5_000);
  });

  test('can be given up', async () => {
    const ending = new AbortController();
    const { series, endMs } = await read(simulator);
    const query = 'max_over_time(rate(http_requests_total[5m])[20m:1s])';
    const asked = simulator.ask(
      Array.from({ length: 5_000 }, () => ({ query, series, atMs: endMs })),
      ending.signal,
    );
    setTimeout(() => ending.abort(new Error('enough')), 50);
    await expect(asked).rejects.toThrow('enough');
    expect(await ask(simulator, 'vector(1)')).toMatchObject({ status: 'answered' });
  });
});
