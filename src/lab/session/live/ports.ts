// Which ports the live system gets: the ones that the course names, or free ones where another program has them.
import { randomInt } from 'node:crypto';
import { findFreePort, findPortOwner, isPortFree } from '../../app-process/index.ts';
import type { SessionEvent } from '../contract/events.ts';
import { note } from '../contract/notes.ts';

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
    const got = await choosePort(port, name, emit, new Set(Object.values(actual)));
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
      name,
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

/** The port, or a free one near it with a note where it is taken; `name`: the app's port, undefined for Prometheus's. */
export async function choosePort(
  port: number,
  name: string | undefined,
  emit: (event: SessionEvent) => void,
  avoid: ReadonlySet<number> = new Set(),
): Promise<number> {
  if (!avoid.has(port) && (await isPortFree(port))) return port;
  const holder = await findPortOwner(port);
  let free = await findFreePort(port + 1);
  while (avoid.has(free)) free = await findFreePort(free + 1);
  const moved = { port, holder, to: free };
  const fact =
    name === undefined ? note('port-moved/prometheus', moved) : note('port-moved/app', { ...moved, name });
  emit({ kind: 'note', fact, isWarning: true });
  return free;
}

/**
 * Below the ports that systems give out by themselves (32,768 and up on Linux, 49,152 and up on others): a port is planned
 * seconds before the app listens on it, and any connection could have taken it meanwhile.
 */
const PLANNED = { first: 20_000, count: 12_000 } as const;
/** How many ports a plan has for itself. */
const PLAN_SIZE = 16;
/** Where two processes plan at the same time, they begin at different places. */
let lastPlan = randomInt(PLANNED.count);

/** A free port for each, which no other plan of this process gets soon. */
export async function planFreePorts(ports: Readonly<Record<string, number>>): Promise<PortPlan> {
  lastPlan += 1;
  let next = PLANNED.first + ((lastPlan * PLAN_SIZE) % PLANNED.count);
  const actual: Record<string, number> = {};
  const moved: Record<number, number> = {};
  for (const [name, asked] of Object.entries(ports)) {
    const port = await findFreePort(next);
    actual[name] = port;
    moved[asked] = port;
    next = port + 1;
  }
  return { actual, moved };
}
