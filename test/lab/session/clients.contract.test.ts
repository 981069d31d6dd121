// What every client of a session can rely on: in the same process, over the socket as other terminals use it, and over
// plain HTTP as any program can.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Session } from '../../../src/lab/session/contract/calls.ts';
import type { SessionEvent, StreamEvent } from '../../../src/lab/session/contract/events.ts';
import type { LearnerSession } from '../../../src/lab/session/contract/learner-session.ts';
import { planFreePorts } from '../../../src/lab/session/live/ports.ts';
import { openSession } from '../../../src/lab/session/open.ts';
import { connectSession } from '../../../src/lab/session/socket/client.ts';
import { sampleWorkspace } from '../workspace/sample.ts';
import { createHttpClient, postBody, type HttpAddress } from './http-client.ts';
import { sessionEnv } from './env.ts';

const { signal } = new AbortController();
let opened: LearnerSession;
let address: HttpAddress;
const clients: Session[] = [];
beforeEach(async () => {
  const { course, workspace } = await sampleWorkspace();
  opened = await openSession({
    dir: workspace.dir,
    course,
    prometheus: 'embedded',
    place: sessionEnv(workspace.dir),
    ports: await planFreePorts(course.app.ports),
    signal,
    isInteractive: true,
  });
  const file = path.join(workspace.dir, '.ecom-lab/session.json');
  address = JSON.parse(await readFile(file, 'utf8')) as HttpAddress;
});
afterEach(async () => {
  for (const client of clients.splice(0)) await client.close();
  await opened.close();
});

const CLIENTS: Readonly<Record<string, () => Promise<Session>>> = {
  'in the same process': () => Promise.resolve(opened),
  'over the socket': async () => {
    const session = await connectSession(address, signal);
    if (session === undefined) throw new Error('no session responds');
    clients.push(session);
    return session;
  },
  'over plain HTTP': () => {
    const session = createHttpClient(address);
    clients.push(session);
    return Promise.resolve(session);
  },
};

/** Resolves with the events until the first of a kind. */
const eventsUntil = (session: Session, kind: SessionEvent['kind'], after?: number): Promise<StreamEvent[]> =>
  new Promise((resolve) => {
    const heard: StreamEvent[] = [];
    const leave = session.subscribe((one) => {
      heard.push(one);
      if (one.event.kind !== kind) return;
      resolve([...heard]);
      setImmediate(() => leave());
    }, after);
  });

