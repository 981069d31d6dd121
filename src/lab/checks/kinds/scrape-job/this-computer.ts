// What this computer is called beside localhost: its host name, and its addresses in the networks that it is in.
import { hostname, networkInterfaces } from 'node:os';

/** Host name and addresses, in lower case; IPv6 addresses in square brackets, as a target has them. */
export function namesOfThisComputer(): readonly string[] {
  const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  const named = addresses.map(({ address, family }) => (family === 'IPv6' ? `[${address}]` : address));
  return [hostname(), ...named].map((name) => name.toLowerCase());
}
