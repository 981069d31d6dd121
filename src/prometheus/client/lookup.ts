// Finds the addresses of a host name.
import { lookup as lookupName } from 'node:dns';
import type { LookupFunction } from 'node:net';

/** `localhost` is both loopback addresses, whatever the machine's hosts file says: an app may listen on either. */
export const lookupBoth: LookupFunction = (hostname, options, callback) => {
  if (hostname !== 'localhost' || options.all !== true) {
    lookupName(hostname, options, callback);
    return;
  }
  callback(null, [
    { address: '127.0.0.1', family: 4 },
    { address: '::1', family: 6 },
  ]);
};
