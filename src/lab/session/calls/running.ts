// The use cases on what runs: restart, traffic, query and log.
import { waitFact } from '../../checks/index.ts';
import type { ActiveTarget, PrometheusProvider } from '../../model/prometheus-api.ts';
import { LabError } from '../../model/errors.ts';
import { refuseGone } from '../../workspace/index.ts';
import { findStep, type Needs } from '../work/deps.ts';
import type { InTurn } from '../work/queue.ts';
import { sessionError } from '../contract/errors.ts';
import { noteOf } from '../contract/events.ts';
import { restartFact } from '../contract/notes.ts';
import type { RestartResult, SessionCalls, TrafficSent } from '../contract/calls.ts';
import { findScenario } from '../live/traffic-sender.ts';
import { startedRun } from './check.ts';

/** Restarts the app or Prometheus, and says how it went. */
export async function restart(
  deps: Needs<'keeper' | 'live' | 'prometheus' | 'workspace'>,
  what: 'app' | 'prometheus',
  signal: AbortSignal,
): Promise<RestartResult> {
  await deps.keeper.note({ kind: 'restart', detail: { what } });
  if (what === 'app') {
    const start = await deps.live.restart(signal);
    const isRunning = start.status === 'running';
    return { what, isRunning, fact: restartFact(isRunning ? 'app-restarted' : 'app-not-started', {}) };
  }
  // One that runs may write below the path of the folder, which may be another folder's by now.
  await refuseGone(deps.workspace);
  const outcome = await deps.prometheus.restart(signal);
  const provider = deps.prometheus.current();
  switch (outcome.status) {
    case 'started':
      return { what, isRunning: true, fact: restartFact('prometheus-started', { url: provider?.api.url }) };
    case 'reloaded':
      return { what, isRunning: true, fact: restartFact('prometheus-restarted', {}) };
    case 'rejected':
      return {
        what,
        isRunning: provider?.status().isRunning === true,
        fact: restartFact('config-rejected', { said: outcome.message }),
      };
    case 'unsupported':
      return {
        what,
        isRunning: true,
        fact: restartFact('restart-unsupported', { why: outcome.why, url: outcome.url }),
      };
    default:
      return outcome satisfies never;
  }
}

/** Sends a scenario: the one asked for, the current step's, or the course's first. */
export async function traffic(
  deps: Needs<'course' | 'keeper' | 'live' | 'traffic'>,
  asked: string | undefined,
  signal: AbortSignal,
): Promise<TrafficSent> {
  const scenario = asked ?? findStep(deps, undefined).scenario ?? Object.keys(deps.course.scenarios ?? {})[0];
  if (scenario === undefined) throw sessionError('no-scenario/none', {});
  // Before anything is started: a name that is wrong needs no app to say so.
  findScenario(deps.course, scenario);
  const run = await startedRun(deps, signal);
  if (run === undefined) throw sessionError('app-not-running', {});
  const sent = await deps.traffic.send(scenario, run, signal);
  await deps.keeper.note({ kind: 'traffic', detail: { scenario, sent: sent.sent, failed: sent.failed } });
  return sent;
}

/** How many points a plot asks for. */
const PLOT_POINTS = 60;
const SHORTEST_STEP_SECONDS = 1;

/** Asks the workspace's Prometheus; one that has just been started is given the time to scrape once. */
export async function query(
  deps: Needs<'emit' | 'live' | 'prometheus'>,
  { promql, rangeSeconds }: SessionCalls['query']['params'],
  signal: AbortSignal,
): Promise<SessionCalls['query']['result']> {
  const isNew = deps.prometheus.current() === undefined;
  const provider = await deps.prometheus.get(signal);
  if (isNew && provider.kind !== 'attached') {
    await startedRun(deps, signal);
    await firstScrape(deps, provider, signal);
  }
  if (rangeSeconds === undefined) return provider.api.query(promql, signal);
  const endSeconds = await provider.api.now(signal);
  const startSeconds = endSeconds - rangeSeconds;
  const stepSeconds = Math.max(SHORTEST_STEP_SECONDS, Math.ceil(rangeSeconds / PLOT_POINTS));
  const result = await provider.api.queryRange(promql, { startSeconds, endSeconds, stepSeconds }, signal);
  return { ...result, startSeconds, endSeconds };
}

const isScraped = (target: ActiveTarget): boolean => target.health !== 'unknown';
const POLL_MS = 250;
/** Discovery ticks each 5 s and a scrape follows within its interval; past that, asking is better than waiting. */
const LONGEST_WAIT_MS = 25_000;

/** Waits until each target has been scraped once since the start. */
async function firstScrape(
  deps: Needs<'emit'>,
  provider: PrometheusProvider,
  signal: AbortSignal,
): Promise<void> {
  const endMs = performance.now() + LONGEST_WAIT_MS;
  let hasTold = false;
  while (performance.now() < endMs) {
    const targets = await provider.api.targets(signal);
    if (targets.length > 0 && targets.every(isScraped)) return;
    if (!hasTold) deps.emit({ kind: 'waiting', fact: waitFact('first-scrape', {}) });
    hasTold = true;
    // The targets API has no event to wait for; this asks it, gently, until the scrape has happened.
    await new Promise<void>((resolve, reject) => {
      const onAbort = (): void => {
        clearTimeout(timer);
        reject(signal.reason as Error);
      };
      const timer = setTimeout(() => {
        signal.removeEventListener('abort', onAbort);
        resolve();
      }, POLL_MS);
      signal.addEventListener('abort', onAbort, { once: true });
    });
  }
}

/** Codes of a start that was called off. */
const CALLED_OFF: ReadonlySet<string> = new Set(['session-closed', 'app-stopped']);

/** Starts the app in the background unless it runs. */
export function startApp({ live, emit }: Needs<'emit' | 'live'>, inTurn: InTurn, alive: AbortSignal): void {
  inTurn(alive, (signal) => live.start(signal)).catch((error: unknown) => {
    // Called off because the session ends: that is not news.
    if (!alive.aborted && !(error instanceof LabError && CALLED_OFF.has(error.code))) emit(noteOf(error));
  });
}

/** The last lines that the app printed. */
export function log(deps: Needs<'live'>, lines: number): { readonly lines: readonly string[] } {
  return { lines: deps.live.lastLines(Math.max(1, Math.min(1000, Math.floor(lines)))) };
}
