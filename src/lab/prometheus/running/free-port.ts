// Whether a loopback port can be bound now, and which one is free.
import { once } from 'node:events';
import { createServer } from 'node:net';
import { portForbidden, portTaken } from './port-faults.ts';
import { hasCode } from '../../../system/error-code.ts';
import { listenOn } from '../../../http/listen.ts';

/** Binds `port` (0: a free one) on 127.0.0.1 for a moment and gives its number. Rejects with `port-taken`. */
export async function reservePort(port: number): Promise<number> {
  const server = createServer();
  try {
    const reserved = await listenOn(server, port, '127.0.0.1');
    server.close();
    await once(server, 'close');
    return reserved;
  } catch (error) {
    if (hasCode(error, 'EADDRINUSE')) throw portTaken(port, error);
    if (hasCode(error, 'EACCES')) throw portForbidden(port, error);
    throw error;
  }
}
