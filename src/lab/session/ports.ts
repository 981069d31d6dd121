// Which ports the live system gets: the ones that the course names, or free ones where another program has them.
import { createServer, type AddressInfo, type Server } from 'node:net';
import { findFreePort, findPortOwner, isPortFree } from '../app-process/index.ts';
import type { SessionEvent } from './events.ts';

export interface PortPlan {
  /** Port name -> where it is in truth. */
  readonly actual: Readonly<Record<string, number>>;
  /** Asked-for port -> actual port, only where they differ. */
  readonly moved: Readonly<Record<number, number>>;
}

/** Looks at each port and moves aside where it is taken, with a note that names who holds it. */
export async function planPorts(
  ports: Readonly<Record<string, number>>,
  emit: (event: SessionEvent) => void,
): Promise<PortPlan> {
  const actual: Record<string, number> = {};
  const moved: Record<number, number> = {};
  for (const [name, port] of Object.entries(ports)) {
    const got = await choosePort(port, `your app's ${name} port`, emit, new Set(Object.values(actual)));
    actual[name] = got;
    if (got !== port) moved[port] = got;
  }
  return { actual, moved };
}

/** The plan with another port in place of each that is taken by now. Looked at while the app is down. */
export async function moveAside(
  ports: Readonly<Record<string, number>>,
  plan: PortPlan,
  emit: (event: SessionEvent) => void,
): Promise<PortPlan> {
  const actual: Record<string, number> = { ...plan.actual };
  for (const [name, port] of Object.entries(plan.actual)) {
    actual[name] = await choosePort(
      port,
      `your app's ${name} port`,
      emit,
      new Set(Object.entries(actual).flatMap(([other, taken]) => (other === name ? [] : [taken]))),
    );
  }
  const moved = Object.fromEntries(
    Object.entries(ports).flatMap(([name, asked]) => {
      const got = actual[name] ?? asked;
      return got === asked ? [] : [[asked, got]];
    }),
  );
  return { actual, moved };
}

/** The port, or a free one near it with a note where it is taken. */
export async function choosePort(
  port: number,
  what: string,
  emit: (event: SessionEvent) => void,
  avoid: ReadonlySet<number> = new Set(),
): Promise<number> {
  if (!avoid.has(port) && (await isPortFree(port))) return port;
  const holder = (await holderOf(port)) ?? 'another program';
  let free = await findFreePort(port + 1);
  while (avoid.has(free)) free = await findFreePort(free + 1);
  emit({
    kind: 'note',
    text: `Port ${port} is held by ${holder}, so ${what} is ${free} this time. The addresses shown by the lab are the true ones.`,
    isWarning: true,
  });
  return free;
}

/** Who listens on a port, as `python3 (process 123)`; undefined where it cannot be known. */
export async function holderOf(port: number): Promise<string | undefined> {
  const owner = await findPortOwner(port);
  return owner === undefined ? undefined : `${owner.command ?? 'a program'} (process ${owner.pid})`;
}

/** Any free port for each: 0 asks the system, which gives no port twice while it is held. */
export async function planFreePorts(ports: Readonly<Record<string, number>>): Promise<PortPlan> {
  const names = Object.keys(ports);
  const free = await reserveFreePorts(names.length);
  const actual = Object.fromEntries(names.map((name, index) => [name, free[index] ?? 0]));
  const moved = Object.fromEntries(names.map((name) => [ports[name] ?? 0, actual[name] ?? 0]));
  return { actual, moved };
}

/** Holds so many ports at once, so that they differ, and gives them free again. */
async function reserveFreePorts(count: number): Promise<readonly number[]> {
  const servers = await Promise.all(
    Array.from(
      { length: count },
      () =>
        new Promise<Server>((resolve, reject) => {
          const server = createServer();
          server.once('error', reject);
          server.listen(0, '127.0.0.1', () => resolve(server));
        }),
    ),
  );
  const found = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return found;
}
