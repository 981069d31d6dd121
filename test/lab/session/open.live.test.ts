import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { loadBuiltInCourse } from '../../../src/lab/course/index.ts';
import type { SessionEvent } from '../../../src/lab/session/contract/events.ts';
import { openSession } from '../../../src/lab/session/open.ts';
import { createWorkspace } from '../../../src/lab/workspace/index.ts';
import { DIST, PACKAGES, sessionEnv } from './env.ts';

test('what a session reports before it fails to open is not lost', async ({ onTestFinished }) => {
  const dir = await realpath(await mkdtemp(path.join(os.tmpdir(), 'ecom-lab-open-')));
  onTestFinished(() => rm(dir, { recursive: true, force: true, maxRetries: 3 }));
  const load = await loadBuiltInCourse(path.join(DIST, 'course'));
  if (load.status !== 'ok') throw new Error('the built-in course has errors');
  const work = path.join(dir, 'work');
  await createWorkspace({ dir: work, course: load.course, packages: PACKAGES });
  await rm(path.join(work, 'node_modules', 'express'), { recursive: true });
  await writeFile(path.join(work, '.ecom-lab', 'progress.json'), JSON.stringify({ version: 1000 }));
  const events: SessionEvent[] = [];
  const opening = openSession({
    dir: work,
    course: load.course,
    prometheus: 'embedded',
    place: sessionEnv(dir),
    signal: new AbortController().signal,
    onUnopened: (event) => events.push(event),
  });
  await expect(opening).rejects.toMatchObject({ code: 'progress-newer' });
  expect(events).toMatchObject([{ kind: 'note', fact: { kind: 'links-repaired', packages: ['express'] } }]);
});
