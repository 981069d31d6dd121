import { EventEmitter, once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTcpServer, type AddressInfo, type Server as TcpServer } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import { systemClock } from '../../../src/prometheus/model/clock.ts';
import { fetchOverHttp } from '../../../src/prometheus/scrape/fetch/http.ts';
import { Scraper, type PageRequest } from '../../../src/prometheus/scrape/index.ts';
import { openStore } from '../../../src/prometheus/storage/index.ts';
import { config } from './support.ts';

const servers: (Server | TcpServer)[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.close();
    if ('closeAllConnections' in server) server.closeAllConnections();
    await once(server, 'close');
  }
});

async function listening(server: Server | TcpServer, host: string): Promise<number> {
  servers.push(server);
  server.listen(0, host);
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}
const serve = (listener: RequestListener, host = '127.0.0.1'): Promise<number> =>
  listening(createServer(listener), host);
const page =
  (body: string | Buffer, headers: Record<string, string> = {}): RequestListener =>
  (_request, response) => {
    response.writeHead(200, { 'Content-Type': 'text/plain', ...headers }).end(body);
  };
/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
  const port = await serve(page(''));
  const server = servers.pop();
  server?.close();
  if (server !== undefined) await once(server, 'close');
  return port;
}

const get = (url: string, rest: Partial<PageRequest> = {}, signal = new AbortController().signal) =>
  fetchOverHttp({ url, headers: {}, followRedirects: true, bodySizeLimit: 0, ...rest }, signal);

const failure = async (url: string, rest: Partial<PageRequest> = {}, signal?: AbortSignal) => {
  const answer = await get(url, rest, signal);
  return answer.status === 'failed' ? answer.message : 'no failure';
};

describe('a page', () => {
  test.each(['127.0.0.1', '::1'])('is found at localhost if the app listens only on %s', async (host) => {
    const port = await serve(page('x 1\n'), host);
    expect(await get(`http://localhost:${port}/metrics`)).toEqual({
      status: 'ok',
      body: Buffer.from('x 1\n'),
      contentType: 'text/plain',
    });
  });

  test('may be compressed, in pieces, and after a redirect', async () => {
    const port = await serve((request, response) => {
      if (request.url === '/metrics') response.writeHead(302, { Location: '/elsewhere' }).end();
      else {
        const bytes = gzipSync('ü 1\n'.repeat(1000));
        response.writeHead(200, { 'Content-Encoding': 'gzip', 'Content-Type': 'text/plain' });
        response.write(bytes.subarray(0, 10));
        setImmediate(() => response.end(bytes.subarray(10)));
      }
    });
    expect(await get(`http://127.0.0.1:${port}/metrics`)).toMatchObject({
      status: 'ok',
      body: Buffer.from('ü 1\n'.repeat(1000)),
    });
  });
});

