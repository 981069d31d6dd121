// A scenario that the store holds continues in the background, so that learners can look at requests in progress.
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Course } from '../../../src/lab/course/index.ts';
import type { SessionEvent } from '../../../src/lab/session/contract/events.ts';
import type { LearnerSession } from '../../../src/lab/session/contract/learner-session.ts';
import { openSession } from '../../../src/lab/session/open.ts';
import { planFreePorts } from '../../../src/lab/session/live/ports.ts';
import { sampleWorkspace } from '../workspace/sample.ts';
import { sessionEnv } from './env.ts';

const { signal } = new AbortController();

/** Calls the store for each request, and says on another port how many are in progress. */
const APP = `import { createServer } from 'node:http';
const store = globalThis[Symbol.for('ecom-lab.store')];
let open = 0;
createServer(async (request, response) => {
  open += 1;
  response.on('close', () => (open -= 1));
  await store('any');
  response.end('ok');
}).listen(3000);
createServer((_request, response) => response.end(String(open))).listen(8000);
`;

let lab: LearnerSession;
let events: SessionEvent[];
let metrics: string;

beforeEach(async () => {
  const { course, workspace } = await sampleWorkspace();
  await writeFile(path.join(workspace.dir, 'main.ts'), APP);
  const slow: Course = {
    ...course,
    scenarios: {
      slow: { title: 'slow', heldForSeconds: 120, requests: [{ method: 'GET', path: '/a', count: 3 }] },
      visitors: { title: 'visitors', requests: [{ method: 'GET', path: '/b', count: 2 }] },
    },
  };
  const ports = await planFreePorts(slow.app.ports);
  events = [];
  const place = sessionEnv(workspace.dir);
  lab = await openSession({
    dir: workspace.dir,
    course: slow,
    prometheus: 'embedded',
    place,
    ports,
    signal,
  });
  lab.subscribe(({ event }) => events.push(event));
  const { addresses } = await lab.call('state', {}, signal);
  metrics = `http://${addresses['metrics'] ?? ''}`;
});
afterEach(() => lab.close());

const inProgress = async (): Promise<number> => Number(await (await fetch(metrics)).text());

/** The page shows what has arrived, and requests on their way arrive by themselves. */
async function untilInProgress(count: number): Promise<void> {
  await expect.poll(inProgress, { timeout: 60_000 }).toBe(count);
}

test('the call returns while the requests wait, and the app shows them', async () => {
  const sent = await lab.call('traffic', { scenario: 'slow' }, signal);
  expect(sent).toMatchObject({ scenario: 'slow', held: 3, sent: 0, failed: 0 });
  expect(events).toContainEqual({ kind: 'traffic-held', scenario: 'slow', requests: 3, seconds: 120 });
  await untilInProgress(3);
  expect(events.filter(({ kind }) => kind === 'traffic-finished')).toEqual([]);
});

test('other traffic ends the hold first', async () => {
  await lab.call('traffic', { scenario: 'slow' }, signal);
  await untilInProgress(3);
  expect(await lab.call('traffic', { scenario: 'visitors' }, signal)).toMatchObject({ sent: 2, failed: 0 });
  expect(await inProgress()).toBe(0);
  expect(events.filter(({ kind }) => kind === 'traffic-finished')).toEqual([
    { kind: 'traffic-finished', scenario: 'slow', sent: 3, failed: 0 },
    { kind: 'traffic-finished', scenario: 'visitors', sent: 2, failed: 0 },
  ]);
});

test('a restart of the app ends the hold, and nothing is reported as a failure', async () => {
  await lab.call('traffic', { scenario: 'slow' }, signal);
  await untilInProgress(3);
  await lab.call('restart', { what: 'app' }, signal);
  expect(await lab.call('traffic', { scenario: 'visitors' }, signal)).toMatchObject({ sent: 2, failed: 0 });
  expect(events.filter(({ kind }) => kind === 'traffic-finished')).toEqual([
    { kind: 'traffic-finished', scenario: 'visitors', sent: 2, failed: 0 },
  ]);
});
