// Whether a port of this machine is free for the lab, and which one is.
import getPort, { clearLockedPorts } from 'get-port';

/** How many ports beyond the preferred one are tried before any port will do. */
const NEARBY = 50;

/** Whether no program listens on the port, on any address of this machine. */
export async function isPortFree(port: number): Promise<boolean> {
  return (await firstFree([port])) === port;
}

/** The preferred port if it is free, else one close above it, else any. */
export function findFreePort(preferred: number): Promise<number> {
  return firstFree(Array.from({ length: NEARBY }, (_, index) => preferred + index));
}

function firstFree(ports: readonly number[]): Promise<number> {
  // The package withholds a port that it has named before: here the caller names the ports to avoid.
  clearLockedPorts();
  return getPort({ port: ports.filter((port) => port > 0 && port < 65_536) });
}
