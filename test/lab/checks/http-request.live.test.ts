import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import {
  sendRequest,
  type RequestOptions,
  type RequestOutcome,
} from '../../../src/lab/checks/app/http-request.ts';

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  server = undefined;
});

async function ask(
  listener: RequestListener,
  options: Partial<RequestOptions> = {},
): Promise<RequestOutcome> {
  server = createServer(listener);
  return sendRequest({
    address: await listen(server),
    method: 'GET',
    path: '/metrics?a=1',
    signal: new AbortController().signal,
    ...options,
  });
}

function listen(on: { listen: Server['listen']; address: Server['address'] }): Promise<string> {
  return new Promise((resolve) => {
    on.listen(0, '127.0.0.1', () => {
      const address = on.address();
      resolve(`127.0.0.1:${typeof address === 'object' ? address?.port : ''}`);
    });
  });
}

/** What is made of a body that says that it is compressed. */
const askCompressed = (body: string | Buffer, encoding = 'gzip'): Promise<RequestOutcome> =>
  ask((_req, res) => res.setHeader('content-encoding', encoding).end(body), { maxBytes: 10_000 });

describe('a request', () => {
  test('has a body if one is given', async () => {
    const outcome = await ask(
      (req, res) => {
        req.setEncoding('utf8');
        req.on('data', (text: string) => res.end(`${req.headers['content-length']} ${text}`));
      },
      { method: 'POST', body: '{"name":"lamp"}' },
    );
    expect(outcome).toMatchObject({ body: '15 {"name":"lamp"}' });
  });

  test('returns status, content type and body', async () => {
    const outcome = await ask((req, res) => {
      res.writeHead(201, { 'content-type': 'text/plain' }).end(`${req.method} ${req.url}`);
    });
    expect(outcome).toMatchObject({
      kind: 'answer',
      status: 201,
      contentType: 'text/plain',
      body: 'GET /metrics?a=1',
    });
  });

  test('decompresses gzip within the limit, and names any other compression', async () => {
    expect(await askCompressed(gzipSync('m 1\n'))).toMatchObject({ kind: 'answer', body: 'm 1\n' });
    expect(await askCompressed(gzipSync('0'.repeat(50_000)))).toMatchObject({ kind: 'too-large' });
    expect(await askCompressed('m 1\n')).toMatchObject({ kind: 'closed' });
    expect(await askCompressed('?', 'br')).toMatchObject({ kind: 'answer', encoding: 'br' });
  });

  test('without a response ends in time', async () => {
    expect(await ask(() => {}, { timeoutMs: 50 })).toEqual({
      kind: 'timeout',
      afterMs: 50,
      hasStarted: false,
      mayStillCome: false,
    });
  });

  test('may get its response while the lab asks whether one can still come', async () => {
    let answer: (() => void) | undefined;
    const outcome = await ask((_req, res) => void (answer = () => void res.end('late')), {
      timeoutMs: 50,
      // It was busy with the answer, and has nothing more to do now.
      mayStillCome: (isSent) => {
        if (isSent) answer?.();
        return Promise.resolve(answer === undefined);
      },
    });
    expect(outcome).toMatchObject({ kind: 'answer', body: 'late' });
  });

  test('rejects if the lab cannot ask whether a response can still come', async () => {
    const options = { timeoutMs: 50, mayStillCome: () => Promise.reject(new Error('gone')) };
    await expect(ask(() => {}, options)).rejects.toThrow('gone');
  });

  test('with an endless response differs from one without a response', async () => {
    const outcome = await ask((_req, res) => void res.write('m 1\n'), { timeoutMs: 200 });
    expect(outcome).toEqual({ kind: 'timeout', afterMs: 200, hasStarted: true, mayStillCome: false });
  });

  test('with an endless response is cut off at the limit', async () => {
    const outcome = await ask(
      (_req, res) => {
        // Without a look at the error, Node 24 calls back at once and forever after the connection is closed.
        const more = (error?: Error | null): unknown => error ?? res.write('x'.repeat(65_536), more);
        more();
      },
      { maxBytes: 1_000_000 },
    );
    expect(outcome).toEqual({ kind: 'too-large', maxBytes: 1_000_000, status: 200 });
  });

  test('whose connection is closed reports it', async () => {
    expect(await ask((req) => void req.socket.destroy())).toMatchObject({ kind: 'closed' });
    expect(await ask((_req, res) => void res.write('m', () => res.destroy()))).toMatchObject({
      kind: 'closed',
    });
  });

  test('to a port where nothing listens is refused', async () => {
    const other = createServer();
    const address = await listen(other);
    await new Promise((resolve) => other.close(resolve));
    expect(await ask(() => {}, { address })).toEqual({ kind: 'refused' });
  });

  test('for which the system has no connection left is not the app’s failure', async () => {
    // The address of every computer of the network: no connection can be made to it.
    const asked = ask(() => {}, { address: '255.255.255.255:80' });
    await expect(asked).rejects.toMatchObject({
      code: 'cannot-connect',
      fact: { address: '255.255.255.255:80' },
    });
  });

  test('to a server without HTTP has an outcome too', async () => {
    const tcp = createTcpServer((socket) => socket.end('hello\r\n\r\n'));
    const address = await listen(tcp as never);
    expect(await ask(() => {}, { address })).toMatchObject({ kind: 'closed' });
    tcp.close();
  });

  test('ends with the reason of its signal', async () => {
    const controller = new AbortController();
    const reason = new Error('the learner quit');
    const asked = ask(() => controller.abort(reason), { signal: controller.signal });
    await expect(asked).rejects.toBe(reason);
  });
});
