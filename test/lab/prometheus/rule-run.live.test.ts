// Rules in the simulator's threads: the same as in this thread, and no rule that harms the lab.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RuleRun } from '../../../src/lab/model/simulation/rule-run.ts';
import type { Simulator } from '../../../src/lab/model/simulation/simulator.ts';
import { createSimulator } from '../../../src/lab/prometheus/index.ts';
import { DIST } from '../session/env.ts';

const { signal } = new AbortController();
const workerFile = path.join(DIST, 'simulator-worker.js');
const LOAD = 'load 15s\n  up{job="api"} 1x19 0x20 1x40\n  requests_total 0+30x80\n';

let baseDir = '';
beforeAll(async () => {
  baseDir = await mkdtemp(path.join(tmpdir(), 'rule-run-'));
});
afterAll(() => rm(baseDir, { recursive: true }));

async function run(simulator: Simulator, rules: unknown, patterns = ['rules.yml']): Promise<RuleRun> {
  await writeFile(path.join(baseDir, 'rules.yml'), JSON.stringify(rules));
  const reading = await simulator.readTimeline(LOAD, '0', signal);
  if (reading.status !== 'read') throw new Error(JSON.stringify(reading));
  return simulator.runRules(
    {
      rules: {
        baseDir,
        patterns,
        evaluationIntervalMs: 15_000,
        queryOffsetMs: 0,
        externalLabels: { cluster: 'lab' },
      },
      timelines: [reading.timeline],
    },
    signal,
  );
}

const RULES = {
  groups: [
    {
      name: 'shop',
      rules: [
        { record: 'job:requests:rate5m', expr: 'sum(rate(requests_total[5m]))' },
        {
          alert: 'Down',
          expr: 'up == 0',
          for: '1m',
          annotations: { summary: '{{ $externalLabels.cluster }}' },
        },
        { alert: 'Busy', expr: 'job:requests:rate5m > 100' },
        { alert: 'Other', expr: 'absent(temperature)' },
      ],
    },
  ],
};

test('a thread says the same as this one', async () => {
  const [here, there] = [
    await run(createSimulator(), RULES),
    await run(createSimulator({ workerFile }), RULES),
  ];
  expect(there).toEqual(here);
  expect(here).toMatchObject({
    status: 'ran',
    rules: [
      { kind: 'recording' },
      { kind: 'alerting', name: 'Down', holdMs: 60_000, line: expect.any(Number) },
      {},
      {},
    ],
    timelines: [
      {
        rules: [
          { reads: ['requests_total'], recorded: [{ value: 2 }] },
          {
            reads: ['up'],
            episodes: [
              { pendingMs: 300_000, firingMs: 360_000, endedMs: 615_000, annotations: { summary: 'lab' } },
            ],
          },
          { reads: ['requests_total'], episodes: [] },
          { reads: [], episodes: [{}] },
        ],
      },
    ],
  });
});

const alert = (expr: string, more: object = {}): unknown => ({
  groups: [{ name: 'a', rules: [{ alert: 'A', expr, ...more }] }],
});

/** What could take the lab down, or keep it busy for hours. */
const HOSTILE: Readonly<Record<string, unknown>> = {
  'a subquery of years at every millisecond': alert('sum_over_time(vector(1)[10y:1ms]) > 0'),
  'subqueries in subqueries': alert(
    'max_over_time(max_over_time(rate(requests_total[5m])[1d:1s])[1d:1s]) > 1',
  ),
  'an interval of a millisecond': {
    groups: [{ name: 'a', interval: '1ms', rules: [{ record: 'a:b:c', expr: 'up' }] }],
  },
  'a rule that reads itself': {
    groups: [{ name: 'a', interval: '1ms', rules: [{ record: 'x', expr: 'x or up' }] }],
  },
  'rules in a circle': {
    groups: [
      {
        name: 'a',
        rules: [
          { record: 'x', expr: 'y or up' },
          { record: 'y', expr: 'x' },
        ],
      },
    ],
  },
  'many rules': {
    groups: [
      {
        name: 'a',
        rules: Array.from({ length: 5_000 }, (_, index) => ({
          record: `a:b:c${index}`,
          expr: 'sum(rate(requests_total[5m]))',
        })),
      },
    ],
  },
  'a template without an end': alert('up == 0', {
    annotations: { summary: '{{ range loop 1 1000000000 }}x{{ end }}' },
  }),
  'a template that grows': alert('up == 0', {
    annotations: { summary: `{{ printf "%${'9'.repeat(8)}d" 1 }}` },
  }),
  'deep nesting': alert(`${'abs('.repeat(20_000)}vector(1)${')'.repeat(20_000)}`),
  'many series': alert('count_values("v", requests_total) > 0'),
};

describe('rules that could do harm', () => {
  const simulator = createSimulator({ workerFile, processorMs: 500 });

  test.each(Object.entries(HOSTILE))('%s: it ends', async (_, rules) => {
    expect((await run(simulator, rules)).status).toBeOneOf(['ran', 'rejected', 'failed', 'too-heavy']);
    expect(await run(simulator, RULES)).toMatchObject({ status: 'ran' });
  });

  test('files that are no rule files', async () => {
    expect(await run(simulator, RULES, ['/dev/zero'])).toMatchObject({ status: 'rejected' });
    expect(await run(simulator, RULES, ['[rules.yml'])).toMatchObject({ status: 'failed' });
    expect(await run(simulator, RULES, ['other/*.yml'])).toMatchObject({
      status: 'ran',
      files: [],
      rules: [],
    });
  });
});
