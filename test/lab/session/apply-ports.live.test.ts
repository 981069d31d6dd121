import { mkdtemp, readFile, realpath, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { disposeAppProcess } from '../../../src/lab/app-process/index.ts';
import { loadBuiltInCourse } from '../../../src/lab/course/index.ts';
import { openSession } from '../../../src/lab/session/open.ts';
import { planFreePorts } from '../../../src/lab/session/live/ports.ts';
import { createWorkspace } from '../../../src/lab/workspace/index.ts';
import { DIST, PACKAGES, sessionEnv } from './env.ts';

const { signal } = new AbortController();

async function take(port: number): Promise<void> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
}

test('the applied job names the port of the running app, even if it lost its planned ports', async () => {
  const dir = await realpath(await mkdtemp(path.join(os.tmpdir(), 'ecom-lab-ports-')));
  onTestFinished(() => rm(dir, { recursive: true, force: true, maxRetries: 3 }));
  const load = await loadBuiltInCourse(path.join(DIST, 'course'));
  if (load.status !== 'ok') throw new Error('the built-in course has faults');
  const { course } = load;
  const made = await createWorkspace({ dir: path.join(dir, 'work'), course, packages: PACKAGES });
  const planned = await planFreePorts(course.app.ports);
  const session = await openSession({
    dir: made.workspace.dir,
    course,
    prometheus: 'embedded',
    place: sessionEnv(dir),
    ports: planned,
    signal,
    isInteractive: true,
  });
  onTestFinished(async () => {
    await session.close();
    await disposeAppProcess();
  });
  for (const port of Object.values(planned.actual)) await take(port);
  await session.call('apply', { step: 'scrape-api' }, signal);
  const { addresses } = await session.call('state', {}, signal);
  const { metrics } = addresses;
  expect(metrics).not.toBe(`localhost:${planned.actual['metrics']}`);
  expect(await readFile(path.join(made.workspace.dir, 'prometheus.yml'), 'utf8')).toContain(metrics);
});
