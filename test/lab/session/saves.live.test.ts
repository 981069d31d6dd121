import { appendFile, mkdtemp, readFile, realpath, rm, watch, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { disposeAppProcess } from '../../../src/lab/app-process/index.ts';
import { loadBuiltInCourse } from '../../../src/lab/course/index.ts';
import type { SessionEvent } from '../../../src/lab/session/contract/events.ts';
import type { LearnerSession } from '../../../src/lab/session/contract/learner-session.ts';
import { openSession } from '../../../src/lab/session/open.ts';
import { planFreePorts } from '../../../src/lab/session/live/ports.ts';
import { createWorkspace } from '../../../src/lab/workspace/index.ts';
import { DIST, PACKAGES, sessionEnv } from './env.ts';

const { signal } = new AbortController();
let session: LearnerSession | undefined;
let dir = '';
afterEach(async () => {
  await session?.close();
  await disposeAppProcess();
  await rm(dir, { recursive: true, force: true, maxRetries: 3 });
});

interface Opened {
  readonly session: LearnerSession;
  readonly main: string;
  readonly events: readonly SessionEvent[];
  readonly next: <K extends SessionEvent['kind']>(kind: K) => Promise<Extract<SessionEvent, { kind: K }>>;
}

/** Opens a session. `onPrepare` is called each time that the program is read. */
async function openAt(step?: string, onPrepare: () => void = () => undefined): Promise<Opened> {
  dir = await realpath(await mkdtemp(path.join(os.tmpdir(), 'ecom-lab-saves-')));
  const load = await loadBuiltInCourse(path.join(DIST, 'course'));
  if (load.status !== 'ok') throw new Error('the built-in course has faults');
  const { course } = load;
  const made = await createWorkspace({ dir: path.join(dir, 'work'), course, packages: PACKAGES });
  const events: SessionEvent[] = [];
  const place = sessionEnv(dir);
  const { runtime } = place;
  let onEvent: ((event: SessionEvent) => void) | undefined;
  const opened = await openSession({
    dir: made.workspace.dir,
    course,
    prometheus: 'embedded',
    place: {
      ...place,
      runtime: {
        ...runtime,
        prepare(options) {
          onPrepare();
          return runtime.prepare(options);
        },
      },
    },
    ports: await planFreePorts(course.app.ports),
    signal,
    isInteractive: true,
  });
  session = opened;
  opened.subscribe(({ event }) => {
    events.push(event);
    onEvent?.(event);
  });
  if (step !== undefined) await opened.call('enter', { step }, signal);
  return {
    session: opened,
    main: path.join(made.workspace.dir, 'main.ts'),
    events,
    next: (kind) =>
      new Promise((resolve) => {
        onEvent = (event) => {
          if (event.kind === kind) resolve(event as Extract<SessionEvent, { kind: typeof kind }>);
        };
      }),
  };
}

test('a save right after the session was opened is noticed', async () => {
  const { main, next } = await openAt();
  const saved = next('file-saved');
  await appendFile(main, '// saved\n');
  expect(await saved).toMatchObject({ files: ['main.ts'] });
});

test('a save ends the app, which starts again with the new code after the verdict', async () => {
  const { session: opened, main, events, next } = await openAt('define-counter');
  await opened.call('restart', { what: 'app' }, signal);
  const restarted = next('app-started');
  await writeFile(main, `${await readFile(main, 'utf8')}// saved\n`);
  await restarted;
  const kinds = events.slice(events.findIndex(({ kind }) => kind === 'file-saved')).map(({ kind }) => kind);
  expect(kinds.indexOf('check-finished')).toBeGreaterThan(0);
  expect(kinds.indexOf('check-finished')).toBeLessThan(kinds.indexOf('app-started'));
  expect(await opened.call('state', {}, signal)).toMatchObject({ app: { state: 'running' } });
});

describe('a save reads the program once', () => {
  test('for the check and for the app that starts after it', async () => {
    let count = 0;
    const { session: opened, main, next } = await openAt('define-counter', () => (count += 1));
    await opened.call('restart', { what: 'app' }, signal);
    count = 0;
    const restarted = next('app-started');
    await appendFile(main, '// saved\n');
    await restarted;
    expect(count).toBe(1);
  });

  test('and only the report says what makes it unreadable', async () => {
    let count = 0;
    const { main, events, next } = await openAt('define-counter', () => (count += 1));
    count = 0;
    const failed = next('app-start-failed');
    await appendFile(main, 'const = 1;\n');
    expect(await failed).toMatchObject({ failure: { kind: 'syntax-error' }, isReported: true });
    const reports = events.flatMap((event) => (event.kind === 'check-finished' ? [event.report] : []));
    expect(reports).toMatchObject([
      { status: 'fail', checks: [{ kind: 'app-starts', code: 'syntax-error' }] },
    ]);
    expect(count).toBe(1);
  });
});

test('a later save cancels the check of an earlier one, so only the current files are judged', async () => {
  const { main, next } = await openAt('define-counter');
  const working = await readFile(main, 'utf8');

  // It never listens, so its check lasts for seconds. Its process leaves a file.
  const silent = `import { writeFileSync } from 'node:fs';
writeFileSync(\`runs-\${process.pid}\`, '');
setInterval(() => undefined, 1000);
`;
  const changes = watch(path.dirname(main));
  await writeFile(main, silent);
  for await (const { filename } of changes) if (filename?.startsWith('runs-')) break;
  const finished = next('check-finished');
  await writeFile(main, working);
  const { report, trigger } = await finished;
  expect([trigger, report.step]).toEqual(['save', 'define-counter']);
  expect(report.checks.map(({ code }) => code)).not.toContain('never-listened');
});
