// Why there is no connection, or no response over it. A reason is a clause without its full stop.
import { unreachable } from '../../../../unreachable.ts';
import type { ConnectionFault } from '../../../model/faults/connection.ts';
import type { TrafficFault } from '../../../traffic/index.ts';
import { duration } from '../grammar/phrases.ts';

interface Reason {
  readonly reason: string;
  readonly hint: string;
}

export const connections: Readonly<Record<ConnectionFault, Reason>> = {
  'used-up': {
    reason: 'the system has no connections left',
    hint: 'Close other programs, or wait a minute.',
  },
  'too-many-files': {
    reason: 'too many files and connections are open',
    hint: 'Raise the limit for one program, for example with `ulimit -n 1024`, and start the lab again.',
  },
  forbidden: {
    reason: 'the system does not allow the connection',
    hint: 'Allow Node to connect to 127.0.0.1 in your firewall or security program.',
  },
  'no-route': {
    reason: 'the network of this computer has no route to it',
    hint: 'Make sure that the address 127.0.0.1 works on this computer: a VPN or a container may block it.',
  },
};

const SEE_OUTPUT = 'Read the last lines that the app printed';

/** Why requests of a scenario got no response. */
export function trafficReason({ fault, code, host, said, limitMs }: TrafficFault): Reason {
  const limit = duration(limitMs);
  switch (fault) {
    case 'refused':
      return known('nothing listens there', `${SEE_OUTPUT}, and restart it.`);
    case 'closed':
      return known(
        'the app closed the connection before it had responded',
        `${SEE_OUTPUT}: an error that makes the app exit closes its connections.`,
      );
    case 'slow':
      return known(
        `the app did not respond within ${limit}`,
        'Look for a handler that does not end its response.',
      );
    case 'not-accepted':
      return known(
        `the app did not accept the connection within ${limit}`,
        'Restart the app, or check whether a firewall blocks connections to 127.0.0.1.',
      );
    case 'not-http':
      return known(
        'what the app sent is not HTTP',
        'Check whether anything but the HTTP server writes to the connection.',
      );
    case 'unknown':
      return {
        reason: `the connection to ${host} failed with ${said.includes(code) ? said : `${code}: ${said}`}`,
        hint: 'Check whether a firewall, a security program or a VPN keeps Node from connecting to 127.0.0.1.',
      };
    case 'used-up':
    case 'too-many-files':
    case 'forbidden':
    case 'no-route':
      return known(connections[fault].reason, connections[fault].hint);
    default:
      return unreachable(fault);
  }

  function known(reason: string, hint: string): Reason {
    return { reason: `${reason} (${code}, ${host})`, hint };
  }
}
