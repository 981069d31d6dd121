// Every TCP `listen` of the app: on 127.0.0.1, on the port that the settings say, and reported to the runner.
import { errorMonitor, type EventEmitter } from 'node:events';
import net from 'node:net';
import type { FromHook, HookSettings } from '../../../contract/protocol.ts';
import type { FindPort } from './connects.ts';
import { replaceMethod, type Method } from '../globals/replace-method.ts';

/**
 * Moves the listens of the app and tells the runner of each. Pipes and inherited handles are left alone, but for a name
 * that is no path: somebody gave a host where the port belongs, and a socket file of that name would stay behind.
 * Returns where the app's own ports are for the app itself.
 */
export function mapListens(
  { ports, ownPorts }: Pick<HookSettings, 'ports' | 'ownPorts'>,
  tell: (message: FromHook) => void,
): FindPort {
  /** Asked-for port -> the port in its place, while it listens. */
  const open = new Map<number, number>();

  const target = (asked: number): number => {
    if (ports !== 'free') return ports[asked] ?? asked;
    // The same port asked for twice must collide as it would outside the lab.
    return asked === 0 ? 0 : (open.get(asked) ?? 0);
  };

  // All ways to call `listen` end in this method, after the arguments are sorted out and a host name is resolved.
  // Node keeps its name for those who wrap it; it is synchronous, so `server.address()` works as it always does.
  replaceMethod(
    net.Server.prototype,
    '_listen2',
    (original) =>
      function listenMapped(address, asked, addressType, backlog, fd, flags) {
        const isTcp = typeof asked === 'number' && asked >= 0 && (addressType === 4 || addressType === 6);
        const isName = typeof address === 'string' && asked === -1 && !/[\\/]/.test(address);
        if (this instanceof net.Server && isName) {
          report(this, 0, 0, tell, () => undefined, address);
          return original.call(this, '127.0.0.1', 0, 4, backlog, fd, flags);
        }
        if (!(this instanceof net.Server) || !isTcp || (typeof fd === 'number' && fd >= 0)) {
          return original.call(this, address, asked, addressType, backlog, fd, flags);
        }
        const wanted = target(asked);
        report(this, asked, wanted, tell, (got) => {
          if (open.get(asked) === got) open.delete(asked);
        });
        original.call(this, '127.0.0.1', wanted, 4, backlog, fd, flags);
        if (ports !== 'free' && (addressType === 6 || !address)) listenAlsoOnIpv6(this, original);
        if (asked !== 0 && this.listening && !open.has(asked)) open.set(asked, portOf(this));
        return undefined;
      },
  );

  return (asked) => {
    const place = open.get(asked);
    if (place !== undefined) return place;
    // Another run has this port: the live one, or the program for which this one was moved.
    return ports === 'free' ? refusedIf(ownPorts.includes(asked)) : refusedIf(Object.hasOwn(ports, asked));
  };
}

const refusedIf = (isRefused: boolean) => (isRefused ? 'refused' : undefined);

/**
 * A live app that listens on ::1, or on all addresses, answers there as it does outside the lab: connections to ::1 come
 * to the same server. Where the system has no IPv6, or another program has that port on it, there is none.
 */
function listenAlsoOnIpv6(server: net.Server, listen: Method): void {
  const options = { allowHalfOpen: true };
  const twin = net.createServer(options, (socket) => server.emit('connection', socket)).unref();
  twin.on('error', () => undefined);
  server.once('listening', () => listen.call(twin, '::1', portOf(server), 6));
  server.once('close', () => twin.close());
}

/** Tells the runner how this listen goes, and when the port is closed again. */
function report(
  server: net.Server,
  asked: number,
  wanted: number,
  tell: (message: FromHook) => void,
  onClosed: (got: number) => void,
  name?: string,
): void {
  const onError = (error: Error): void => {
    if (wanted !== asked) sayAskedPort(error, wanted, asked);
    const code = 'code' in error ? String(error.code) : 'UNKNOWN';
    tell({
      from: 'hook',
      kind: 'listen',
      listen: { status: 'failed', asked, code, message: error.message },
    });
  };
  // The monitor sees the error without handling it: an app that ignores it still crashes.
  const emitter: EventEmitter = server;
  emitter.once(errorMonitor, onError);
  server.prependOnceListener('listening', () => {
    emitter.removeListener(errorMonitor, onError);
    const got = portOf(server);
    tell({
      from: 'hook',
      kind: 'listen',
      listen: { status: 'listening', asked, got, ...(name !== undefined && { name }) },
    });
    server.once('close', () => {
      onClosed(got);
      tell({ from: 'hook', kind: 'closed', asked, got });
    });
  });
}

function portOf(server: net.Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

function sayAskedPort(error: Error, wanted: number, asked: number): void {
  const say = (text: string): string => text.replaceAll(`:${wanted}`, `:${asked}`);
  error.message = say(error.message);
  if (error.stack !== undefined) error.stack = say(error.stack);
  if ('port' in error) error.port = asked;
}
