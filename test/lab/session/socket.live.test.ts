import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { LabError } from '../../../src/lab/model/errors.ts';
import type { SessionCore } from '../../../src/lab/session/work/client.ts';
import { connectSession, type RemoteOptions } from '../../../src/lab/session/socket/client.ts';
import { FOLDER_HEADER, MAX_CALL_BYTES } from '../../../src/lab/session/socket/protocol.ts';
import { openSessionSocket, type SessionSocket } from '../../../src/lab/session/socket/server.ts';
import { createEventStream } from '../../../src/lab/session/work/stream.ts';

const signal = new AbortController().signal;
let opened: SessionSocket | undefined;
const impostors: Server[] = [];
const closeAll = (server: Server): void => server.closeAllConnections();
afterEach(async () => {
  for (const server of impostors.splice(0)) {
    closeAll(server);
    server.close();
  }
  await opened?.close();
  opened = undefined;
});

const STATE = {
  course: 'shop',
  workspaceDir: '/lab',
  seed: 0,
  currentStep: 'tour',
  flow: { actions: [], file: 'main.ts' },
  steps: [],
  addresses: {},
  app: { state: 'stopped' },
};

/** A session that has a state, and a log of one line. */
async function openSocket(): Promise<{ socket: SessionSocket; calls: string[] }> {
  const calls: string[] = [];
  const core: SessionCore = {
    async run({ name }) {
      calls.push(name);
      return (name === 'state' ? STATE : { lines: ['hello'] }) as never;
    },
    stream: createEventStream(),
  };
  opened = await openSessionSocket({ core, folder: 'one', refuseGone: () => Promise.resolve() });
  return { socket: opened, calls };
}

/** What responds to the requests of a client, in the place of a session. */
interface Impostor {
  readonly folder?: string;
  /** The body of the response to each call. */
  readonly calls: readonly string[];
  /** What `/events` says after its headers; without it nothing is said at all. */
  readonly events?: string;
  readonly onCall?: (count: number, server: Server) => void;
}

