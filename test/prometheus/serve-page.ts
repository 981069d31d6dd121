// A target that shows one page, which a test can change.
import { createServer } from 'node:http';
import { listenOn } from '../../src/http/listen.ts';

export interface PageTarget {
  /** `127.0.0.1:12345` */
  readonly address: string;
  show(page: string, contentType?: string): void;
  close(): Promise<void>;
}

const TEXT = 'text/plain; version=0.0.4; charset=utf-8';
export const OPENMETRICS = 'application/openmetrics-text; version=1.0.0; charset=utf-8';

/** Starts it on a free port. */
export async function servePage(first: string, firstType = TEXT): Promise<PageTarget> {
  let page = first;
  let type = firstType;
  const server = createServer((_request, response) => {
    response.setHeader('Content-Type', type);
    response.end(page);
  });
  const port = await listenOn(server, 0, '127.0.0.1');
  return {
    address: `127.0.0.1:${port}`,
    show(next, nextType = TEXT) {
      page = next;
      type = nextType;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