describe.each(Object.entries(CLIENTS))('a client %s', (_name, connect) => {
  test('gets the result of a call', async () => {
    const session = await connect();
    const state = await session.call('state', {}, signal);
    expect(state).toMatchObject({ course: 'sample', currentStep: 'install', app: { state: 'stopped' } });
    expect(state.steps.map(({ id }) => id)).toEqual(['install', 'one', 'two', 'scrape', 'read', 'three']);
  });

  test('gets an error with its code and its fact', async () => {
    const session = await connect();
    await expect(session.call('hint', { step: 'seven' }, signal)).rejects.toMatchObject({
      code: 'no-step',
      fact: { kind: 'no-step', asked: 'seven' },
    });
  });

  test('gets the events of its own call, and tells them from those of other calls', async () => {
    const session = await connect();
    const [mine, theirs] = [eventsUntil(session, 'files-written', 0), eventsUntil(opened, 'files-written')];
    const { files } = await session.call('apply', { step: 'one' }, signal);
    expect(files).toEqual(['main.ts']);
    const heard = (await mine).at(-1);
    expect(heard).toEqual((await theirs).at(-1));
    expect(heard === undefined ? undefined : session.isOwn(heard)).toBe(true);
    const others = eventsUntil(session, 'files-written', heard?.id);
    const other = createHttpClient(address);
    await other.call('reset', { step: 'one' }, signal);
    const foreign = (await others).at(-1);
    expect(foreign?.call).toEqual(expect.any(String));
    expect(foreign === undefined ? undefined : session.isOwn(foreign)).toBe(false);
  });

  test('resumes after an event, and learns where events are missing', async () => {
    const session = await connect();
    await session.call('apply', { step: 'one' }, signal);
    const first = (await eventsUntil(session, 'files-written', 0)).at(-1);
    await session.call('apply', { step: 'two' }, signal);
    const rest = await eventsUntil(session, 'files-written', first?.id);
    expect(rest.map(({ id }) => id)).toEqual(rest.map((_, index) => (first?.id ?? 0) + 1 + index));
    expect(rest.at(-1)?.event).toMatchObject({ files: expect.arrayContaining(['extra.ts']) });
    const [missed] = await eventsUntil(session, 'events-missed', 4_000);
    expect(missed?.event).toEqual({ kind: 'events-missed' });
  });

  test('takes turns with another client', async () => {
    const [one, two] = [await connect(), await connect()];
    const [applied, reset] = await Promise.all([
      one.call('apply', { step: 'one' }, signal),
      two.call('reset', { step: 'one' }, signal),
    ]);
    expect([applied.files, reset.files]).toEqual([['main.ts'], ['main.ts']]);
  });

  test('reads the course, without what the learner is to find out', async () => {
    const course = await (await connect()).call('course', {}, signal);
    expect(course).toMatchObject({ id: 'sample', entry: 'main.ts' });
    expect(course.steps[1]).toEqual({
      id: 'one',
      number: 2,
      title: 'one',
      kind: 'edit',
      files: ['main.ts'],
      text: '',
    });
  });

  test('goes through the course by what the state offers', async () => {
    const session = await connect();
    const offered = async (): Promise<string | undefined> =>
      (await session.call('state', {}, signal)).flow.actions[0]?.name;
    expect(await session.call('enter', { step: 'one' }, signal)).toEqual({ step: 'one' });
    expect(await offered()).toBe('check');
    await session.call('apply', {}, signal);
    expect(await offered()).toBe('next');
    const { flow } = await session.call('state', {}, signal);
    await session.call('enter', { step: flow.next ?? '' }, signal);
    expect(await session.call('skip', {}, signal)).toEqual({ step: 'scrape' });
    const { currentStep, steps } = await session.call('state', {}, signal);
    expect([currentStep, steps[1]?.status, steps[2]?.status]).toEqual(['scrape', 'applied', 'skipped']);
  });

  test('writes a file that it has read, unless another client was faster', async () => {
    const [session, other] = [await connect(), await connect()];
    const { files } = await session.call('files', {}, signal);
    expect(files).toContain('lib/store.ts');
    const file = 'lib/store.ts';
    const { text, version } = await session.call('read', { file }, signal);
    const saved = eventsUntil(session, 'file-saved');
    const written = await other.call('write', { file, text: `${text}// one\n`, version }, signal);
    await expect(
      session.call('write', { file, text: `${text}// two\n`, version }, signal),
    ).rejects.toMatchObject({ code: 'file-conflict', fact: { file } });
    expect(await session.call('read', { file }, signal)).toEqual({
      file,
      text: `${text}// one\n`,
      version: written.version,
    });
    // To the session it is a save like any other.
    expect((await saved).at(-1)?.event).toMatchObject({ files: [file] });
    await expect(session.call('read', { file: '../secret' }, signal)).rejects.toMatchObject({
      code: 'file-not-editable',
    });
  });

  test('cancels a call by leaving', async () => {
    const session = await connect();
    const leaving = new AbortController();
    const started = eventsUntil(opened, 'check-started');
    const checking = session.call('check', { step: 'one' }, leaving.signal);
    await started;
    leaving.abort();
    await expect(checking).rejects.toThrow(/abort/i);
    // It has left its turn to others, and has kept no attempt.
    await session.call('apply', { step: 'one' }, signal);
    const progress = await readFile(path.join(opened.workspaceDir, '.ecom-lab/progress.json'), 'utf8');
    expect(JSON.parse(progress)).toMatchObject({ steps: { one: { attempts: 0 } } });
  });
});

describe('a program that writes its own requests', () => {
  test.each([
    ['{"name":"fly"}', { kind: 'bad-call/unknown-call', name: 'fly' }],
    ['{"name":"check","params":{"step":5}}', { kind: 'bad-call/param-type', param: 'step', type: 'string' }],
    ['{"name":"query"}', { kind: 'bad-call/param-missing', param: 'promql' }],
    ['{"name":"state","params":{"step":"one"}}', { kind: 'bad-call/unknown-param', param: 'step' }],
  ])('learns what is wrong with %s', async (body, fact) => {
    expect(await postBody(address, body)).toMatchObject({ error: { code: 'bad-call', fact } });
  });

  test('chooses the id of a call', async () => {
    const heard = eventsUntil(opened, 'files-written');
    const answer = await postBody(address, '{"id":"mine","name":"apply","params":{"step":"one"}}');
    const last = (await heard).at(-1);
    expect(last?.call).toBe('mine');
    expect(answer).toMatchObject({ id: 'mine', lastEvent: last?.id, result: { files: ['main.ts'] } });
  });
});