async function openImpostor({ folder = 'one', calls, events, onCall }: Impostor): Promise<RemoteOptions> {
  let count = 0;
  const server = createServer((asked, response) => {
    asked.resume();
    if (asked.url === '/events') {
      if (events === undefined) return;
      response.writeHead(200, { 'content-type': 'text/event-stream', [FOLDER_HEADER]: folder });
      response.write(`:\n\n${events}`);
      return;
    }
    const body = calls[count];
    count += 1;
    onCall?.(count, server);
    if (body === undefined) return;
    response.writeHead(200, { 'content-type': 'application/json', [FOLDER_HEADER]: folder });
    response.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  impostors.push(server);
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, token: 'any', folder: 'one' };
}

const STATE_ANSWER = JSON.stringify({ lastEvent: 0, result: STATE });

/** `session`, or the code of the error; undefined if nothing that is a session responds. */
const outcomeOf = (options: RemoteOptions): Promise<string | undefined> =>
  connectSession(options, signal).then(
    (session) => (session === undefined ? undefined : 'session'),
    (error: unknown) => (error instanceof LabError ? error.code : String(error)),
  );

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
  test.each<[string, Impostor]>([
    [
      'while it waits for the answer',
      { calls: [STATE_ANSWER], events: '', onCall: (count, server) => count > 1 && closeAll(server) },
    ],
    ['and something else has its port', { calls: [STATE_ANSWER, 'hello'], events: '' }],
    ['with a result that is none', { calls: [STATE_ANSWER, '{"lastEvent":0,"result":1}'], events: '' }],
    [
      'before all events have come',
      {
        calls: [STATE_ANSWER, '{"lastEvent":2,"result":{"lines":[]}}'],
        events: 'id: 1\ndata: {"id":1,"event":{"kind":"note","fact":{"kind":"working"}}}\n\nid: 2\ndata: {',
        onCall: (count, server) => count > 1 && setTimeout(closeAll, 50, server),
      },
    ],
  ])('learns that the session has ended %s', async (_when, impostor) => {
    const remote = await connectSession(await openImpostor(impostor), signal);
    await expect(remote?.call('log', { lines: 1 }, signal)).rejects.toMatchObject({ code: 'session-lost' });
    await remote?.close();
  });

  test.each<[string, string | undefined, Impostor]>([
    ['of another workspace', 'other-workspace', { folder: 'two', calls: [STATE_ANSWER] }],
    ['with a state that is none', undefined, { calls: ['{"lastEvent":0,"result":{"steps":"none"}}'] }],
    ['that is none', undefined, { calls: ['{"hello":"world"}'] }],
    ['that is not JSON', undefined, { calls: ['hello'] }],
  ])('rejects a response %s', async (_what, expected, impostor) => {
    expect(await outcomeOf(await openImpostor(impostor))).toBe(expected);
  });

  test.each<[string, Impostor]>([
    ['at all', { calls: [] }],
    ['after its state', { calls: [STATE_ANSWER] }],
  ])('does not wait for an unresponsive session %s', async (_when, impostor) => {
    expect(await outcomeOf({ ...(await openImpostor(impostor)), silenceMs: 50 })).toBe('session-silent');
  });

  test('does not wait for an unresponsive session during a call', async () => {
    const address = await openImpostor({ calls: [STATE_ANSWER], events: '' });
    const remote = await connectSession({ ...address, silenceMs: 200 }, signal);
    await expect(remote?.call('check', {}, signal)).rejects.toMatchObject({ code: 'session-silent' });
  });

  test('waits for a call for as long as the session is alive, longer than Node waits by itself', async () => {
    const answers = [STATE_ANSWER, '{"lastEvent":0,"result":{"lines":["late"]}}'];
    const slow = createServer((asked, response) => {
      asked.resume();
      const isFeed = asked.url === '/events';
      response.setHeader('content-type', isFeed ? 'text/event-stream' : 'application/json');
      response.setHeader(FOLDER_HEADER, 'one');
      if (isFeed) {
        const alive = setInterval(() => response.write(':\n\n'), 500);
        response.on('close', () => clearInterval(alive));
      } else if (answers.length === 2) {
        response.end(answers.shift());
      } else {
        // The shared agent of Node ends a connection after 5 s of silence.
        setTimeout(() => response.end(answers.shift()), 6_000);
      }
    });
    await new Promise<void>((resolve) => slow.listen(0, '127.0.0.1', resolve));
    impostors.push(slow);
    const { port } = slow.address() as AddressInfo;
    const remote = await connectSession(
      { url: `http://127.0.0.1:${port}`, token: 'any', folder: 'one', silenceMs: 3_000 },
      signal,
    );
    await expect(remote?.call('log', { lines: 1 }, signal)).resolves.toEqual({ lines: ['late'] });
    await remote?.close();
  });

  test('of another workspace is rejected, and nothing is called', async () => {
    const { socket, calls } = await openSocket();
    await expect(connectSession({ ...socket, folder: 'two' }, signal)).rejects.toMatchObject({
      code: 'other-workspace',
    });
    expect(calls).toEqual([]);
  });

  test('learns that nothing responds where the session has died', async () => {
    const { socket } = await openSocket();
    await socket.close();
    await expect(connectSession(socket, signal)).resolves.toBeUndefined();
  });
});

const bearer = ({ token }: SessionSocket): Record<string, string> => ({ authorization: `Bearer ${token}` });

describe('the socket rejects', () => {
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

  test.each([
    ['without a token', (): Record<string, string> => ({}), 401],
    ['meant for another workspace', bearer, 409],
    ['of a page', (socket: SessionSocket) => ({ ...bearer(socket), origin: socket.url }), 403],
  ])('to send events to a request %s', async (_what, headers, status) => {
    const { socket } = await openSocket();
    const response = await fetch(`${socket.url}/events`, { headers: headers(socket) });
    expect([response.status, Object.keys((await response.json()) as object)]).toEqual([status, ['error']]);
  });

  test('a body that exceeds the limit without declaring it', async () => {
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
    [
      '{"name":"restart","params":{"what":"all"}}',
      { kind: 'bad-call/param-value', values: ['app', 'prometheus'] },
    ],
    ['{"name":"log","params":{"lines":1e400}}', { kind: 'bad-call/param-type', type: 'number' }],
    [
      '{"name":"log","params":{"lines":1,"toString":1}}',
      { kind: 'bad-call/unknown-param', param: 'toString' },
    ],
    ['{"name":"state","id":5}', { kind: 'bad-call/no-call' }],
  ])('the call %s', async (body, fact) => {
    const { socket, calls } = await openSocket();
    const answer = await post(socket.url, { authorization: `Bearer ${socket.token}` }, body);
    expect(JSON.parse(answer.text)).toMatchObject({ error: { code: 'bad-call', fact } });
    expect(calls).toEqual([]);
  });
});
