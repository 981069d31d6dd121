// Sends a scenario to the live app and remembers for which run of the app it was sent: a restart sets counters to zero.
import { setTimeout as wait } from 'node:timers/promises';
import type { AppRun } from '../../model/app-run.ts';
import type { Course } from '../../course/index.ts';
import { LabError } from '../../model/errors.ts';
import type { ScenarioSpec } from '../../model/schema/course.ts';
import {
  explainFailures,
  planTraffic,
  REQUEST_LIMIT_MS,
  sendTraffic,
  type TrafficFault,
} from '../../traffic/index.ts';
import { sessionError } from '../contract/errors.ts';
import type { SessionEvent } from '../contract/events.ts';
import { readyPortOf } from './app.ts';
import type { TrafficSent } from '../contract/calls.ts';

export interface TrafficSender {
  /**
   * Sends a scenario, and tells how many of its requests were answered. Rejects with a LabError if there is no such
   * scenario or the app does not listen. A scenario that the store holds continues in the background: the result says
   * how many requests are under way.
   */
  send(scenario: string, run: AppRun, signal: AbortSignal): Promise<TrafficSent>;
  /**
   * Sees to it that this very run of the app has had the whole scenario. Rejects with a LabError `traffic-failed`
   * where a request got no answer: then nothing may be asked about it.
   */
  ensure(scenario: string, run: AppRun, signal: AbortSignal): Promise<void>;
  /** Unix ms of the end of the last traffic, undefined before any. */
  readonly lastAtMs: number | undefined;
}

/** Waits in real time; resolves at once where the signal comes. */
async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await wait(ms, undefined, { signal }).catch(() => undefined);
}

const ignoreGone = (error: unknown): void => {
  if (!(error instanceof LabError)) throw error;
};

/** At most this many progress events a scenario: a bar needs no more. */
const MOST_STEPS = 50;

/** A scenario by its id. Rejects what the course does not have. */
export function findScenario(course: Course, id: string): ScenarioSpec {
  const scenarios = course.scenarios ?? {};
  const scenario = Object.hasOwn(scenarios, id) ? scenarios[id] : undefined;
  if (scenario !== undefined) return scenario;
  throw sessionError('no-scenario', { asked: id.slice(0, 60), scenarios: Object.keys(scenarios) });
}

/** A sender that has sent nothing yet. */
export function createTrafficSender(
  course: Course,
  seed: number,
  emit: (event: SessionEvent) => void,
  alive: AbortSignal,
): TrafficSender {
  /** By the run itself: its pid may come again. */
  const sentTo = new WeakMap<AppRun, Set<string>>();
  let lastAtMs: number | undefined;
  /** The scenario that the store holds, until all of its requests are over. */
  let held: { readonly letGo: () => void; readonly over: Promise<void> } | undefined;

  async function endHold(): Promise<void> {
    held?.letGo();
    await held?.over;
  }

  /** Sends all requests of a scenario at once while the store holds its calls, and lets them go after a time. */
  async function sendHeld(
    { id, run, forSeconds }: { readonly id: string; readonly run: AppRun; readonly forSeconds: number },
    signal: AbortSignal,
  ): Promise<TrafficSent> {
    const { origin, requests } = plan(id, run);
    await run.hold(signal);
    const early = new AbortController();
    const sending = sendTraffic({
      origin,
      requests,
      concurrency: requests.length,
      timeoutMs: forSeconds * 1_000 + REQUEST_LIMIT_MS,
      signal: alive,
    });
    const finish = async (): Promise<void> => {
      const ended = AbortSignal.any([alive, early.signal]);
      await Promise.race([pause(forSeconds * 1_000, ended), run.exited, sending]);
      // An app that has ended holds nothing, and its requests say so.
      await run.release(alive).catch(ignoreGone);
      const { sent, failed, notSent } = await sending;
      lastAtMs = Date.now();
      const why = explainFailures(failed, origin);
      const unanswered = failed.length + notSent;
      // A restart during the hold ends the requests on purpose.
      if (unanswered === 0 || (why !== undefined && why.fault !== 'closed' && why.fault !== 'refused'))
        emit({
          kind: 'traffic-finished',
          scenario: id,
          sent,
          failed: unanswered,
          ...(why === undefined ? {} : { why }),
        });
    };
    const over = finish().finally(() => {
      held = undefined;
    });
    held = { letGo: () => early.abort(), over };
    emit({ kind: 'traffic-held', scenario: id, requests: requests.length, seconds: forSeconds });
    return { scenario: id, sent: 0, failed: 0, held: requests.length, byStatus: {}, durationMs: 0 };
  }

  function plan(id: string, run: AppRun) {
    const scenario = findScenario(course, id);
    const address = run.address(readyPortOf(course));
    if (address === undefined) throw sessionError('app-not-reachable', {});
    return { origin: `http://${address}`, requests: planTraffic(scenario, seed) };
  }

  async function deliver(id: string, run: AppRun, signal: AbortSignal): Promise<Delivery> {
    const { origin, requests } = plan(id, run);
    const every = Math.max(1, Math.floor(requests.length / MOST_STEPS));
    const report = await sendTraffic({
      origin,
      requests,
      signal,
      onProgress({ done, total }) {
        if (done % every === 0 || done === total)
          emit({ kind: 'traffic-progress', scenario: id, sent: done, total });
      },
    });
    lastAtMs = Date.now();
    signal.throwIfAborted();
    const failed = report.failed.length + report.notSent;
    if (failed === 0) sentTo.set(run, (sentTo.get(run) ?? new Set()).add(id));
    const { sent, byStatus, durationMs } = report;
    const why = explainFailures(report.failed, origin);
    return {
      sent: { scenario: id, sent, failed, byStatus, durationMs },
      ...(why === undefined ? {} : { why }),
    };
  }

  const tell = ({ sent: { scenario, sent, failed }, why }: Delivery): void =>
    emit({
      kind: 'traffic-finished',
      scenario,
      sent,
      failed,
      ...(why === undefined ? {} : { why }),
    });

  return {
    async send(id, run, signal) {
      await endHold();
      const { heldForSeconds } = findScenario(course, id);
      if (heldForSeconds !== undefined) return sendHeld({ id, run, forSeconds: heldForSeconds }, signal);
      const delivery = await deliver(id, run, signal);
      tell(delivery);
      return delivery.sent;
    },
    async ensure(id, run, signal) {
      await endHold();
      if (sentTo.get(run)?.has(id) === true) return;
      const delivery = await deliver(id, run, signal);
      const { sent, why } = delivery;
      if (why === undefined) tell(delivery);
      else throw sessionError('traffic-failed', { scenario: id, sent: sent.sent, failed: sent.failed, why });
    },
    get lastAtMs() {
      return lastAtMs;
    },
  };
}

/** What became of a scenario; `why` where a request failed. */
interface Delivery {
  readonly sent: TrafficSent;
  readonly why?: TrafficFault;
}
