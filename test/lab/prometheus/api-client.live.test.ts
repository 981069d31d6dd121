// What the client says of servers that are no ready Prometheus: another program, a slow one, one that lies.
import { once } from 'node:events';
import type { RequestListener } from 'node:http';
import { createServer } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createPrometheusApi } from '../../../src/lab/prometheus/api/client.ts';
import { attachPrometheus } from '../../../src/lab/prometheus/attached.ts';
import { freePort, labErrorOf, serve } from './support.ts';

const never = new AbortController().signal;

const json =
  (status: number, body: unknown): RequestListener =>
  (_, response) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };

const text =
  (status: number, type: string, body: string): RequestListener =>
  (_, response) => {
    response.writeHead(status, { 'content-type': type }).end(body);
  };

const vector = { status: 'success', data: { resultType: 'vector', result: [] } };
const apiError = (errorType: string, error: string) => ({ status: 'error', errorType, error });

describe('a server that is not a ready Prometheus gets a code', () => {
  test.each<[string, RequestListener, string, object?]>([
    [
      'a web page',
      text(200, 'text/html', '<h1>Grafana</h1>'),
      'not-a-prometheus',
      { httpStatus: 200, contentType: 'text/html' },
    ],
    [
      'a 404',
      text(404, 'text/plain', 'page not found'),
      'not-a-prometheus',
      { httpStatus: 404, contentType: 'text/plain' },
    ],
    ['JSON of another program', json(200, { message: 'hello' }), 'not-a-prometheus', { httpStatus: 200 }],
    [
      'a redirect to a login',
      (_, response) => response.writeHead(302, { location: '/login' }).end(),
      'not-a-prometheus',
      { httpStatus: 302 },
    ],
    [
      'an answer of another form',
      json(200, { status: 'success', data: { resultType: 'cake' } }),
      'not-a-prometheus',
      { path: '/api/v1/query' },
    ],
    [
      'a vector without values',
      json(200, { status: 'success', data: { resultType: 'vector', result: [{}] } }),
      'not-a-prometheus',
      { path: '/api/v1/query' },
    ],
    [
      '503 while it starts',
      text(503, 'text/plain', 'Service Unavailable'),
      'prometheus-not-ready',
      { kind: 'prometheus-not-ready' },
    ],
    [
      '503 as JSON',
      json(503, apiError('unavailable', 'TSDB not ready')),
      'prometheus-not-ready',
      { kind: 'prometheus-not-ready' },
    ],
    [
      '503 from one that has too much to do',
      json(503, apiError('unavailable', 'too many queries are waiting: try again later')),
      'prometheus-not-ready',
      { said: 'too many queries are waiting: try again later' },
    ],
    [
      'a query that needs too much',
      json(422, apiError('execution', 'query processing would load too many samples into memory')),
      'query-timeout',
      { said: expect.stringContaining('too many samples') },
    ],
    ['a refusal', text(401, 'text/plain', 'Unauthorized'), 'prometheus-unauthorized', { httpStatus: 401 }],
    [
      'a query that took too long',
      json(503, apiError('timeout', 'query timed out')),
      'query-timeout',
      { said: 'query timed out' },
    ],
    [
      'a fault of its own',
      json(500, apiError('internal', 'disk on fire')),
      'prometheus-error',
      { said: 'disk on fire' },
    ],
    [
      '501',
      json(501, apiError('internal', 'There are no histograms here.')),
      'prometheus-unsupported',
      { said: 'There are no histograms here.' },
    ],
    [
      'a wrong query',
      json(400, apiError('bad_data', 'invalid parameter "query": 1:1: parse error: no')),
      'bad-query',
      { said: '1:1: parse error: no' },
    ],
    [
      'a query that cannot be evaluated',
      json(422, apiError('execution', 'many-to-many matching not allowed')),
      'bad-query',
      { said: 'many-to-many matching not allowed' },
    ],
  ])('%s', async (_, listener, code, fact = {}) => {
    const { url } = await serve(listener);
    const error = await labErrorOf(createPrometheusApi({ url }).query('up', never));
    expect(error).toMatchObject({ code, fact });
  });

  test('nothing on the port', async () => {
    const url = `http://127.0.0.1:${await freePort()}`;
    const error = await labErrorOf(createPrometheusApi({ url }).query('up', never));
    expect(error).toMatchObject({
      code: 'prometheus-unreachable',
      fact: { url, code: 'ECONNREFUSED' },
    });
  });

  test.each([
    ['not-a-prometheus', 'SSH-2.0-OpenSSH_9.2\r\n'],
    ['prometheus-unreachable', ''],
  ])('a program that does not speak HTTP: %s', async (code, greeting) => {
    const server = createServer((socket) => socket.end(greeting));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const api = createPrometheusApi({ url: `http://127.0.0.1:${port}` });
    expect(await labErrorOf(api.query('up', never))).toMatchObject({ code });
  });

  test.each<[string, RequestListener]>([
    ['never responds', () => undefined],
    ['never ends its response', (_, response) => void response.write('{"status":')],
  ])('one that %s', async (_, listener) => {
    const { url } = await serve(listener);
    const error = await labErrorOf(createPrometheusApi({ url, timeoutMs: 100 }).query('up', never));
    expect(error).toMatchObject({ code: 'prometheus-timeout', fact: { url, afterMs: 100 } });
  });

  test('one that breaks the connection', async () => {
    const { url } = await serve((_, response) => {
      response.writeHead(200, { 'content-length': 100 });
      response.write('{"status":', () => response.destroy());
    });
    expect(await labErrorOf(createPrometheusApi({ url }).query('up', never))).toMatchObject({
      code: 'prometheus-unreachable',
    });
  });
});

