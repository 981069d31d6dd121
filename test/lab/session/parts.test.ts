// A course in parts: each ends with its review, and the learner continues with the next one.
import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { Course } from '../../../src/lab/course/index.ts';
import type { LearnerSession } from '../../../src/lab/session/contract/learner-session.ts';
import { openSession } from '../../../src/lab/session/open.ts';
import {
  appendJournal,
  EMPTY_PROGRESS,
  withStepOpened,
  withStepStatus,
  writeProgress,
  type Workspace,
} from '../../../src/lab/workspace/index.ts';
import { sampleWorkspace } from '../workspace/sample.ts';
import { sessionEnv } from './env.ts';

const { signal } = new AbortController();
let session: LearnerSession | undefined;
afterEach(async () => {
  await session?.close();
  session = undefined;
});

/** The sample course in two parts: three steps each. */
async function partedWorkspace(): Promise<{ course: Course; workspace: Workspace }> {
  const { course, workspace } = await sampleWorkspace();
  const steps = course.steps.map((step) => ({ ...step, part: step.number <= 3 ? 0 : 1 }));
  const closing = { source: path.join(course.dir, 'closing.md'), body: 'See http://{{api}}.' };
  const parts = [
    { id: 'one', title: 'The first', closing },
    { id: 'two', title: 'The second' },
  ];
  return { course: { ...course, steps, parts }, workspace };
}

async function open(course: Course, workspace: Workspace): Promise<LearnerSession> {
  await session?.close();
  session = await openSession({
    dir: workspace.dir,
    course,
    prometheus: 'embedded',
    place: sessionEnv(workspace.dir),
    signal,
  });
  return session;
}

const current = async (lab: LearnerSession): Promise<string> =>
  (await lab.call('state', {}, signal)).currentStep;

/** Steps that were skipped are judged by no review. */
async function skipAll(lab: LearnerSession, ...steps: readonly string[]): Promise<void> {
  for (const step of steps) await lab.call('skip', { step }, signal);
}

describe('the end of a part', () => {
  test('is reached without leaving its last step', async () => {
    const { course, workspace } = await partedWorkspace();
    const lab = await open(course, workspace);
    expect(await lab.call('skip', { step: 'one' }, signal)).toEqual({ step: 'two' });
    expect(await lab.call('skip', { step: 'two' }, signal)).toEqual({ step: 'two' });
    expect((await lab.call('state', {}, signal)).flow.actions[0]).toEqual({ name: 'finish', isAtHand: true });
  });

  test('reviews its steps, shows its page and leads to the next part', async () => {
    const { course, workspace } = await partedWorkspace();
    const lab = await open(course, workspace);
    await skipAll(lab, 'install', 'one', 'two');
    const first = await lab.call('review', {}, signal);
    expect(first).toMatchObject({
      part: 'one',
      summaryFile: 'ecom-lab-summary.md',
      closing: 'See http://{{api}}.',
      next: 'scrape',
    });
    expect(first.reports.map(({ step }) => step)).toEqual(['install', 'one', 'two']);
    expect(await current(lab)).toBe('scrape');

    await skipAll(lab, 'scrape', 'read', 'three');
    const { next, closing, ...second } = await lab.call('review', {}, signal);
    expect(second).toMatchObject({ part: 'two', summaryFile: 'ecom-lab-summary-two.md' });
    expect(second.reports.map(({ step }) => step)).toEqual(['scrape', 'read', 'three']);
    expect([next, closing]).toEqual([undefined, undefined]);
    expect(await readFile(path.join(workspace.dir, 'ecom-lab-summary-two.md'), 'utf8')).toBe(second.summary);
  });

  test('can be reviewed from elsewhere, by its id', async () => {
    const { course, workspace } = await partedWorkspace();
    const lab = await open(course, workspace);
    await skipAll(lab, 'install', 'one', 'two');
    await skipAll(lab, 'scrape');
    const { reports, next } = await lab.call('review', { part: 'one' }, signal);
    expect(reports).toHaveLength(3);
    expect(next).toBe('read');
    await expect(lab.call('review', { part: 'three' }, signal)).rejects.toMatchObject({ code: 'no-part' });
  });

  test('leaves out a step that a later part has replaced on purpose, and only then', async () => {
    const parted = await partedWorkspace();
    const steps = parted.course.steps.map((step) => (step.id === 'one' ? { ...step, until: 'three' } : step));
    const lab = await open({ ...parted.course, steps }, parted.workspace);
    await skipAll(lab, 'install', 'two');
    const judged = async (): Promise<string[]> => {
      const { reports } = await lab.call('review', { part: 'one' }, signal);
      return reports.flatMap(({ step, checks }) => (checks.length === 0 ? [] : [step]));
    };
    expect(await judged()).toEqual(['one']);
    await skipAll(lab, 'three');
    expect(await judged()).toEqual([]);
  });

  test('is a part of the state and of the course', async () => {
    const { course, workspace } = await partedWorkspace();
    const lab = await open(course, workspace);
    await skipAll(lab, 'install', 'one', 'two');
    const state = await lab.call('state', {}, signal);
    expect(state.parts).toEqual([
      { id: 'one', title: 'The first', steps: 3, isFinished: true },
      { id: 'two', title: 'The second', steps: 3, isFinished: false },
    ]);
    expect(state.steps.map(({ part }) => part)).toEqual(['one', 'one', 'one', 'two', 'two', 'two']);
    const view = await lab.call('course', {}, signal);
    expect(view.parts).toEqual([
      { id: 'one', title: 'The first', closing: 'See http://{{api}}.' },
      { id: 'two', title: 'The second' },
    ]);
    expect(view.steps[3]).toMatchObject({ part: 'two' });
  });
});

