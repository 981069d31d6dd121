// Every TCP connection that the app opens to one of its own ports: it reaches this run, and no other one on this machine.
import net from 'node:net';
import { networkInterfaces } from 'node:os';
import { getSystemErrorMap } from 'node:util';
import { realTime } from '../globals/real-time.ts';
import { replaceMethod, type Method } from '../globals/replace-method.ts';

/** Where a port of this machine is for this run: a port, `refused`, or undefined where it is none of the run's. */
export type FindPort = (asked: number) => number | 'refused' | undefined;

/**
 * Leads the app's connections to its own ports to where they are: in the handle of libuv, where names are resolved, and
 * where `fetch`, `http`, `tls` and the packages on top of them meet.
 */
export function mapConnects(find: FindPort): void {
  const prototype = prototypeOfHandles();
  if (prototype === undefined) return;
  const connect: Method = Reflect.get(prototype, 'connect');
  const refused = codeOf('ECONNREFUSED');
  for (const name of ['connect', 'connect6']) {
    replaceMethod(
      prototype,
      name,
      (original) =>
        function connectMapped(request, address, port, ...rest) {
          const isOwn = typeof address === 'string' && typeof port === 'number' && isThisMachine(address);
          const place = isOwn ? find(port) : undefined;
          if (place === undefined) return original.call(this, request, address, port, ...rest);
          if (place !== 'refused') return connect.call(this, request, '127.0.0.1', place);
          // As libuv answers. Node words the error, with the port that was asked for.
          realTime.setImmediate(() => complete(request, refused, this));
          return 0;
        },
    );
  }
}

/** What all TCP handles of Node share. A connection that is given up before it is begun has one. */
function prototypeOfHandles(): object | undefined {
  const socket = net.connect({ host: '127.0.0.1', port: 1 });
  const handle: unknown = Reflect.get(socket, '_handle');
  socket.destroy();
  return typeof handle === 'object' && handle !== null ? Object.getPrototypeOf(handle) : undefined;
}

function complete(request: unknown, status: number, handle: unknown): void {
  if (typeof request !== 'object' || request === null) return;
  const done: Method | undefined = Reflect.get(request, 'oncomplete');
  done?.call(request, status, handle, request, true, true);
}

/** Loopback, any address, or one of the machine's own: where a server of the app would be reached outside the lab. */
function isThisMachine(address: string): boolean {
  if (/^(?:::ffff:)?127\.|^::ffff:7f|^::1$|^0\.0\.0\.0$|^::$/i.test(address)) return true;
  return Object.values(networkInterfaces()).some((list) => list?.some((one) => one.address === address));
}

/** The number that libuv has for an error. */
function codeOf(name: string): number {
  for (const [code, [known]] of getSystemErrorMap()) if (known === name) return code;
  throw new Error(`this system knows no ${name}`);
}
