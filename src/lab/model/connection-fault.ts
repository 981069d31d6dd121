// What the system refuses to a connection before the program at its other end has any part in it. Pure.

/** Why there is no connection: a clause without its full stop, and what to do, one sentence. */
export interface ConnectionFault {
  readonly reason: string;
  readonly hint: string;
}

const USED_UP: ConnectionFault = {
  reason: 'the system has no connection left to give',
  hint: 'Close other programs, or wait a minute.',
};
const TOO_MANY_FILES: ConnectionFault = {
  reason: 'too many files and connections are open',
  hint: 'Raise the limit for one program, for example with `ulimit -n 1024`, and start the lab again.',
};
const FORBIDDEN: ConnectionFault = {
  reason: 'the system does not allow the connection',
  hint: 'Allow Node to connect to 127.0.0.1 in your firewall or security program.',
};
const NO_WAY: ConnectionFault = {
  reason: 'the network of this computer does not lead there',
  hint: 'See that the address 127.0.0.1 works on this computer: a VPN or a container may take it away.',
};

const FAULTS: Readonly<Record<string, ConnectionFault>> = {
  EMFILE: TOO_MANY_FILES,
  ENFILE: USED_UP,
  ENOBUFS: USED_UP,
  ENOMEM: USED_UP,
  EAGAIN: USED_UP,
  EADDRNOTAVAIL: USED_UP,
  EADDRINUSE: USED_UP,
  EACCES: FORBIDDEN,
  EPERM: FORBIDDEN,
  ENETDOWN: NO_WAY,
  ENETUNREACH: NO_WAY,
  EHOSTUNREACH: NO_WAY,
  EHOSTDOWN: NO_WAY,
};

/** What an error code of a connection says of the system; undefined where it may as well be of the program there. */
export function connectionFault(code: string): ConnectionFault | undefined {
  return Object.hasOwn(FAULTS, code) ? FAULTS[code] : undefined;
}
