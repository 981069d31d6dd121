// The socket itself: access, which methods, how large, how it is sent; and the page.
import { EventEmitter, once } from 'node:events';
import { Agent, request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { connect } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startHttpServer } from '../../../src/prometheus/http/transport/server.ts';
import { pageFiles } from '../../../src/prometheus/http/endpoints/page.ts';
import { MAX_BODY_BYTES } from '../../../src/prometheus/http/transport/request-body.ts';
import { counterSeries, startFixedServer, type FixedServer } from './fixed-backend.ts';

let server: FixedServer;
let isBroken = false;

beforeAll(async () => {
  const series = Array.from({ length: 200 }, (_, i) => counterSeries({ __name__: 'many', i: String(i) }, i));
  server = await startFixedServer({
    series,
    reload: () =>
      Promise.resolve(
        isBroken ? { status: 'rejected', message: 'prometheus.yml:3: no' } : { status: 'reloaded' },
      ),
  });
});
afterAll(async () => {
  await server.close();
});

interface RawAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Without fetch's own headers, so that any Host can be sent and no encoding is undone. */
function raw(
  path: string,
  options: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const { method = 'GET', headers = {}, body } = options;
    const request = httpRequest(new URL(path, server.url), { method, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }),
      );
    });
    request.on('error', reject);
    request.end(body);
  });
}

describe('access', () => {
  test.each(['evil.example.com', 'localhost.example.com:9090', '0.0.0.0'])(
    'is denied under the name %j',
    async (host) => {
      const answer = await raw('/api/v1/query?query=1', { headers: { Host: host } });
      expect(answer.status).toBe(403);
      expect(answer.body.toString()).toMatch(/loopback/);
    },
  );

  test.each(['localhost', '127.0.0.1:9090', '[::1]:9090'])('is allowed under %s', async (host) => {
    expect((await raw('/-/healthy', { headers: { Host: host } })).status).toBe(200);
  });

  test('is denied to a reload from another site', async () => {
    const headers = { Origin: 'https://example.com' };
    expect((await raw('/-/reload', { method: 'POST', headers })).status).toBe(403);
  });

  test('is never granted to other sites by a header', async () => {
    const { headers } = await raw('/api/v1/query?query=1', { headers: { Origin: 'https://example.com' } });
    expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
  });
});

describe('methods', () => {
  test('that are not allowed get 405 with the allowed ones', async () => {
    const answer = await raw('/api/v1/query', { method: 'DELETE' });
    expect([answer.status, answer.headers.allow]).toEqual([405, 'GET, HEAD, OPTIONS, POST']);
    expect((await raw('/-/reload')).status).toBe(405);
  });

  test('are also listed by OPTIONS', async () => {
    const answer = await raw('/api/v1/query', { method: 'OPTIONS' });
    expect([answer.status, answer.headers.allow]).toEqual([204, 'GET, HEAD, OPTIONS, POST']);
  });

  test('HEAD returns the headers without a body', async () => {
    const answer = await raw('/-/ready', { method: 'HEAD' });
    expect([answer.status, answer.body.length, answer.headers['content-length']]).toEqual([200, 0, '28']);
  });
});

test('an address may be as long as in Go, so GET can send a long expression', async () => {
  const answer = await raw(`/api/v1/query?query=%22${'x'.repeat(80_000)}%22`);
  expect([answer.status, JSON.parse(answer.body.toString())]).toMatchObject([200, { status: 'success' }]);
});

describe('a request that is too large', () => {
  test('is rejected before it is read if it declares its size', async () => {
    const headers = {
      'Content-Type': 'application/x-www-form-urlencoded',
      'Content-Length': String(MAX_BODY_BYTES + 1),
    };
    const answer = await new Promise<unknown>((resolve, reject) => {
      const request = httpRequest(
        new URL('/api/v1/query', server.url),
        { method: 'POST', headers, agent: new Agent({ keepAlive: true }) },
        (response) => {
          response.resume();
          resolve([response.statusCode, response.headers.connection]);
        },
      );
      request.on('error', reject);
      request.write('query=');
    });
    // What is left of the body must not be taken for the next request.
    expect(answer).toEqual([413, 'close']);
  });

  test('is rejected while it is read if it does not', async () => {
    const answer = await new Promise<number | string>((resolve) => {
      const request = httpRequest(
        new URL('/api/v1/query', server.url),
        { method: 'POST', headers: { 'Content-Type': 'application/x-www-form-urlencoded' } },
        (response) => {
          response.resume();
          resolve(response.statusCode ?? 0);
        },
      );
      // The server hangs up on a client that continues to send; the status may or may not come through before that.
      request.on('error', (error) => resolve(error.message));
      const piece = 'x'.repeat(1024 * 1024);
      for (let sent = 0; sent <= MAX_BODY_BYTES + piece.length; sent += piece.length) request.write(piece);
    });
    expect(String(answer)).toMatch(/413|EPIPE|ECONNRESET/);
  });
});

