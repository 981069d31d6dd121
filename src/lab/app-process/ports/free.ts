// Whether a port of this machine is free for the lab, and which one is.
import { createServer } from 'node:net';

/** How many ports beyond the preferred one are tried before any port will do. */
const nearby = 50;

/** Whether nobody listens on the port, on 127.0.0.1 or on ::1: `localhost` may mean either. */
export async function isPortFree(port: number): Promise<boolean> {
  return (await canListen(port, '127.0.0.1')) && (await canListen(port, '::1'));
}

/** The preferred port if it is free, else one close above it, else any. */
export async function findFreePort(preferred: number): Promise<number> {
  for (let port = preferred; port > 0 && port < Math.min(preferred + nearby, 65_536); port += 1) {
    if (await isPortFree(port)) return port;
  }
  return anyPort();
}

function canListen(port: number, host: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') resolve(false);
      // A machine without IPv6 has nobody on it.
      else if (error.code === 'EADDRNOTAVAIL' || error.code === 'EAFNOSUPPORT') resolve(true);
      else reject(error);
    });
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

function anyPort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ port: 0, host: '127.0.0.1' }, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