describe('errors are reported in Prometheus’s words', () => {
  test('nothing listens', async () => {
    const port = await freePort();
    expect(await failure(`http://localhost:${port}/metrics`)).toBe(
      `Get "http://localhost:${port}/metrics": dial tcp 127.0.0.1:${port}: connect: connection refused`,
    );
  });

  test('the name is unknown', async () => {
    expect(await failure('http://no-such-host.invalid:80/metrics')).toMatch(
      /^Get "http:\/\/no-such-host\.invalid:80\/metrics": dial tcp: lookup no-such-host\.invalid: /,
    );
  });

  test('another status', async () => {
    const port = await serve((_request, response) => void response.writeHead(404).end('no'));
    expect(await failure(`http://127.0.0.1:${port}/metrics`)).toBe(
      'server returned HTTP status 404 Not Found',
    );
  });

  test('no response in time, before and during the page', async () => {
    const port = await serve((request, response) => {
      if (request.url === '/half') response.writeHead(200).write('x 1\n');
    });
    const url = `http://127.0.0.1:${port}`;
    expect(await failure(`${url}/never`, {}, AbortSignal.timeout(50))).toBe(
      `Get "${url}/never": context deadline exceeded`,
    );
    expect(await failure(`${url}/half`, {}, AbortSignal.timeout(200))).toBe('context deadline exceeded');
  });

  test('too large, plain and compressed', async () => {
    const body = 'x 1\n'.repeat(10_000);
    const plain = await serve(page(body));
    const packed = await serve(page(gzipSync(body), { 'Content-Encoding': 'gzip' }));
    for (const port of [plain, packed]) {
      expect(await failure(`http://127.0.0.1:${port}/`, { bodySizeLimit: 1_000 })).toBe(
        'body size limit exceeded',
      );
      // As in Prometheus, the limit itself is too much.
      expect(await failure(`http://127.0.0.1:${port}/`, { bodySizeLimit: body.length })).toBe(
        'body size limit exceeded',
      );
      expect(await failure(`http://127.0.0.1:${port}/`, { bodySizeLimit: body.length + 1 })).toBe(
        'no failure',
      );
    }
  });

  test('too large for any job: a small response can unpack to one, or never end', async () => {
    const packed = gzipSync(Buffer.alloc(129 * 2 ** 20, '# \n'));
    const port = await serve(page(packed, { 'Content-Encoding': 'gzip' }));
    expect(await failure(`http://127.0.0.1:${port}/`)).toBe(
      'the page is longer than 128 MiB, which is all that the embedded server reads',
    );
  });

  test('the connection breaks, before and during the page', async () => {
    const port = await serve((request, response) => {
      if (request.url === '/') request.socket.destroy();
      else {
        response.writeHead(200, { 'Content-Length': '100' });
        response.write('x 1\n', () => request.socket.destroy());
      }
    });
    expect(await failure(`http://127.0.0.1:${port}/`)).toBe(`Get "http://127.0.0.1:${port}/": EOF`);
    expect(await failure(`http://127.0.0.1:${port}/half`)).toBe('unexpected EOF');
  });

  test('no HTTP at all', async () => {
    const port = await listening(
      createTcpServer((socket) =>
        socket
          .on('error', () => {})
          .resume()
          .end('hello\r\n\r\n'),
      ),
      '127.0.0.1',
    );
    expect(await failure(`http://127.0.0.1:${port}/`)).toMatch(
      /^Get ".*": net\/http: .*malformed HTTP response/,
    );
  });

  test('a scheme that is not HTTP', async () => {
    expect(await failure('ftp://127.0.0.1:1/metrics')).toBe(
      'Get "ftp://127.0.0.1:1/metrics": unsupported protocol scheme "ftp"',
    );
    const port = await serve(page('x 1\n'));
    expect(await get(`HTTP://127.0.0.1:${port}/metrics`)).toMatchObject({ status: 'ok' });
  });

  test('endless redirects, and one to another protocol', async () => {
    const port = await serve((request, response) => {
      const location = request.url === '/file' ? 'file:///etc/passwd' : '/again';
      response.writeHead(302, { Location: location }).end();
    });
    expect(await failure(`http://127.0.0.1:${port}/`)).toContain('stopped after 10 redirects');
    expect(await failure(`http://127.0.0.1:${port}/file`)).toContain('unsupported protocol scheme');
    expect(await failure(`http://127.0.0.1:${port}/`, { followRedirects: false })).toBe(
      'server returned HTTP status 302 Found',
    );
  });

  test('damaged compression, and text that is not UTF-8', async () => {
    const packed = await serve(page('not gzip', { 'Content-Encoding': 'gzip' }));
    expect(await failure(`http://127.0.0.1:${packed}/`)).toBe('incorrect header check');
    const latin = await serve(page(Buffer.from('x{a="\xfc"} 1\n', 'latin1')));
    expect(await failure(`http://127.0.0.1:${latin}/`)).toBe('the page is not valid UTF-8');
  });
});

test('a scraper on the real clock scrapes at once and repeatedly, gives up in time, and stops at once', async () => {
  const opened = await openStore({ clock: systemClock });
  if (opened.status !== 'open') throw new Error(opened.message);
  const { store } = opened;
  const scrapes: number[] = [];
  const events = new EventEmitter();
  const third = once(events, 'third scrape');
  const port = await serve((request, response) => {
    if (request.url === '/hang') return;
    scrapes.push(Date.now());
    page('x 1\n')(request, response);
    if (scrapes.length === 3) events.emit('third scrape');
  });
  // The interval is also the longest that a scrape may take: a stall of this process must not fail one.
  const text = `global: {scrape_interval: 500ms}
scrape_configs:
- job_name: api
  static_configs: [{targets: ['localhost:${port}']}]
- job_name: hangs
  metrics_path: /hang
  scrape_timeout: 50ms
  static_configs: [{targets: ['localhost:${port}']}]
`;
  const scraper = new Scraper({ store, clock: systemClock });
  await scraper.applyConfig(config(text));
  await third;
  await scraper.whenIdle();
  expect(scraper.active()).toMatchObject([
    { scrapePool: 'api', health: 'up', lastError: '' },
    {
      scrapePool: 'hangs',
      health: 'down',
      lastError: `Get "http://localhost:${port}/hang": context deadline exceeded`,
    },
  ]);
  expect(scraper.active()[0]?.lastScrapeDurationSeconds).toBeGreaterThan(0);
  await scraper.stop();
  const count = store.stats().appendedTotal;
  expect(count).toBeGreaterThanOrEqual(3 * 6);
  await store.close();
});