test('an abort during a request rejects with its reason', async () => {
  const abort = new AbortController();
  const reason = new Error('Ctrl-C');
  const { url } = await serve(() => abort.abort(reason));
  await expect(createPrometheusApi({ url }).query('up', abort.signal)).rejects.toBe(reason);
});

test('an address may contain a path and a password, and messages never show the password', async () => {
  const seen: unknown[] = [];
  const { url } = await serve((request, response) => {
    seen.push(request.url, request.headers.authorization);
    if (seen.length > 2) response.writeHead(401).end();
    else response.end(JSON.stringify(vector));
  });
  const api = createPrometheusApi({ url: `${url.replace('//', '//learner:secret@')}/prom/` });
  expect(api.url).toBe(`${url}/prom`);
  await api.query('up', never, { timeSeconds: 12.5 });
  expect(seen).toEqual(['/prom/api/v1/query?query=up&time=12.5', `Basic ${btoa('learner:secret')}`]);
  const error = await labErrorOf(api.query('up', never));
  expect(JSON.stringify(error.fact)).not.toContain('secret');
});

test('a query that is too long for an address is sent as a form', async () => {
  const seen: unknown[] = [];
  const { url } = await serve(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    seen.push(request.method, request.url, new URLSearchParams(body).get('query'));
    response.end(JSON.stringify(vector));
  });
  const promql = `up{job=~"${'a|'.repeat(2000)}"}`;
  await createPrometheusApi({ url }).query(promql, never);
  expect(seen).toEqual(['POST', '/api/v1/query', promql]);
});

test.each(['', 'nonsense', 'ftp://host', 'http://'])('the address %j is rejected', (url) => {
  expect(() => createPrometheusApi({ url })).toThrow(expect.objectContaining({ code: 'bad-prometheus-url' }));
});

describe('attaching', () => {
  test('waits for one that is still starting', async () => {
    let asked = 0;
    const { url } = await serve((request, response) => {
      if (request.url === '/-/ready')
        response.writeHead(++asked < 4 ? 503 : 200).end('Prometheus Server is Ready.');
      else json(200, { status: 'success', data: { version: '3.0.0' } })(request, response);
    });
    const provider = await attachPrometheus({ url, signal: never });
    expect(asked).toBe(4);
    expect(provider.description).toBe(`Prometheus 3.0.0 at ${url}`);
  });

  test('gives up on one that never becomes ready', async () => {
    const { url } = await serve(text(503, 'text/plain', 'Service Unavailable'));
    expect(await labErrorOf(attachPrometheus({ url, signal: never, readyTimeoutMs: 100 }))).toMatchObject({
      code: 'prometheus-not-ready',
    });
  });

  test.each<[string, RequestListener]>([
    ['says yes to everything', text(200, 'text/html', '<h1>It works!</h1>')],
    ['has a page of that name', text(200, 'text/plain', 'ready')],
    ['knows nothing', text(404, 'text/plain', 'no')],
  ])('rejects a program that %s', async (_, listener) => {
    const { url } = await serve(listener);
    expect(await labErrorOf(attachPrometheus({ url, signal: never }))).toMatchObject({
      code: 'not-a-prometheus',
    });
  });

  test('reports in its status that it is gone, was replaced by another program, or is back', async () => {
    let answer: RequestListener = json(200, vector);
    const { url } = await serve((request, response) => {
      if (request.url === '/-/ready') response.end('Prometheus Server is Ready.');
      else if (request.url?.includes('buildinfo') === true)
        json(200, { status: 'success', data: { version: '3.0.0' } })(request, response);
      else answer(request, response);
    });
    const provider = await attachPrometheus({ url, signal: never });
    answer = text(200, 'text/html', 'hello');
    await labErrorOf(provider.api.query('up', never));
    expect(provider.status()).toMatchObject({
      isRunning: false,
      reason: { kind: 'lost', url },
    });
    answer = (_, response) => response.destroy();
    await labErrorOf(provider.api.query('up', never));
    expect(provider.status()).toMatchObject({ isRunning: false });
    answer = json(400, apiError('bad_data', 'no'));
    await labErrorOf(provider.api.query('up(', never));
    expect(provider.status()).toEqual({ isRunning: true });
  });

  test.each<[string, RequestListener, string]>([
    ['another program', text(404, 'text/plain', 'no'), 'not-a-prometheus'],
    ['one that restarts', text(503, 'text/plain', 'Service Unavailable'), 'prometheus-not-ready'],
    ['one behind a password', text(403, 'text/plain', 'Forbidden'), 'prometheus-unauthorized'],
  ])('a reload of %s is an error but not a rejected file', async (_, listener, code) => {
    const { url } = await serve((request, response) => {
      if (request.url === '/-/ready') response.end('Prometheus Server is Ready.');
      else if (request.method === 'POST') listener(request, response);
      else json(200, { status: 'success', data: { version: '3.0.0' } })(request, response);
    });
    const provider = await attachPrometheus({ url, signal: never });
    expect(await labErrorOf(provider.reload(never))).toMatchObject({ code });
  });
});
