// Sends the requests of a check, many at a time.
import { Agent } from 'node:http';
import type { Probe } from '../../model/schema/fields.ts';
import { askApp } from '../app/ask.ts';
import type { RequestOutcome } from '../app/http-request.ts';
import type { WatchedApp } from '../app/running.ts';
import { plainVisit, type Visit } from './visitors.ts';

/** What came back for one of the requests of a probe. */
export interface ProbeResult {
  /** Where it was sent. */
  readonly address: string;
  readonly probe: Probe;
  readonly outcome: RequestOutcome;
}

/** A probe, and how one visitor sends it. */
interface ProbeVisit {
  readonly probe: Probe;
  readonly visit: Visit;
}

interface SendOptions {
  /** Whose connections are used. @default one for each request */
  readonly agent?: Agent | undefined;
  /** Over so many connections that stay open; on each a request waits for the answer to the one before it. */
  readonly connections?: number | undefined;
  /** Awaited after the requests of a probe are sent, before those of the next one are. @default all are sent at once */
  readonly pace?: () => Promise<unknown>;
  /** Called once the system has taken all requests to send, where they go all at once. */
  readonly onSent?: (() => void) | undefined;
}

/**
 * Sends each probe as often as `counts` says, all at once if nothing else is asked for. What visitors choose differs
 * with each request. On a connection whose request got no answer in time nothing more is sent.
 */
export async function sendProbes(
  app: WatchedApp,
  address: string,
  probes: readonly Probe[],
  counts: readonly number[],
  { agent, connections, pace, onSent }: SendOptions = {},
): Promise<readonly ProbeResult[]> {
  const requests = probes.flatMap((probe, index) => Array.from({ length: counts[index] ?? 1 }, () => probe));
  const unsent = new Set(requests.keys());
  if (requests.length === 0) onSent?.();
  const countSent = (visitor: number): void => {
    if (unsent.delete(visitor) && unsent.size === 0) onSent?.();
  };
  const send = (probe: Probe, visitor: number, through = agent): Promise<ProbeResult> =>
    sendVisit(
      app,
      address,
      { probe, visit: plainVisit(probe, visitor) },
      { agent: through, onSent: () => countSent(visitor) },
    );
  if (connections !== undefined) return sendInTurn(requests, connections, send);
  if (pace === undefined) return Promise.all(requests.map((probe, visitor) => send(probe, visitor)));
  const results: Promise<ProbeResult>[] = [];
  for (const probe of probes) {
    const own = [...requests.entries()].filter(([, one]) => one === probe);
    await Promise.all(
      own.map(
        ([visitor]) =>
          new Promise<void>((resolve) => {
            const visit = { probe, visit: plainVisit(probe, visitor) };
            const result = sendVisit(app, address, visit, { agent, onSent: resolve });
            // It is awaited at the end; one that rejects before that is no unhandled error.
            result.catch(() => resolve());
            results.push(result);
          }),
      ),
    );
    await pace();
  }
  return Promise.all(results);
}

/** Sends all visits at once and waits for their answers, which are not judged. */
export async function sendVisits(
  app: WatchedApp,
  address: string,
  visits: readonly ProbeVisit[],
): Promise<void> {
  await Promise.all(visits.map((visit) => sendVisit(app, address, visit)));
}

async function sendVisit(
  app: WatchedApp,
  address: string,
  { probe, visit }: ProbeVisit,
  { agent, onSent }: Pick<SendOptions, 'agent' | 'onSent'> = {},
): Promise<ProbeResult> {
  const outcome = await askApp(app, {
    address,
    method: probe.method,
    path: visit.target,
    headers: visit.headers,
    onSent,
    ...(visit.body !== undefined && { body: visit.body }),
    ...(agent !== undefined && { agent }),
  });
  return { address, probe, outcome };
}

async function sendInTurn(
  requests: readonly Probe[],
  connections: number,
  send: (probe: Probe, visitor: number, through: Agent) => Promise<ProbeResult>,
): Promise<readonly ProbeResult[]> {
  const results: ProbeResult[] = [];
  const waiting = [...requests.entries()];
  const visit = async (): Promise<void> => {
    const through = new Agent({ keepAlive: true, maxSockets: 1 });
    try {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        const [visitor, probe] = next;
        const result = await send(probe, visitor, through);
        results.push(result);
        if (result.outcome.kind === 'timeout') return;
      }
    } finally {
      through.destroy();
    }
  };
  await Promise.all(Array.from({ length: connections }, visit));
  return results;
}
