import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { LabError } from '../../../src/lab/model/errors.ts';
import { sessionError } from '../../../src/lab/session/contract/errors.ts';
import { createEmitter } from '../../../src/lab/session/emitter.ts';
import type { SessionEvent } from '../../../src/lab/session/contract/events.ts';
import type { Session } from '../../../src/lab/session/contract/calls.ts';
import { connectSession } from '../../../src/lab/session/socket/client.ts';
import { FOLDER_HEADER, MAX_CALL_BYTES } from '../../../src/lab/session/socket/protocol.ts';
import { openSessionSocket, type SessionSocket } from '../../../src/lab/session/socket/server.ts';

const signal = new AbortController().signal;
let opened: SessionSocket | undefined;
afterEach(async () => {
  await opened?.close();
  opened = undefined;
});

const STATE = {
  course: 'shop',
  workspaceDir: '/lab',
  seed: 0,
  currentStep: 'tour',
  steps: [],
  addresses: {},
  app: { state: 'stopped' },
};

/** A session that answers `log`, tells an event before it, and refuses `hint`. */
async function openSocket(): Promise<{ socket: SessionSocket; calls: string[] }> {
  const emitter = createEmitter();
  const calls: string[] = [];
  const session: Session = {
    async call(name: string) {
      calls.push(name);
      if (name === 'hint') throw sessionError('no-step', { asked: 'x', steps: ['one'] });
      emitter.emit({ kind: 'note', fact: { kind: 'working' } });
      return (name === 'state' ? STATE : { lines: ['hello'] }) as never;
    },
    close: () => Promise.resolve(),
  };
  opened = await openSessionSocket({
    session,
    subscribe: emitter.subscribe,
    folder: 'one',
    refuseGone: () => Promise.resolve(),
  });
  return { socket: opened, calls };
}

function post(
  url: string,
  headers: Record<string, string>,
  body: string,
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const sent = request(`${url}/call`, { method: 'POST', headers }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
    });
    // A refused body may be cut while it is still being sent.
    sent.on('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EPIPE' || error.code === 'ECONNRESET'
        ? resolve({ status: 0, text: '' })
        : reject(error),
    );
    sent.end(body);
  });
}

describe('a second terminal', () => {
  test('gets the answer of a call, and hears what it set off', async () => {
    const { socket } = await openSocket();
    const events: SessionEvent[] = [];
    const remote = await connectSession({ ...socket, onEvent: (event) => events.push(event) }, signal);
    events.length = 0;
    await expect(remote?.call('log', { lines: 5 }, signal)).resolves.toEqual({ lines: ['hello'] });
    expect(events).toEqual([{ kind: 'note', fact: { kind: 'working' } }]);
  });

  test('gets an error with its code and its fact', async () => {
    const { socket } = await openSocket();
    const remote = await connectSession({ ...socket, onEvent: () => undefined }, signal);
    await expect(remote?.call('hint', {}, signal)).rejects.toMatchObject({
      code: 'no-step',
      fact: { kind: 'no-step', asked: 'x', steps: ['one'] },
    });
  });

  test.each([
    ['while it waits for the answer', ''],
    ['in the middle of a line', '{"result":{"lin'],
    ['and something else has its port', 'hello\n'],
  ])('is told that the session has ended %s', async (_when, begun) => {
    let calls = 0;
    const dying = createServer((incoming, response) => {
      incoming.resume();
      calls += 1;
      response.writeHead(200, { 'content-type': 'application/x-ndjson', [FOLDER_HEADER]: 'one' });
      if (calls === 1) response.end(`${JSON.stringify({ result: STATE })}\n`);
      else response.write(`{"event":{"kind":"note","fact":{"kind":"working"}}}\n${begun}`);
    });
    await new Promise<void>((resolve) => dying.listen(0, '127.0.0.1', resolve));
    const { port } = dying.address() as AddressInfo;
    const onEvent = (): void => dying.closeAllConnections();
    const remote = await connectSession(
      { url: `http://127.0.0.1:${port}`, token: 'any', folder: 'one', onEvent },
      signal,
    );
    await expect(remote?.call('check', {}, signal)).rejects.toMatchObject({ code: 'session-lost' });
    dying.close();
  });

  test.each([
    ['of another workspace', 'two', { result: STATE }, 'other-workspace'],
    ['with a state that is none', 'one', { result: { steps: 'none' } }, 'no-session'],
    ['with a line that is none', 'one', { hello: 'world' }, 'no-session'],
    ['with an event that is none', 'one', { event: { kind: 'note' } }, 'no-session'],
  ])('believes no answer %s', async (_what, folder, line, expected) => {
    const other = createServer((_asked, response) => {
      response.writeHead(200, { 'content-type': 'application/x-ndjson', [FOLDER_HEADER]: folder });
      response.end(`${JSON.stringify(line)}\n`);
    });
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    const options = {
      url: `http://127.0.0.1:${port}`,
      token: 'any',
      folder: 'one',
      onEvent: () => undefined,
    };
    const outcome = await connectSession(options, signal).then(
      (session) => (session === undefined ? 'no-session' : 'session'),
      (error: unknown) => (error instanceof LabError ? error.code : String(error)),
    );
    expect(outcome).toBe(expected);
    other.close();
  });

  test('waits for no session that gives no sign of life', async () => {
    const stopped = createServer(() => undefined);
    await new Promise<void>((resolve) => stopped.listen(0, '127.0.0.1', resolve));
    const { port } = stopped.address() as AddressInfo;
    const options = {
      url: `http://127.0.0.1:${port}`,
      token: 'any',
      folder: 'one',
      silenceMs: 50,
      onEvent: () => undefined,
    };
    await expect(connectSession(options, signal)).rejects.toMatchObject({ code: 'session-silent' });
    stopped.closeAllConnections();
    stopped.close();
  });

  test('that means another workspace is refused, and nothing is called', async () => {
    const { socket, calls } = await openSocket();
    const options = { ...socket, folder: 'two', onEvent: () => undefined };
    await expect(connectSession(options, signal)).rejects.toMatchObject({ code: 'other-workspace' });
    expect(calls).toEqual([]);
  });

  test('is told that nobody is there where the session has died', async () => {
    const { socket } = await openSocket();
    await socket.close();
    await expect(connectSession({ ...socket, onEvent: () => undefined }, signal)).resolves.toBeUndefined();
  });
});

