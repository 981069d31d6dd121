import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createTcpServer, type AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { postOverHttp, type PostOutcome } from '../../../src/prometheus/client/post.ts';

const send = (to: string): Promise<PostOutcome> =>
  postOverHttp({ url: to, headers: {}, body: '', followRedirects: true }, new AbortController().signal);

describe('a request with a body', () => {
  const seen: string[] = [];
  let url: string;

  const handlers: Readonly<Record<string, RequestListener>> = {
    '/ok': (_request, response) => response.end('thanks'),
    '/none': (_request, response) => response.writeHead(204).end(),
    '/bad': (_request, response) => response.writeHead(400, 'Bad Request').end('no such label\n'),
    '/see-other': (_request, response) => response.writeHead(303, { location: '/ok' }).end(),
    '/found': (_request, response) => response.writeHead(302, { location: 'ok' }).end(),
    '/again': (_request, response) => response.writeHead(307, { location: '/ok' }).end(),
    '/lost': (_request, response) => response.writeHead(307).end(),
    '/round': (_request, response) => response.writeHead(308, { location: '/round' }).end(),
    '/away': (_request, response) => response.writeHead(307, { location: 'ftp://a/b' }).end(),
    '/hang': () => undefined,
    '/endless': (_request, response) => {
      const more = (): void => {
        while (response.write('x'.repeat(10_000)));
        response.once('drain', more);
      };
      more();
    },
  };
  const server = createServer((request, response) => {
    const { method, headers } = request;
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => (body += text));
    request.on('end', () => {
      seen.push(
        `${method} ${request.url} ${headers['content-type']} ${headers['content-length']} ${body}`.trimEnd(),
      );
      handlers[request.url ?? '']?.(request, response);
    });
  });

  beforeAll(async () => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });

  async function post(
    path: string,
    { followRedirects = true, signal = new AbortController().signal } = {},
  ): Promise<PostOutcome> {
    seen.length = 0;
    const headers = { 'Content-Type': 'application/json' };
    return postOverHttp({ url: `${url}${path}`, headers, body: '["é"]', followRedirects }, signal);
  }

  test('arrives whole, and its response is told', async () => {
    expect(await post('/ok')).toMatchObject({
      status: 'answered',
      code: 200,
      statusLine: '200 OK',
      text: 'thanks',
    });
    expect(seen).toEqual(['POST /ok application/json 6 ["é"]']);
    expect(await post('/none')).toMatchObject({ code: 204, text: '' });
    expect(await post('/bad')).toMatchObject({
      status: 'answered',
      code: 400,
      statusLine: '400 Bad Request',
      text: 'no such label\n',
    });
  });

  test.each(['/see-other', '/found'])('follows %s with a GET without the body', async (path) => {
    expect(await post(path)).toMatchObject({ status: 'answered', code: 200 });
    expect(seen).toEqual([`POST ${path} application/json 6 ["é"]`, 'GET /ok undefined undefined']);
  });

  test('is repeated where the status says so', async () => {
    expect(await post('/again')).toMatchObject({ status: 'answered', code: 200 });
    expect(seen).toEqual(['POST /again application/json 6 ["é"]', 'POST /ok application/json 6 ["é"]']);
  });

  test('does not follow a redirect without a place, or where it may not', async () => {
    expect(await post('/lost')).toMatchObject({ status: 'answered', code: 307 });
    expect(await post('/again', { followRedirects: false })).toMatchObject({ status: 'answered', code: 307 });
    expect(seen).toHaveLength(1);
  });

  test('is not redirected forever, and not to other protocols', async () => {
    expect(await post('/round')).toEqual({
      status: 'failed',
      message: `Post "${url}/round": stopped after 10 redirects`,
    });
    expect(await post('/away')).toEqual({
      status: 'failed',
      message: `Post "${url}/away": unsupported protocol scheme "ftp"`,
    });
  });

  test('has its response before the body of it ends', async () => {
    const outcome = await post('/endless');
    expect(outcome).toMatchObject({ status: 'answered', code: 200 });
    expect(outcome.status === 'answered' && outcome.text.length).toBe(64 * 1024);
  });

  test('ends with its deadline', async () => {
    expect(await post('/hang', { signal: AbortSignal.timeout(50) })).toEqual({
      status: 'failed',
      message: `Post "${url}/hang": context deadline exceeded`,
    });
    expect(await post('/hang', { signal: AbortSignal.abort() })).toEqual({
      status: 'failed',
      message: `Post "${url}/hang": context canceled`,
    });
  });

  test('fails in the words of Go where nothing listens, or not for HTTP', async () => {
    const free = createTcpServer();
    free.listen(0, '127.0.0.1');
    await once(free, 'listening');
    const { port } = free.address() as AddressInfo;
    free.close();
    await once(free, 'close');
    expect(await send(`http://127.0.0.1:${port}/a`)).toEqual({
      status: 'failed',
      message: `Post "http://127.0.0.1:${port}/a": dial tcp 127.0.0.1:${port}: connect: connection refused`,
    });
    expect(await send('foo://a/b')).toEqual({
      status: 'failed',
      message: 'Post "foo://a/b": unsupported protocol scheme "foo"',
    });
    expect(await send('http:///api')).toEqual({
      status: 'failed',
      message: 'Post "http:///api": http: no Host in request URL',
    });
    expect(await send('http://a b/c')).toEqual({
      status: 'failed',
      message: 'Post "http://a b/c": invalid URL',
    });
  });
});
