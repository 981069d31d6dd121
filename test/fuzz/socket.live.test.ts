// Whatever is sent to the session socket: an answer or a refusal, in time, and the session continues.
import { connect } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LabError } from '../../src/lab/model/errors.ts';
import { parseCall } from '../../src/lab/session/contract/parse.ts';
import { FOLDER_HEADER } from '../../src/lab/session/socket/protocol.ts';
import { openSessionSocket, type SessionSocket } from '../../src/lab/session/socket/server.ts';
import { send } from '../faults/support/call-session.ts';
import { createEventStream } from '../../src/lab/session/work/stream.ts';
import { FUZZ, mutated, quick } from './inputs.ts';

const CALLS = [
  '{"name":"state","params":{}}',
  '{"name":"check","params":{"step":"tour","answer":"4"}}',
  '{"name":"query","params":{"promql":"up","rangeSeconds":600}}',
  '{"name":"restart","params":{"what":"app"}}',
  '{"name":"log","params":{"lines":40}}',
];
const bodies = mutated(CALLS, [
  '"__proto__":',
  '"toString"',
  '"params":null',
  '1e400',
  '-0',
  '[[[[',
  '"name":',
]);

let socket: SessionSocket;
beforeAll(async () => {
  socket = await openSessionSocket({
    core: { run: ({ name }) => Promise.resolve({ name } as never), stream: createEventStream() },
    folder: 'one',
    refuseGone: () => Promise.resolve(),
  });
});
afterAll(() => socket.close());

const LONGEST_MS = 1_000;

/** Sends bytes on a connection of their own and resolves with what comes back until the other end, or the test, closes. */
function exchange(bytes: string): Promise<string> {
  return new Promise((resolve) => {
    const { port } = new URL(socket.url);
    let got = '';
    const client = connect(Number(port), '127.0.0.1', () => client.end(bytes));
    client.setTimeout(LONGEST_MS * 20, () => client.destroy(new Error('no end')));
    client.on('data', (chunk) => (got += chunk.toString('latin1')));
    client.on('error', () => resolve(got));
    client.on('close', () => resolve(got));
  });
}

/** The kinds of the parameters of a call; none where it is refused, which must be in few words. */
function kindsOfParams(body: string): readonly string[] {
  try {
    return Object.values(parseCall(body).params).map((value) => typeof value);
  } catch (error) {
    if (error instanceof LabError && error.code === 'bad-call' && error.message.length < 200) return [];
    throw error;
  }
}

describe('anything sent to the session socket', () => {
  test('is a call with valid parameters or is rejected with a message', () => {
    fc.assert(
      fc.property(bodies, (body) => {
        const kinds = quick(() => kindsOfParams(body));
        for (const kind of kinds) expect(['string', 'number']).toContain(kind);
      }),
      FUZZ,
    );
  });

  test('gets one line of JSON with the token, and a rejection without it', async () => {
    const head = (length: number): string =>
      [
        'POST /call HTTP/1.1',
        `Host: 127.0.0.1:${new URL(socket.url).port}`,
        `Authorization: Bearer ${socket.token}`,
        `${FOLDER_HEADER}: ${socket.folder}`,
        `Content-Length: ${length}`,
        'Connection: close',
        '',
        '',
      ].join('\r\n');
    const requests = fc.oneof(
      bodies.map((body) => ({ isWhole: true, text: head(Buffer.byteLength(body)) + body })),
      mutated(
        [head(28) + CALLS[0]],
        ['GET ', 'Host: evil.example\r\n', 'Transfer-Encoding: chunked\r\n', '\r\n\r\n'],
      ).map((text) => ({ isWhole: false, text })),
    );
    await fc.assert(
      fc.asyncProperty(requests, async ({ isWhole, text }) => {
        const got = await exchange(text);
        if (got === '') return;
        expect(got).toMatch(/^HTTP\/1\.1 (200|400|401|403|404|408|409|413|417|431) /);
        if (!isWhole || !got.startsWith('HTTP/1.1 200')) return;
        const last = /\{.*\}/.exec(got.split('\r\n\r\n').slice(1).join(''))?.[0] ?? '';
        const answer = JSON.parse(last) as object;
        expect(['result' in answer, 'error' in answer].filter(Boolean)).toEqual([true]);
      }),
      FUZZ,
    );
    const answer = await send(socket.url, {
      headers: { authorization: `Bearer ${socket.token}`, [FOLDER_HEADER]: socket.folder },
      body: CALLS[0] ?? '',
    });
    expect(answer).toMatchObject({ status: 200, text: expect.stringContaining('"result"') });
  });
});
