import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { disposeAppProcess } from '../../../src/lab/app-process/index.ts';
import { loadBuiltInCourse } from '../../../src/lab/course/index.ts';
import type { LearnerSession } from '../../../src/lab/session/contract/learner-session.ts';
import { openSession } from '../../../src/lab/session/open.ts';
import { planFreePorts } from '../../../src/lab/session/live/ports.ts';
import { createWorkspace } from '../../../src/lab/workspace/index.ts';
import { DIST, PACKAGES, sessionEnv } from './env.ts';

const { signal } = new AbortController();

/** An npm that has written its files long before it ends. */
const SLOW_NPM = `
import { writeFileSync } from 'node:fs';
writeFileSync('package.json', JSON.stringify({ type: 'module', dependencies: { 'prom-client': '^15.1.3' } }));
writeFileSync('package-lock.json', '{}');
setTimeout(() => writeFileSync('package-lock.json', '{"lockfileVersion": 3}'), 250);
setTimeout(() => {}, 500);
`;

let session: LearnerSession | undefined;
let dir = '';
afterEach(async () => {
  await session?.close();
  await disposeAppProcess();
  await rm(dir, { recursive: true, force: true, maxRetries: 3 });
});

test('a write of the lab is not a save, however long it takes; the next save of that file is', async () => {
  dir = await realpath(await mkdtemp(path.join(os.tmpdir(), 'ecom-lab-own-writes-')));
  const npm = path.join(dir, 'npm', 'npm-cli.js');
  await mkdir(path.dirname(npm));
  await writeFile(path.join(dir, 'npm', 'package.json'), '{"type": "module"}');
  await writeFile(npm, SLOW_NPM);
  const load = await loadBuiltInCourse(path.join(DIST, 'course'));
  if (load.status !== 'ok') throw new Error('the built-in course has faults');
  const { course } = load;
  const { workspace } = await createWorkspace({
    dir: path.join(dir, 'workspace'),
    course,
    packages: PACKAGES,
  });
  const saved: string[] = [];
  let onSaved: ((file: string) => void) | undefined;
  session = await openSession({
    dir: workspace.dir,
    course,
    prometheus: 'embedded',
    place: sessionEnv(dir, { npm_execpath: npm }),
    ports: await planFreePorts(course.app.ports),
    signal,
    isInteractive: true,
  });
  session.subscribe(({ event }) => {
    if (event.kind !== 'file-saved') return;
    saved.push(...event.files);
    for (const file of event.files) onSaved?.(file);
  });
  /** Saves until it is told: the watch may still be starting. */
  const save = async (file: string, text: string): Promise<void> => {
    const told = new Promise<void>((resolve) => {
      onSaved = (name) => (name === file ? resolve() : undefined);
    });
    for (let isTold = false, tries = 0; !isTold; tries += 1) {
      await writeFile(path.join(workspace.dir, file), `${text}${' '.repeat(tries)}`);
      isTold = await Promise.race([
        told.then(() => true),
        new Promise<false>((resolve) => setTimeout(resolve, 500, false)),
      ]);
    }
  };
  await save('notes.json', '{}');
  saved.length = 0;

  const { files } = await session.call('apply', { step: 'install-client' }, signal);
  expect(files).toEqual(['package.json', 'package-lock.json']);
  await save('notes.json', '{"after": "apply"}');
  expect(saved.filter((file) => file !== 'notes.json')).toEqual([]);

  await save('package.json', '{"type": "module"}');
});
