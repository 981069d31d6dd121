// Whether a loopback port can be bound now, and which one is free.
import { once } from 'node:events';
import { createServer } from 'node:net';
import { portForbidden, portTaken } from './port-faults.ts';
import { hasCode } from '../../../system/error-code.ts';

/** Binds `port` (0: a free one) on 127.0.0.1 for a moment and gives its number. Rejects with `port-taken`. */
export async function reservePort(port: number): Promise<number> {
  const server = createServer();
  server.listen({ port, host: '127.0.0.1', exclusive: true });
  try {
    await once(server, 'listening');
  } catch (error) {
    if (hasCode(error, 'EADDRINUSE')) throw portTaken(port, error);
    if (hasCode(error, 'EACCES')) throw portForbidden(port, error);
    throw error;
  }
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : port;
}
