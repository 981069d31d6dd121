import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { SessionEvent } from '../../../src/lab/session/contract/events.ts';
import { createProgressKeeper } from '../../../src/lab/session/live/progress-keeper.ts';
import { EMPTY_PROGRESS, readProgress, withStepStatus } from '../../../src/lab/workspace/index.ts';
import { sampleWorkspace } from '../workspace/sample.ts';

test('what the disk refuses is kept in memory, reported once, and written at the end where it can be', async () => {
  const { workspace } = await sampleWorkspace();
  const file = path.join(workspace.stateDir, 'progress.json');
  // A folder that is not empty: nothing can be put in its place.
  await mkdir(file);
  await writeFile(path.join(file, 'in-the-way'), '');
  const events: SessionEvent[] = [];
  const keeper = createProgressKeeper(workspace, EMPTY_PROGRESS, (event) => events.push(event));
  await keeper.change((progress, at) => withStepStatus(progress, 'one', 'passed', at));
  await keeper.change((progress, at) => withStepStatus(progress, 'two', 'skipped', at));
  expect(events.filter(({ kind }) => kind === 'note')).toMatchObject([
    { kind: 'note', isWarning: true, fact: { kind: 'progress-not-kept', error: { kind: 'cannot-write' } } },
  ]);
  expect(keeper.progress.steps).toMatchObject({ one: { status: 'passed' }, two: { status: 'skipped' } });

  await rm(file, { recursive: true });
  await keeper.settle();
  expect((await readProgress(workspace)).progress).toEqual(keeper.progress);
});

test('unchanged progress is not written again', async () => {
  const { workspace } = await sampleWorkspace();
  const keeper = createProgressKeeper(workspace, EMPTY_PROGRESS, () => undefined);
  await keeper.change((progress, at) => withStepStatus(progress, 'one', 'passed', at));
  const file = path.join(workspace.stateDir, 'progress.json');
  await writeFile(file, 'mine');
  await keeper.change((progress) => progress);
  await keeper.settle();
  expect(await readFile(file, 'utf8')).toBe('mine');
});
