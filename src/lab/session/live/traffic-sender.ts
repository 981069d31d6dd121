// Sends a scenario to the live app and remembers for which run of the app it was sent: a restart sets counters to zero.
import type { AppRun } from '../../model/app-run.ts';
import type { Course } from '../../course/index.ts';
import type { ScenarioSpec } from '../../model/schema/course.ts';
import { explainFailures, planTraffic, sendTraffic, type TrafficFault } from '../../traffic/index.ts';
import { sessionError } from '../contract/errors.ts';
import type { SessionEvent } from '../contract/events.ts';
import { readyPortOf } from './app.ts';
import type { TrafficSent } from '../contract/calls.ts';

export interface TrafficSender {
  /**
   * Sends a scenario, and tells how many of its requests were answered. Rejects with a LabError if there is no such
   * scenario or the app does not listen.
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
): TrafficSender {
  /** By the run itself: its pid may come again. */
  const sentTo = new WeakMap<AppRun, Set<string>>();
  let lastAtMs: number | undefined;

  async function deliver(id: string, run: AppRun, signal: AbortSignal): Promise<Delivery> {
    const scenario = findScenario(course, id);
    const address = run.address(readyPortOf(course));
    if (address === undefined) throw sessionError('app-not-reachable', {});
    const origin = `http://${address}`;
    const requests = planTraffic(scenario, seed);
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
      const delivery = await deliver(id, run, signal);
      tell(delivery);
      return delivery.sent;
    },
    async ensure(id, run, signal) {
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
