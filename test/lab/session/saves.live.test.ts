import { mkdtemp, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { disposeAppProcess } from '../../../src/lab/app-process/index.ts';
import { loadBuiltInCourse } from '../../../src/lab/course/index.ts';
import type { SessionEvent } from '../../../src/lab/session/events.ts';
import type { LearnerSession } from '../../../src/lab/session/learner-session.ts';
import { openSession } from '../../../src/lab/session/open-session.ts';
import { planFreePorts } from '../../../src/lab/session/ports.ts';
import { createWorkspace } from '../../../src/lab/workspace/index.ts';
import { DIST, LAB_MODULES, sessionPlace } from './place.ts';

const { signal } = new AbortController();
let session: LearnerSession | undefined;
let dir = '';
afterEach(async () => {
  await session?.close();
  await disposeAppProcess();
  await rm(dir, { recursive: true, force: true, maxRetries: 3 });
});

test('a later save calls off the check of an earlier one: only what is there now is judged', async () => {
  dir = await realpath(await mkdtemp(path.join(os.tmpdir(), 'ecom-lab-saves-')));
  const load = await loadBuiltInCourse(path.join(DIST, 'course'));
  if (load.status !== 'ok') throw new Error('the built-in course has faults');
  const { course } = load;
  const made = await createWorkspace({ dir: path.join(dir, 'work'), course, labModulesDir: LAB_MODULES });
  const main = path.join(made.workspace.dir, 'main.ts');
  const working = await readFile(main, 'utf8');
  let onEvent: ((event: SessionEvent) => void) | undefined;
  session = await openSession({
    dir: made.workspace.dir,
    course,
    prometheus: 'embedded',
    place: sessionPlace(dir),
    ports: await planFreePorts(course.app.ports),
    listener: (event) => onEvent?.(event),
    signal,
    isInteractive: true,
  });
  const next = <K extends SessionEvent['kind']>(kind: K): Promise<Extract<SessionEvent, { kind: K }>> =>
    new Promise((resolve) => {
      onEvent = (event) =>
        event.kind === kind ? resolve(event as Extract<SessionEvent, { kind: K }>) : undefined;
    });
  await session.enterStep('define-counter', signal);

  // It never listens, so its check lasts for seconds. Its process leaves a file, the live app's and the check's own.
  const silent = `import { writeFileSync } from 'node:fs';
writeFileSync(\`runs-\${process.pid}\`, '');
setInterval(() => undefined, 1000);
`;
  const running = async (): Promise<number> =>
    (await readdir(made.workspace.dir)).filter((name) => name.startsWith('runs-')).length;
  for (let tries = 0; (await running()) < 2; tries += 1) {
    // Again now and then: the watch may still have been starting.
    if (tries % 100 === 0) await writeFile(main, `${silent}// ${String(tries)}\n`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const finished = next('check-finished');
  await writeFile(main, working);
  const { report, trigger } = await finished;
  expect([trigger, report.step]).toEqual(['save', 'define-counter']);
  expect(report.checks.map(({ code }) => code)).not.toContain('never-listened');
});
