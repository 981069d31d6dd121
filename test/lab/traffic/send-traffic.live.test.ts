import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { sendTraffic } from '../../../src/lab/traffic/index.ts';
import type { PlannedRequest } from '../../../src/lab/traffic/index.ts';

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

async function listen(listener: RequestListener): Promise<{ origin: string; server: Server }> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { origin: `http://127.0.0.1:${port}`, server };
}

const numbered = (count: number): PlannedRequest[] =>
  Array.from({ length: count }, (_, index) => ({
    method: index % 2 === 0 ? 'GET' : 'POST',
    path: `/r/${index}`,
  }));
const never = new AbortController().signal;

describe('sending traffic', () => {
  test('sends each request exactly once and counts responses by status', async () => {
    const seen = new Map<string, number>();
    const { origin } = await listen((request, response) => {
      const key = `${request.method} ${request.url}`;
      seen.set(key, (seen.get(key) ?? 0) + 1);
      response.writeHead(request.method === 'POST' ? 201 : 200).end('x'.repeat(1000));
    });
    const progress: number[] = [];
    const requests = numbered(3000);
    const report = await sendTraffic({
      origin,
      requests,
      signal: never,
      onProgress: ({ done }) => progress.push(done),
    });
    expect(report).toMatchObject({
      status: 'sent',
      sent: 3000,
      byStatus: { 200: 1500, 201: 1500 },
      failed: [],
      notSent: 0,
    });
    expect(seen.size).toBe(3000);
    expect(new Set(seen.values())).toEqual(new Set([1]));
    expect(progress.at(-1)).toBe(3000);
  });

  test('has several requests open at once', async () => {
    let open = 0;
    const waiting: (() => void)[] = [];
    const { origin } = await listen((_request, response) => {
      open += 1;
      waiting.push(() => response.end());
      // Answers only when eight are open together: a sender of one at a time would never end.
      if (open >= 8) for (const answer of waiting.splice(0)) answer();
    });
    const report = await sendTraffic({ origin, requests: numbered(8), concurrency: 8, signal: never });
    expect(report.sent).toBe(8);
  });

  test('reports a closed connection and never sends that request again', async () => {
    const seen = new Map<string, number>();
    const { origin } = await listen((request, response) => {
      seen.set(request.url ?? '', (seen.get(request.url ?? '') ?? 0) + 1);
      if (request.url?.endsWith('7')) request.socket.destroy();
      else response.end();
    });
    const report = await sendTraffic({ origin, requests: numbered(100), signal: never });
    expect(report).toMatchObject({ status: 'sent', sent: 90, notSent: 0 });
    expect(report.failed.map(({ path }) => path).toSorted()).toEqual(
      Array.from({ length: 10 }, (_, ten) => `/r/${ten * 10 + 7}`).toSorted(),
    );
    expect(report.failed.every(({ mayHaveArrived, code }) => mayHaveArrived && code !== 'unknown')).toBe(
      true,
    );
    expect(new Set(seen.values())).toEqual(new Set([1]));
  });

  test('counts exactly even if the server closes each connection after its response', async () => {
    let count = 0;
    const { origin } = await listen((_request, response) => {
      count += 1;
      response.setHeader('connection', 'close').end();
    });
    const report = await sendTraffic({ origin, requests: numbered(300), signal: never });
    expect(report).toMatchObject({ sent: 300, failed: [] });
    expect(count).toBe(300);
  });

  test('reports that nothing arrived if no server listens, and gives up', async () => {
    const { origin, server } = await listen((_request, response) => response.end());
    await new Promise((resolve) => server.close(resolve));
    const report = await sendTraffic({ origin, requests: numbered(500), giveUpAfter: 20, signal: never });
    expect(report.status).toBe('gave-up');
    expect(report.sent).toBe(0);
    expect(
      report.failed.every(({ code, mayHaveArrived }) => code === 'ECONNREFUSED' && !mayHaveArrived),
    ).toBe(true);
    expect(report.failed.length + report.notSent).toBe(500);
    expect(report.failed.length).toBeLessThan(60);
  });

  test('does not give up while some responses arrive', async () => {
    const { origin } = await listen((request, response) => {
      if (request.method === 'GET') request.socket.destroy();
      else response.end();
    });
    const report = await sendTraffic({
      origin,
      requests: numbered(40),
      concurrency: 1,
      giveUpAfter: 2,
      signal: never,
    });
    expect(report).toMatchObject({ status: 'sent', sent: 20, notSent: 0 });
  });

  test('a request without a response ends in a timeout', async () => {
    const { origin } = await listen(() => {});
    const report = await sendTraffic({ origin, requests: numbered(2), timeoutMs: 50, signal: never });
    expect(report.failed.map(({ code }) => code)).toEqual([
      'UND_ERR_HEADERS_TIMEOUT',
      'UND_ERR_HEADERS_TIMEOUT',
    ]);
  });

  test('stops at once on an abort, with every request accounted for', async () => {
    const controller = new AbortController();
    let count = 0;
    const { origin } = await listen((_request, response) => {
      count += 1;
      if (count === 50) controller.abort();
      if (count < 50) response.end();
    });
    const report = await sendTraffic({
      origin,
      requests: numbered(1000),
      timeoutMs: 3_600_000,
      signal: controller.signal,
    });
    expect(report.status).toBe('aborted');
    expect(report.sent).toBeLessThan(50);
    expect(report.sent + report.failed.length + report.notSent).toBe(1000);
  });

  test('sends nothing if it was aborted before', async () => {
    const { origin } = await listen((_request, response) => response.end());
    const report = await sendTraffic({ origin, requests: numbered(5), signal: AbortSignal.abort() });
    expect(report).toMatchObject({ status: 'aborted', sent: 0, notSent: 5 });
  });

  test('an empty plan gives an empty report', async () => {
    const report = await sendTraffic({ origin: 'http://127.0.0.1:1', requests: [], signal: never });
    expect(report).toMatchObject({ status: 'sent', sent: 0, notSent: 0 });
  });
});