describe('the socket refuses', () => {
  const call = JSON.stringify({ name: 'log', params: { lines: 1 } });
  test.each<[string, (socket: SessionSocket) => Record<string, string>, string, number]>([
    ['a missing token', () => ({}), call, 401],
    [
      'a wrong token',
      (socket) => ({ authorization: `Bearer ${socket.token.replace(/^./, 'x')}` }),
      call,
      401,
    ],
    [
      'a foreign Host',
      (socket) => ({ authorization: `Bearer ${socket.token}`, host: 'evil.example' }),
      call,
      403,
    ],
    [
      'any Origin',
      (socket) => ({ authorization: `Bearer ${socket.token}`, origin: 'http://localhost:3000' }),
      call,
      403,
    ],
    [
      'a body that says it is too large',
      (socket) => ({ authorization: `Bearer ${socket.token}`, 'content-length': String(MAX_CALL_BYTES + 1) }),
      'x'.repeat(MAX_CALL_BYTES + 1),
      413,
    ],
  ])('%s', async (_what, headers, body, status) => {
    const { socket, calls } = await openSocket();
    const answer = await post(socket.url, headers(socket), body);
    expect([status, ...(status === 413 ? [0] : [])]).toContain(answer.status);
    expect(calls).toEqual([]);
  });

  test('a body that grows over the limit without having said so', async () => {
    const { socket, calls } = await openSocket();
    const answer = await post(
      socket.url,
      { authorization: `Bearer ${socket.token}`, 'transfer-encoding': 'chunked' },
      JSON.stringify({ name: 'log', params: { lines: 1 }, more: 'x'.repeat(MAX_CALL_BYTES) }),
    );
    expect([413, 0]).toContain(answer.status);
    expect(calls).toEqual([]);
  });

  test.each([
    ['not json', { kind: 'bad-call/not-json' }],
    ['[]', { kind: 'bad-call/no-call' }],
    ['{"name":"__proto__"}', { kind: 'bad-call/unknown-call', name: '__proto__' }],
    ['{"name":"log","params":[]}', { kind: 'bad-call/params' }],
    ['{"name":"log","params":{}}', { kind: 'bad-call/param-missing', param: 'lines' }],
    ['{"name":"log","params":{"lines":"5"}}', { kind: 'bad-call/param-type', type: 'number' }],
    ['{"name":"check","params":{"dir":"/"}}', { kind: 'bad-call/unknown-param', param: 'dir' }],
    ['{"name":"restart","params":{"what":"all"}}', { kind: 'bad-call/param-value' }],
  ])('the call %s', async (body, fact) => {
    const { socket, calls } = await openSocket();
    const answer = await post(socket.url, { authorization: `Bearer ${socket.token}` }, body);
    expect(JSON.parse(answer.text)).toMatchObject({ error: { code: 'bad-call', fact } });
    expect(calls).toEqual([]);
  });
});
