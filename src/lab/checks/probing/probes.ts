// Sends the requests of a check, many at a time, and judges their answers: a count means nothing where the
// endpoints themselves do not answer as they should.
import { Agent } from 'node:http';
import type { Probe } from '../../model/schema.ts';
import type { Fail } from '../../model/verdict.ts';
import { askApp } from '../app/ask.ts';
import { explainClientError } from '../app/client-errors.ts';
import type { FailCode } from '../facts/codes.ts';
import { crashHint } from '../app/error-hints.ts';
import { errorPageText } from '../app/express-error.ts';
import type { RequestOutcome } from '../app/http-request.ts';
import { probeName } from './names.ts';
import { judgeFrozen, type WatchedApp } from '../app/running.ts';
import { unreachable } from '../../../unreachable.ts';
import { fail } from '../facts/verdicts.ts';
import { plainVisit, type Visit } from './visitors.ts';
import { listing, outputText, shortened } from '../facts/wording.ts';

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
 * Sends each probe as often as `counts` says, all at once where nothing else is asked for. What visitors choose differs
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

/** The first thing wrong with the answers; an app that answers nothing at all any more is told from one that forgot a request. */
export async function judgeProbes(
  app: WatchedApp,
  results: readonly ProbeResult[],
): Promise<Fail | undefined> {
  const bad = judgeAnswers(results, app.run.lastLines(40));
  if (bad?.code === 'request-hangs') return (await judgeFrozen(app)) ?? bad;
  const isLost = bad?.code === 'not-found-too-early' || bad?.code === 'endpoint-missing';
  return isLost ? ((await findOnOtherPort(app, results)) ?? bad) : bad;
}

/** An API that answers on the port of another server: two port numbers are swapped. */
async function findOnOtherPort(app: WatchedApp, results: readonly ProbeResult[]): Promise<Fail | undefined> {
  const lost = results.find(({ probe, outcome }) => !isGood(probe, outcome));
  if (lost === undefined) return undefined;
  const ports = app.run.listens.filter(({ status }) => status === 'listening').map(({ asked }) => asked);
  const wanted = ports.find((port) => app.run.address(port) === lost.address);
  for (const port of new Set(ports)) {
    const address = app.run.address(port);
    if (address === undefined || address === lost.address) continue;
    const [found] = await sendProbes(app, address, [lost.probe], [1]);
    if (found === undefined || !isGood(found.probe, found.outcome)) continue;
    return fail('wrong-port', `${probeName(lost.probe)} is answered on port ${port} instead of ${wanted}.`, {
      expected: `${probeName(lost.probe)} on port ${wanted}`,
      observed: `port ${port}`,
      hint: 'Compare the number in each listen() with the step: which app is on which port?',
    });
  }
  return undefined;
}

/** The first thing wrong with the answers, the cause before its effects; undefined where all are as they should be. */
function judgeAnswers(results: readonly ProbeResult[], lastLines: readonly string[]): Fail | undefined {
  const bad = results.filter(({ probe, outcome }) => !isGood(probe, outcome));
  const [first] = bad;
  if (first === undefined) return undefined;
  // A crash or a hang explains the other bad answers better than they explain it.
  const worst = bad.find(({ outcome }) => isServerError(outcome)) ?? first;
  const { probe, outcome } = worst;
  switch (outcome.kind) {
    case 'answer':
      if (outcome.status >= 500) return handlerFailed(probe, outcome, lastLines);
      if (outcome.status === 404) return notFound(results, bad);
      return wrongStatus(probe, outcome.status);
    case 'timeout':
      return fail('request-hangs', `${probeName(probe)} gets no answer.`, {
        expected: expectedStatus(probe),
        observed: `no complete answer within ${outcome.afterMs / 1000} s`,
        hint: 'A middleware has to call next(), and a handler has to send an answer.',
      });
    case 'too-large':
      return fail('wrong-body', `${probeName(probe)} answers far more than it should.`, {
        observed: `more than ${outcome.maxBytes} bytes`,
      });
    case 'refused':
    case 'closed':
      return fail('connection-closed', `${probeName(probe)} gets no answer: the app closed the connection.`, {
        expected: expectedStatus(probe),
        observed: outcome.kind === 'closed' ? outcome.message : 'connection refused',
        hint: 'See whether the app still runs, and what it printed last.',
      });
    default:
      return unreachable(outcome);
  }
}

function isGood(probe: Probe, outcome: RequestOutcome): boolean {
  if (outcome.kind !== 'answer') return false;
  return probe.status === undefined
    ? outcome.status < 500 && outcome.status !== 404
    : outcome.status === probe.status;
}

function isServerError(outcome: RequestOutcome): boolean {
  return outcome.kind === 'answer' && outcome.status >= 500;
}

function expectedStatus(probe: Probe): string | undefined {
  return probe.status === undefined ? undefined : `status ${probe.status}`;
}

function wrongStatus(probe: Probe, status: number): Fail {
  return fail('wrong-status', `${probeName(probe)} answers ${status}.`, {
    expected: expectedStatus(probe),
    observed: `status ${status}`,
    hint: 'Adding metrics must not change what the API answers.',
  });
}

function notFound(results: readonly ProbeResult[], bad: readonly ProbeResult[]): Fail {
  const names = [...new Set(bad.map(({ probe }) => probeName(probe)))];
  const existing = new Set(
    results.filter(({ probe }) => probe.status !== 404).map(({ probe }) => probeName(probe)),
  );
  if (names.length === existing.size && existing.size > 1) {
    return fail('not-found-too-early', `Every page answers 404, also ${listing(names.slice(0, 2))}.`, {
      expected: 'pages that exist are served',
      observed: 'status 404 for all of them',
      hint: 'Express goes from top to bottom: what answers every request must come after what answers some, a middleware goes on once, and a router answers only where use() puts it.',
    });
  }
  return fail('endpoint-missing', `${listing(names)} ${names.length === 1 ? 'answers' : 'answer'} 404.`, {
    expected: 'the endpoint is there, as in the step before',
    observed: 'status 404',
    hint: 'Compare the method and the path of the route with the step.',
  });
}

function handlerFailed(
  probe: Probe,
  { status, body }: { readonly status: number; readonly body: string },
  lastLines: readonly string[],
): Fail {
  const page = errorPageText(body);
  const known = explainClientError(page) ?? explainClientError(lastLines.join('\n'));
  const code: FailCode = known?.requestCode ?? 'endpoint-broken';
  const error = shortened(page.split('\n')[0] ?? '', 200);
  const observed = error === '' || error === 'Internal Server Error' ? outputText(lastLines, 4) : error;
  return fail(
    code,
    `${probeName(probe)} answers ${status}${known === undefined ? ': its handler failed.' : `. ${known.message}`}`,
    {
      expected: expectedStatus(probe),
      observed: observed ?? `status ${status}`,
      hint: known?.hint ?? crashHint(page) ?? 'Read the error: it names what went wrong in the handler.',
    },
  );
}