describe('a response', () => {
  test('is compressed if the client accepts it', async () => {
    const plain = await raw('/api/v1/query?query=many');
    const packed = await raw('/api/v1/query?query=many', { headers: { 'Accept-Encoding': 'gzip, deflate' } });
    expect([plain.headers['content-encoding'], packed.headers['content-encoding']]).toEqual([
      undefined,
      'gzip',
    ]);
    expect(gunzipSync(packed.body).toString()).toBe(plain.body.toString());
    expect(packed.body.length).toBeLessThan(plain.body.length / 2);
  });

  test('is not compressed if the client refuses it', async () => {
    const answer = await raw('/api/v1/query?query=many', { headers: { 'Accept-Encoding': 'gzip;q=0' } });
    expect(answer.headers['content-encoding']).toBeUndefined();
  });
});

describe('reload', () => {
  test('returns 200 and an empty body', async () => {
    const answer = await raw('/-/reload', { method: 'POST' });
    expect([answer.status, answer.body.toString()]).toEqual([200, '']);
  });

  test('of an invalid file returns 500 with the parser’s error', async () => {
    isBroken = true;
    const answer = await raw('/-/reload', { method: 'PUT' });
    isBroken = false;
    expect([answer.status, answer.body.toString()]).toEqual([
      500,
      'failed to reload config: prometheus.yml:3: no\n',
    ]);
  });

  test('exists, but quitting does not', async () => {
    expect((await raw('/-/quit', { method: 'POST' })).status).toBe(403);
  });
});

describe('the page', () => {
  test.each([
    '/',
    '/query',
    '/graph?g0.expr=up',
    '/alerts?state=firing',
    '/rules',
    '/targets',
    '/service-discovery',
    '/config',
    '/status',
    '/flags',
    '/tsdb-status',
  ])('is at %s', async (path) => {
    const { status, headers, body } = await raw(path);
    expect([status, headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    expect(body.toString()).toContain('<script type="module" src="/assets/page.js">');
  });

  test('runs only its own files, and loads nothing else', async () => {
    const { headers } = await raw('/');
    expect(headers['content-security-policy']).toMatch(
      /default-src 'none'; script-src 'self'; style-src 'self'/,
    );
    for (const name of pageFiles.filter((file) => file !== 'page.html')) {
      const { status, body } = await raw(`/assets/${name}`);
      expect([name, status]).toEqual([name, 200]);
      const text = body.toString().replace('http://www.w3.org/2000/svg', '');
      expect(text).not.toMatch(/https?:\/\/|innerHTML|insertAdjacentHTML|document\.write|\beval\(/);
      for (const [, imported] of text.matchAll(/from '\.\/([^']+)'/g)) expect(pageFiles).toContain(imported);
    }
  });

  test('is not sent again to a client that has it', async () => {
    const first = await raw('/assets/page.css');
    const again = await raw('/assets/page.css', {
      headers: { 'If-None-Match': first.headers.etag ?? 'none' },
    });
    expect([again.status, again.body.length]).toEqual([304, 0]);
    const other = await raw('/assets/page.css', { headers: { 'If-None-Match': '"of-an-older-page"' } });
    expect([other.status, other.body.length]).toEqual([200, first.body.length]);
  });

  test.each(['/assets/', '/assets/../page-endpoints.ts', '/assets/%2e%2e/route.ts', '/assets/page.html'])(
    'does not serve %s',
    async (path) => {
      expect((await raw(path)).status).toBe(404);
    },
  );
});

test('the server’s own metrics include those of its parts', async () => {
  const page = (await raw('/metrics')).body.toString();
  expect(page).toMatch(/^# TYPE shop_parts gauge\nshop_parts 3$/m);
  expect(page).not.toContain('shop_empty');
});

test('the server’s own metrics count the requests', async () => {
  await raw('/api/v1/query?query=1');
  const { headers, body } = await raw('/metrics');
  expect(headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
  expect(body.toString()).toMatch(
    /prometheus_http_requests_total\{code="200",handler="\/api\/v1\/query"\} \d+/,
  );
  expect(body.toString()).toMatch(/^prometheus_tsdb_head_series 200$/m);
  expect(body.toString()).toMatch(/^prometheus_build_info\{.*version="3\.0\.0-test"\} 1$/m);
});

test('a request that is not HTTP does not affect the next one', async () => {
  const { hostname, port } = new URL(server.url);
  const answer = await new Promise<string>((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.end('hello\r\n\r\n'));
    let text = '';
    socket.on('data', (chunk: Buffer) => (text += chunk.toString()));
    socket.on('close', () => resolve(text));
    socket.on('error', reject);
  });
  expect(answer).toMatch(/^HTTP\/1\.1 400/);
  expect((await raw('/-/healthy')).status).toBe(200);
});

test('a port in use is an error with its code', async () => {
  const options = { routes: [], onAnswered: () => {}, onFault: () => {} };
  const port = Number(new URL(server.url).port);
  await expect(startHttpServer({ ...options, port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
});

test('closing ends requests that wait', async () => {
  const arrival = new EventEmitter();
  const isThere = once(arrival, 'arrived');
  const waiting = await startHttpServer({
    port: 0,
    routes: [
      {
        methods: ['GET'],
        path: '/wait',
        answer: () => new Promise(() => void arrival.emit('arrived')),
      },
    ],
    onAnswered: () => {},
    onFault: () => {},
  });
  const ended = fetch(`http://127.0.0.1:${waiting.port}/wait`).then(
    () => 'answered',
    () => 'cut off',
  );
  await isThere;
  await waiting.close();
  expect(await ended).toBe('cut off');
});
