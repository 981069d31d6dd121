// Sends a scenario to the live app and remembers for which run of the app it was sent: a restart sets counters to zero.
import type { AppRun } from '../model/app-run.ts';
import type { Course } from '../model/course.ts';
import { LabError } from '../model/errors.ts';
import type { ScenarioSpec } from '../model/schema.ts';
import { planTraffic, sendTraffic } from '../traffic/index.ts';
import type { SessionEvent } from './events.ts';
import { readyPortOf } from './live-app.ts';
import type { TrafficSent } from './session.ts';

export interface TrafficSender {
  /** Rejects with a LabError where there is no such scenario or the app cannot be reached. */
  send(scenario: string, run: AppRun, signal: AbortSignal): Promise<TrafficSent>;
  /** Sends it unless this very run of the app has had it. */
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
  throw new LabError('no-scenario', `There is no scenario "${id.slice(0, 60)}".`, {
    hint: `The scenarios of this course: ${Object.keys(scenarios).join(', ') || 'none'}.`,
  });
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

  async function send(id: string, run: AppRun, signal: AbortSignal): Promise<TrafficSent> {
    const scenario = findScenario(course, id);
    const address = run.address(readyPortOf(course));
    if (address === undefined) {
      throw new LabError('app-not-reachable', 'The app does not listen, so no traffic can be sent.', {
        hint: 'Read its log for the reason, or restart it.',
      });
    }
    const requests = planTraffic(scenario, seed);
    const every = Math.max(1, Math.floor(requests.length / MOST_STEPS));
    const report = await sendTraffic({
      origin: `http://${address}`,
      requests,
      signal,
      onProgress({ done, total }) {
        if (done % every === 0 || done === total)
          emit({ kind: 'traffic-progress', scenario: id, sent: done, total });
      },
    });
    lastAtMs = Date.now();
    const failed = report.failed.length + report.notSent;
    emit({ kind: 'traffic-finished', scenario: id, sent: report.sent, failed });
    // Where nothing got through, the app was not there: what it needs is still to be sent.
    if (report.sent > 0) sentTo.set(run, (sentTo.get(run) ?? new Set()).add(id));
    signal.throwIfAborted();
    return {
      scenario: id,
      sent: report.sent,
      failed,
      byStatus: report.byStatus,
      durationMs: report.durationMs,
    };
  }

  return {
    send,
    async ensure(scenario, run, signal) {
      if (sentTo.get(run)?.has(scenario) !== true) await send(scenario, run, signal);
    },
    get lastAtMs() {
      return lastAtMs;
    },
  };
}
