// What a learner's own terminal asks of a session, and how the checks of a step are run, on the learner's real app.
import { copyFile, mkdtemp, readFile, realpath, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { disposeAppProcess } from '../../../src/lab/app-process/index.ts';
import { loadBuiltInCourse } from '../../../src/lab/course/index.ts';
import type { LearnerSession } from '../../../src/lab/session/contract/learner-session.ts';
import { openSession } from '../../../src/lab/session/open.ts';
import { planFreePorts } from '../../../src/lab/session/live/ports.ts';
import { createWorkspace } from '../../../src/lab/workspace/index.ts';
import { processesOf } from '../../faults/support/traces.ts';
import { DIST, PACKAGES, sessionEnv } from './env.ts';

const { signal } = new AbortController();
let session: LearnerSession | undefined;
let dir = '';
afterEach(async () => {
  await session?.close();
  await disposeAppProcess();
  await rm(dir, { recursive: true, force: true, maxRetries: 3 });
});

/** A session on a new workspace, whose program is that of a stage of the course where one is named. */
async function open(stage?: string): Promise<LearnerSession> {
  dir = await realpath(await mkdtemp(path.join(os.tmpdir(), 'ecom-lab-calls-')));
  const load = await loadBuiltInCourse(path.join(DIST, 'course'));
  if (load.status !== 'ok') throw new Error('the built-in course has faults');
  const { course } = load;
  const { workspace } = await createWorkspace({
    dir: path.join(dir, 'work'),
    course,
    packages: PACKAGES,
  });
  if (stage !== undefined) {
    await copyFile(path.join(DIST, 'course/stages', `${stage}.ts`), path.join(workspace.dir, 'main.ts'));
    await PACKAGES.link(workspace.dir, ['prom-client']);
  }
  session = await openSession({
    dir: workspace.dir,
    course,
    prometheus: 'embedded',
    place: sessionEnv(dir),
    ports: await planFreePorts(course.app.ports),
    signal,
    isInteractive: false,
  });
  return session;
}

describe('the checks of a step', () => {
  test('end with the first one that fails', async () => {
    const { checks, status } = await (await open()).call('check', { step: 'define-counter' }, signal);
    expect(checks.map((check) => [check.kind, check.status])).toEqual([
      ['app-starts', 'pass'],
      ['metric', 'fail'],
    ]);
    expect(status).toBe('fail');
  });

  test.runIf(process.platform === 'linux').each([
    ['pass', 'plain-counter'],
    ['fail', undefined],
  ])('leave no process of the app behind: %s', async (status, stage) => {
    const opened = await open(stage);
    expect(await opened.call('check', { step: 'define-counter' }, signal)).toMatchObject({ status });
    expect(processesOf(dir)).toEqual([]);
  });
});

describe('the right answer', () => {
  test.each([
    ['tour', undefined, '4'],
    ['choose-type', undefined, 'gauge'],
    ['read-total', 'plain-counter', '100'],
    ['busiest-endpoint', 'labeled-counter', '/products POST'],
    ['read-errors', 'error-counter', '33'],
  ])('to %s is found in the running system', async (step, stage, answer) => {
    const opened = await open(stage);
    if (step !== 'tour' && step !== 'choose-type' && step !== 'read-total')
      await opened.call('apply', { step: 'scrape-api' }, signal);
    expect(await opened.call('findAnswer', { step }, signal)).toEqual({ answer });
    expect(await opened.call('check', { step, answer }, signal)).toMatchObject({ status: 'pass' });
  });

  test('of a step that asks nothing is refused', async () => {
    await expect((await open()).call('findAnswer', { step: 'define-counter' }, signal)).rejects.toMatchObject(
      {
        code: 'no-question',
      },
    );
  });

  test('is not given where the app does not serve it', async () => {
    await expect((await open()).call('findAnswer', { step: 'read-total' }, signal)).rejects.toMatchObject({
      code: 'not-listening-on-port',
    });
  });
});

describe('the review of part one', () => {
  test('judges each step that holds to the end, and none that was skipped', async () => {
    const opened = await open('labeled-counter');
    await opened.call('skip', { step: 'expose-metrics' }, signal);
    const { reports, summary, summaryFile, regression } = await opened.call('review', {}, signal);
    const judged = reports.filter(({ checks }) => checks.length > 0);
    expect(judged.map(({ step, status }) => [step, status])).toEqual([
      ['install-client', 'fail'],
      ['label-requests', 'pass'],
      ['scrape-api', 'fail'],
      ['count-errors', 'fail'],
      ['in-progress', 'fail'],
    ]);
    const { steps } = opened.course;
    const partOne = steps.filter(({ part }) => part === 0);
    expect(reports.map(({ step }) => step)).toEqual(partOne.map(({ id }) => id));
    expect(summaryFile).toBe('ecom-lab-summary.md');
    expect(await readFile(path.join(opened.workspaceDir, summaryFile), 'utf8')).toBe(summary);
    // The part is not finished: it continues at the first step that does not pass.
    expect(regression).toBe('install-client');
    expect(await opened.call('state', {}, signal)).toMatchObject({ currentStep: regression });
  });
});
