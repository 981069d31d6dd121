// Requests that the store holds, and requests whose client goes away: nothing about them depends on time.
import { connect, type Socket } from 'node:net';
import type { AppRest } from '../../model/app-run.ts';
import type { Probe } from '../../model/schema/fields.ts';
import { order, type WatchedApp } from '../app/running.ts';
import { probeTarget } from './names.ts';

/** Timers that a handler may wait for, one after the other, before it asks the store. */
const MAX_TIMERS = 50;

/** Requests on their way: some of them may never be held. */
export interface Sent<T> {
  /** Resolves when the system has taken all of them to send. */
  readonly sent: Promise<unknown>;
  readonly answers: Promise<T>;
}

/**
 * The app at rest with a store call of each request held. Undefined as soon as all were answered without it, and where
 * the app has nothing left to do: what is not held by then never will be.
 */
export async function whenAllHeld(
  app: WatchedApp,
  total: number,
  { sent, answers }: Sent<unknown>,
): Promise<AppRest | undefined> {
  let isAnswered = false;
  const answered = answers.then(
    () => (isAnswered = true),
    () => (isAnswered = true),
  );
  await Promise.race([sent, answered]);
  let rest = await order(app, (signal) => app.run.whenQuiet(signal));
  for (let timers = 0; rest.held < total; timers++) {
    if (isAnswered || !rest.hasTimers || timers === MAX_TIMERS) return undefined;
    // A handler may wait a little before it asks the store.
    ({ rest } = await order(app, (signal) => app.run.nextTimer(signal)));
  }
  return rest;
}

/** Requests to a held store, whose clients can go away. */
export interface Abandonable {
  /** The app at rest with all of them held; undefined where some are answered without the store. */
  readonly held: AppRest | undefined;
  /** All clients disconnect. */
  readonly abandon: () => void;
}

/** Sends each probe once to a store that holds its calls. Rejects where the app does not come to rest. */
export async function sendAbandonable(
  { app, address }: { readonly app: WatchedApp; readonly address: string },
  probes: readonly Probe[],
): Promise<Abandonable> {
  const clients: Socket[] = [];
  const abandon = (): void => {
    for (const client of clients) client.destroy();
  };
  const sent = Promise.all(probes.map((probe) => openRequest(address, probe, clients)));
  try {
    // None of them is ever answered here.
    const held = await whenAllHeld(app, probes.length, { sent, answers: new Promise(() => undefined) });
    return { held, abandon };
  } catch (error) {
    abandon();
    throw error;
  }
}

/** A request of which only the beginning matters: its client never reads the answer. Resolves when it is sent. */
function openRequest(address: string, probe: Probe, clients: Socket[]): Promise<void> {
  const { hostname, port } = new URL(`http://${address}`);
  const socket = connect({ host: hostname, port: Number(port) });
  clients.push(socket);
  return new Promise((resolve) => {
    // The answer, or the end of the app, is of no interest here; what the gauge shows is.
    socket.on('error', () => resolve());
    socket.write(
      `${probe.method} ${probeTarget(probe)} HTTP/1.1\r\nHost: ${address}\r\nContent-Length: 0\r\n\r\n`,
      () => resolve(),
    );
  });
}