/** The progress at the last step of the first part, with all of its steps passed. */
const finished = (course: Course) => {
  const at = new Date('2026-01-02T03:04:05Z');
  const done = course.steps
    .filter(({ part }) => part === 0)
    .reduce((progress, { id }) => withStepStatus(progress, id, 'passed', at), EMPTY_PROGRESS);
  return withStepOpened(done, 'two', at);
};
/** What a review leaves in the journal. */
const reviewed = (failing: readonly string[]) =>
  ({ at: '2026-01-02T03:05:00Z', kind: 'finished', detail: { failing } }) as const;

describe('a learner who finished the first part when there was no other', () => {
  test('continues with the second', async () => {
    const { course, workspace } = await partedWorkspace();
    await writeProgress(workspace, finished(course));
    await appendJournal(workspace, reviewed(['one']));
    await appendJournal(workspace, reviewed([]));
    expect(await current(await open(course, workspace))).toBe('scrape');
  });

  test('continues with it also if only the progress is left', async () => {
    const { course, workspace } = await partedWorkspace();
    await writeProgress(workspace, finished(course));
    expect(await current(await open(course, workspace))).toBe('scrape');
  });

  test('still gets the review that was not done, or found something', async () => {
    const { course, workspace } = await partedWorkspace();
    await writeProgress(workspace, finished(course));
    await appendJournal(workspace, { at: '2026-01-02T03:04:05Z', kind: 'opened', step: 'two' });
    expect(await current(await open(course, workspace))).toBe('two');
    await appendJournal(workspace, reviewed(['one']));
    expect(await current(await open(course, workspace))).toBe('two');
  });

  test('is not moved on when the second has been opened', async () => {
    const { course, workspace } = await partedWorkspace();
    await writeProgress(
      workspace,
      withStepOpened(withStepOpened(finished(course), 'scrape', new Date()), 'two', new Date()),
    );
    expect(await current(await open(course, workspace))).toBe('two');
  });
});

/** `id status` of each step. */
const statuses = async (lab: LearnerSession): Promise<string[]> =>
  (await lab.call('state', {}, signal)).steps.map(({ id, status }) => `${id} ${status}`);

describe('a session that begins at a later step', () => {
  test('has the solutions of the earlier steps, which are skipped and not passed', async () => {
    const { course, workspace } = await partedWorkspace();
    const lab = await open(course, workspace);
    expect(await lab.call('prepare', { step: '5' }, signal)).toMatchObject({
      step: 'read',
      isPrepared: true,
      differing: [],
      files: ['package.json', 'main.ts', 'extra.ts', 'prometheus.yml'],
    });
    expect(await current(lab)).toBe('read');
    expect(await statuses(lab)).toEqual([
      'install skipped',
      'one skipped',
      'two skipped',
      'scrape skipped',
      'read open',
      'three open',
    ]);
  });

  test('changes nothing before the learner agrees that their files are replaced', async () => {
    const { course, workspace } = await partedWorkspace();
    const file = path.join(workspace.dir, 'main.ts');
    await writeFile(file, '// mine\n');
    const lab = await open(course, workspace);
    expect(await lab.call('prepare', { step: 'scrape' }, signal)).toMatchObject({
      isPrepared: false,
      differing: ['main.ts'],
      files: [],
    });
    expect(await readFile(file, 'utf8')).toBe('// mine\n');
    expect(await current(lab)).toBe('install');
    const replaced = await lab.call('prepare', { step: 'scrape', replace: true }, signal);
    expect(replaced).toMatchObject({ isPrepared: true, differing: ['main.ts'] });
    expect(replaced.backups.map((one) => one.file)).toContain('main.ts');
    expect(await readFile(file, 'utf8')).toBe('export const stage = 2;\n');
  });

  test('keeps the work of a learner who has done the earlier steps', async () => {
    const { course, workspace } = await partedWorkspace();
    const lab = await open(course, workspace);
    for (const step of ['one', 'two']) await lab.call('apply', { step }, signal);
    await writeFile(path.join(workspace.dir, 'main.ts'), '// mine\n');
    await lab.call('prepare', { step: 'one' }, signal);
    expect(await lab.call('prepare', { step: 'read' }, signal)).toMatchObject({
      isPrepared: true,
      differing: [],
      files: ['prometheus.yml'],
    });
    expect((await statuses(lab)).slice(0, 4)).toEqual([
      'install skipped',
      'one applied',
      'two applied',
      'scrape skipped',
    ]);
  });

  test('changes nothing at a step where the learner was before', async () => {
    const { course, workspace } = await partedWorkspace();
    const lab = await open(course, workspace);
    await lab.call('prepare', { step: 'scrape' }, signal);
    await writeFile(path.join(workspace.dir, 'main.ts'), '// mine\n');
    expect(await lab.call('prepare', { step: 'scrape' }, signal)).toMatchObject({
      isPrepared: true,
      files: [],
    });
  });
});

test('a step that is entered gets the files that a later version of the course has added', async () => {
  const { course, workspace } = await partedWorkspace();
  const lab = await open(course, workspace);
  const notes: unknown[] = [];
  lab.subscribe(({ event }) => {
    if (event.kind === 'note') notes.push(event.fact);
  });
  await rm(path.join(workspace.dir, 'prometheus.yml'));
  await lab.call('enter', { step: 'one' }, signal);
  await lab.call('enter', { step: 'two' }, signal);
  expect(notes).toEqual([{ kind: 'files-added', files: ['prometheus.yml'] }]);
  expect(await readFile(path.join(workspace.dir, 'prometheus.yml'), 'utf8')).toContain('scrape_configs');
});
