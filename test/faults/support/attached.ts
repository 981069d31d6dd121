// A Prometheus that the learner runs, behind a proxy in the test's hand: it can be made to do whatever a server can.
import {
  createServer,
  request,
  type IncomingMessage,
  type RequestListener,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { startPrometheus, type EmbeddedOptions, type EmbeddedServer } from '../../../src/prometheus/index.ts';

export interface ProxiedPrometheus {
  /** Where the lab finds it. */
  readonly url: string;
  /** Answers in its place from now on. */
  answer(listener: RequestListener): void;
  /** Waits so long before each request is handed on. */
  slowDown(delayMs: number): void;
  /** Nothing listens there any more. */
  goAway(): Promise<void>;
  /** Hands on again, to the same Prometheus. */
  recover(): Promise<void>;
  /** Ends the Prometheus and puts another one in its place, with an empty store. */
  replace(options: Pick<EmbeddedOptions, 'configFile' | 'clock'>): Promise<void>;
  /** How many requests have come. */
  readonly requests: number;
  stop(): Promise<void>;
}

/** Starts a Prometheus on the file, and the proxy before it. */
export async function startProxied(configFile: string): Promise<ProxiedPrometheus> {
  let behind: EmbeddedServer = await startPrometheus({ configFile, port: 0 });
  let requests = 0;
  let delayMs = 0;
  let instead: RequestListener | undefined;

  const handOn = (incoming: IncomingMessage, response: ServerResponse): void => {
    const outgoing = request(new URL(incoming.url ?? '/', behind.url), {
      method: incoming.method,
      headers: { ...incoming.headers, host: new URL(behind.url).host },
    });
    outgoing.on('response', (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
    });
    outgoing.on('error', () => response.destroy());
    incoming.pipe(outgoing);
  };
  const server = createServer((incoming, response) => {
    requests += 1;
    if (instead !== undefined) instead(incoming, response);
    else if (delayMs > 0) setTimeout(handOn, delayMs, incoming, response);
    else handOn(incoming, response);
  });
  const listen = (port: number): Promise<void> =>
    new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', () => resolve());
    });
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      if (!server.listening) return resolve();
      server.close(() => resolve());
      server.closeAllConnections();
    });
  await listen(0);
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${port}`,
    get requests() {
      return requests;
    },
    answer: (listener) => (instead = listener),
    slowDown: (ms) => (delayMs = ms),
    goAway: close,
    async recover() {
      instead = undefined;
      delayMs = 0;
      if (!server.listening) await listen(port);
    },
    async replace(options) {
      await behind.stop();
      behind = await startPrometheus({ ...options, port: 0 });
    },
    async stop() {
      await close();
      await behind.stop();
    },
  };
}
