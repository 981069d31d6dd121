// An HTTP server that keeps what is posted to it.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  readonly path: string;
  readonly method: string;
  readonly contentType: string;
  /** The body, parsed. */
  readonly body: unknown;
  /** When it came. */
  readonly atMs: number;
}

export interface Receiver {
  /** `127.0.0.1:8000` */
  readonly address: string;
  readonly received: readonly Received[];
  /** Resolves when something that is received, now or earlier, fits. */
  when(fits: (received: Received) => boolean): Promise<Received>;
  close(): Promise<void>;
}

/** Listens on a free port, and accepts everything. */
export async function startReceiver(): Promise<Receiver> {
  const received: Received[] = [];
  const waiting = new Set<() => void>();
  const server = createServer((request, response) => {
    let text = '';
    request.setEncoding('utf8').on('data', (piece: string) => (text += piece));
    request.on('end', () => {
      const { url = '', method = '', headers } = request;
      received.push({
        path: url,
        method,
        contentType: headers['content-type'] ?? '',
        body: JSON.parse(text),
        atMs: Date.now(),
      });
      response.end();
      for (const look of waiting) look();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    when: (fits) =>
      new Promise((resolve) => {
        const look = (): void => {
          const found = received.find(fits);
          if (found === undefined) return;
          waiting.delete(look);
          resolve(found);
        };
        waiting.add(look);
        look();
      }),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
