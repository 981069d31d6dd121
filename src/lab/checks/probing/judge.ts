// Judges the answers to the requests of a check: a count means nothing where the endpoints themselves do not answer as
// they should.
import type { Probe } from '../../model/schema/fields.ts';
import type { Fail } from '../../model/verdict.ts';
import type { RequestOutcome } from '../app/http-request.ts';
import { judgeFrozen, type WatchedApp } from '../app/running.ts';
import { listeningOn } from '../app/start-failures.ts';
import { failed } from '../facts/verdicts.ts';
import { shortened } from '../facts/wording.ts';
import { unreachable } from '../../../unreachable.ts';
import { probeName } from './names.ts';
import { sendProbes, type ProbeResult } from './send.ts';

/** Enough for an error with its stack. */
const OUTPUT_LINES = 40;

/** The first thing wrong with the answers; an app that answers nothing at all any more is told from one that forgot a request. */
export async function judgeProbes(
  app: WatchedApp,
  results: readonly ProbeResult[],
): Promise<Fail | undefined> {
  const bad = judgeAnswers(results, app);
  if (bad?.code === 'request-hangs') return (await judgeFrozen(app)) ?? bad;
  const isLost = bad?.code === 'not-found-too-early' || bad?.code === 'endpoint-missing';
  return isLost ? ((await findOnOtherPort(app, results)) ?? bad) : bad;
}

/** An API that answers on the port of another server: two port numbers are swapped. */
async function findOnOtherPort(app: WatchedApp, results: readonly ProbeResult[]): Promise<Fail | undefined> {
  const lost = results.find(({ probe, outcome }) => !isGood(probe, outcome));
  const { ports } = listeningOn(app.run.listens);
  const wanted = ports.find((port) => app.run.address(port) === lost?.address);
  if (lost === undefined || wanted === undefined) return undefined;
  for (const port of new Set(ports)) {
    const address = app.run.address(port);
    if (address === undefined || address === lost.address) continue;
    const [found] = await sendProbes(app, address, [lost.probe], [1]);
    if (found === undefined || !isGood(found.probe, found.outcome)) continue;
    return failed('endpoint-on-other-port', { request: probeName(lost.probe), port, wanted });
  }
  return undefined;
}

/** The first thing wrong with the answers, the cause before its effects; undefined where all are as they should be. */
function judgeAnswers(results: readonly ProbeResult[], app: WatchedApp): Fail | undefined {
  const bad = results.filter(({ probe, outcome }) => !isGood(probe, outcome));
  const [first] = bad;
  if (first === undefined) return undefined;
  // A crash or a hang explains the other bad answers better than they explain it.
  const { probe, outcome } = bad.find((one) => isServerError(one.outcome)) ?? first;
  const asked = { request: probeName(probe), wanted: probe.status };
  switch (outcome.kind) {
    case 'answer':
      if (outcome.status >= 500) return handlerFailed(asked, outcome, app);
      if (outcome.status === 404) return notFound(results, bad);
      return failed('status-differs', { ...asked, found: outcome.status });
    case 'timeout':
      return failed('response-missing', { ...asked, afterMs: outcome.afterMs });
    case 'too-large':
      return failed('response-too-large', { request: asked.request, maxBytes: outcome.maxBytes });
    case 'refused':
      return failed('response-cut-off', { ...asked, error: undefined });
    case 'closed':
      return failed('response-cut-off', { ...asked, error: outcome.message });
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

function notFound(results: readonly ProbeResult[], bad: readonly ProbeResult[]): Fail {
  const requests = [...new Set(bad.map(({ probe }) => probeName(probe)))];
  const existing = new Set(
    results.filter(({ probe }) => probe.status !== 404).map(({ probe }) => probeName(probe)),
  );
  const isAll = requests.length === existing.size && existing.size > 1;
  return failed(isAll ? 'all-not-found' : 'some-not-found', { requests });
}

function handlerFailed(
  asked: { readonly request: string; readonly wanted: number | undefined },
  { status, body }: { readonly status: number; readonly body: string },
  app: WatchedApp,
): Fail {
  const output = app.run.lastLines(OUTPUT_LINES);
  const page = app.output.errorOnPage(body);
  const line = shortened(page.split('\n')[0] ?? '', 200);
  const error = line === '' || line === 'Internal Server Error' ? undefined : line;
  const ofClient = app.output.clientError(page) ?? app.output.clientError(output.join('\n'));
  const response = { ...asked, status, error, output };
  return ofClient === undefined
    ? failed('handler-failed', { ...response, known: app.output.programError(page) })
    : failed('handler-failed-in-client', { ...response, known: ofClient });
}
