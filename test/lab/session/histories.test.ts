import { mkdir, mkdtemp, readFile, realpath, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { parse } from 'yaml';
import { readHistory } from '../../../src/prometheus/index.ts';
import { createHistories, type Histories } from '../../../src/lab/session/live/histories.ts';
import type { LazyPrometheus } from '../../../src/lab/session/live/prometheus.ts';
import type { SessionEvent } from '../../../src/lab/session/contract/events.ts';
import type { Course, Step } from '../../../src/lab/course/index.ts';
import type { HistoryDescription, HistoryOutcome } from '../../../src/lab/model/prometheus-api.ts';
import { workspaceAt } from '../../../src/lab/workspace/files/place.ts';
import { folderIdentity } from '../../../src/lab/workspace/files/folder-identity.ts';
import { fakePrometheus } from '../checks/support/fake-prometheus.ts';

const { signal } = new AbortController();
const HOUR_MS = 3_600_000;
const LOAD = 'load 1m\n  hits_total 0+1x119\n';
const step = (history?: string): Step =>
  ({ id: 'one', ...(history === undefined ? {} : { history }) }) as Step;

let dir = '';
let loads: HistoryDescription[] = [];
let events: SessionEvent[] = [];
beforeEach(async () => {
  dir = await realpath(await mkdtemp(path.join(os.tmpdir(), 'ecom-lab-histories-')));
  await mkdir(path.join(dir, '.ecom-lab'));
  loads = [];
  events = [];
  vi.useFakeTimers({ now: 1_700_000_000_000, toFake: ['Date'] });
});
afterEach(async () => {
  vi.useRealTimers();
  await rm(dir, { recursive: true, force: true });
});

/** A session's histories on the folder, with a Prometheus that takes them or refuses. */
async function open(
  outcome?: HistoryOutcome,
  kind: 'embedded' | 'managed' | 'attached' = 'embedded',
): Promise<Histories> {
  const provider = {
    ...fakePrometheus(),
    kind,
    loadHistory(description: HistoryDescription): Promise<HistoryOutcome> {
      loads.push(description);
      const startMs = (description.endMs ?? 0) - 2 * HOUR_MS;
      return Promise.resolve(outcome ?? { status: 'loaded', samples: 120, startMs });
    },
  };
  return createHistories({
    course: { histories: { past: { title: 'The past', load: LOAD } } } as unknown as Course,
    workspace: workspaceAt(dir, (await folderIdentity(dir)) ?? '', {
      version: 1,
      course: 'c',
      seed: 7,
      created: '2026-01-01T00:00:00Z',
    }),
    prometheus: { get: () => Promise.resolve(provider) } as unknown as LazyPrometheus,
    emit: (event) => events.push(event),
  });
}

test('a history ends a quarter of an hour ago, and is loaded once, also by the next session', async () => {
  const histories = await open();
  await histories.ensure(step('past'), signal);
  await histories.ensure(step('past'), signal);
  await (await open()).ensure(step('past'), signal);
  expect(loads).toEqual([{ text: LOAD, seed: '7', endMs: Date.now() - 15 * 60_000 }]);
  expect(events).toMatchObject([{ kind: 'note', fact: { kind: 'history-loaded', lengthMs: 2 * HOUR_MS } }]);
});

test('it is loaded again when the last one is wholly past, so that no two overlap', async () => {
  const histories = await open();
  await histories.ensure(step('past'), signal);
  vi.setSystemTime(Date.now() + 2 * HOUR_MS - 1);
  await histories.ensure(step('past'), signal);
  expect(loads).toHaveLength(1);
  vi.setSystemTime(Date.now() + 1);
  await histories.ensure(step('past'), signal);
  expect(loads).toHaveLength(2);
});

test('each data folder gets it', async () => {
  await (await open()).ensure(step('past'), signal);
  await (await open(undefined, 'managed')).ensure(step('past'), signal);
  expect(loads).toHaveLength(2);
});

test('a step without a history asks no Prometheus', async () => {
  await (await open()).ensure(step(), signal);
  expect(loads).toEqual([]);
});

test('one that cannot be loaded is told once, and blocks what needs it with the reason', async () => {
  const why = { kind: 'not-started-by-lab', url: 'http://localhost:9090' } as const;
  const histories = await open({ status: 'blocked', why }, 'attached');
  const fact = { kind: 'history-not-loaded', why };
  await expect(histories.ensure(step('past'), signal)).rejects.toMatchObject({
    code: 'history-not-loaded',
    fact,
  });
  await expect(histories.ensure(step('past'), signal)).rejects.toMatchObject({ fact });
  expect(events).toMatchObject([{ kind: 'note', fact, isWarning: true }]);
});

test('a description that cannot be read is the fault of the course', async () => {
  const problems = [{ line: 2, message: 'no values' }];
  const histories = await open({ status: 'rejected', problems });
  await expect(histories.ensure(step('past'), signal)).rejects.toMatchObject({
    code: 'history-not-loaded',
    fact: { kind: 'history-not-loaded/description', name: 'past', problems },
  });
});

test('those of the built-in course can be read, are small, and share no instance', async () => {
  const source = await readFile(new URL('../../../steps/course.yaml', import.meta.url), 'utf8');
  const { histories } = parse(source) as { histories: Record<string, { load: string }> };
  const seen = new Set<string>();
  for (const [name, { load }] of Object.entries(histories)) {
    const reading = await readHistory(load, '0', Date.now());
    if (reading.status !== 'read') throw new Error(`${name}: ${JSON.stringify(reading.problems)}`);
    expect(reading.series.length).toBeLessThanOrEqual(32);
    const instances = new Set(reading.series.map(({ labels }) => labels.get('instance') ?? ''));
    expect([...instances].filter((one) => seen.has(one))).toEqual([]);
    for (const one of instances) seen.add(one);
  }
  expect(Object.keys(histories)).toEqual(['a-day', 'a-rollout', 'an-outage']);
});
