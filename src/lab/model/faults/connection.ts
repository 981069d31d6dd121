// What the system refuses to a connection before the program at its other end has any part in it. Pure.

/** Why there is no connection. */
export type ConnectionFault = 'used-up' | 'too-many-files' | 'forbidden' | 'no-route';

const FAULTS: Readonly<Record<string, ConnectionFault>> = {
  EMFILE: 'too-many-files',
  ENFILE: 'used-up',
  ENOBUFS: 'used-up',
  ENOMEM: 'used-up',
  EAGAIN: 'used-up',
  EADDRNOTAVAIL: 'used-up',
  EADDRINUSE: 'used-up',
  EACCES: 'forbidden',
  EPERM: 'forbidden',
  ENETDOWN: 'no-route',
  ENETUNREACH: 'no-route',
  EHOSTUNREACH: 'no-route',
  EHOSTDOWN: 'no-route',
};

/** What an error code of a connection says of the system; undefined where it may as well be of the program there. */
export function connectionFault(code: string): ConnectionFault | undefined {
  return Object.hasOwn(FAULTS, code) ? FAULTS[code] : undefined;
}
