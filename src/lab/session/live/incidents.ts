// Plays the incident of a step: the hour before it goes into Prometheus, one call of the store breaks in the live app, and
// visitors come all the while. It ends when the learner leaves the step, and with the session.
import { setTimeout as wait } from 'node:timers/promises';
import type { Course } from '../../course/index.ts';
import { parseJsonObject } from '../../../json.ts';
import type { AppRun } from '../../model/app-run.ts';
import { LabError } from '../../model/errors.ts';
import type { PlannedIncident, RunningIncident } from '../../model/incident.ts';
import { sendTraffic } from '../../traffic/index.ts';
import { readWorkspaceFile, STATE_FOLDER, writeFileAtomic, type Workspace } from '../../workspace/index.ts';
import { sessionError } from '../contract/errors.ts';
import { readyPortOf, type LiveApp } from './app.ts';
import { refusal } from './histories.ts';
import type { LazyPrometheus } from './prometheus.ts';

const RECORD = 'incident.json';
/** Visitors come so often. */
const EVERY_MS = 2_000;
/** After so long, the beginning has moved out of the past hour, and the incident is played again. */
const PLAYED_FOR_MS = 30 * 60_000;
/** Stands in a load for a number that is another one each time: series of two loads must not mix. */
const NUMBER = '%n%';
/** The shop of the learner is the first. */
const FIRST_NUMBER = 2;
/** Requests that the store holds stay open as long as the incident. */
const REQUEST_LIMIT_MS = 24 * 3_600_000;

export interface Incidents {
  /** Resolves when the incident is under way. Rejects with a LabError where Prometheus cannot have its past. */
  play(plan: PlannedIncident, signal: AbortSignal): Promise<RunningIncident>;
  /** Ends the one that is under way, if any: the store works again. */
  end(): Promise<void>;
}

export interface IncidentsOptions {
  readonly course: Course;
  readonly workspace: Workspace;
  readonly live: LiveApp;
  readonly prometheus: LazyPrometheus;
  /** Aborts with the session. */
  readonly alive: AbortSignal;
}

/** Those of one session. */
export function createIncidents(options: IncidentsOptions): Incidents {
  const { course, workspace, live, prometheus, alive } = options;
  let playing: { readonly name: string; readonly stop: () => Promise<void> } | undefined;

  /** Gives Prometheus the hour before, once; an incident that was played a moment ago continues. */
  async function loadPast(plan: PlannedIncident, signal: AbortSignal): Promise<RunningIncident> {
    const provider = await prometheus.get(signal);
    const place = `${STATE_FOLDER}/prometheus/${provider.kind}/${RECORD}`;
    const record = parseRecord(await readWorkspaceFile(workspace, place));
    const isPlayed = record.name === plan.name && Date.now() - record.loadedAtMs < PLAYED_FOR_MS;
    let { loadedAtMs } = record;
    if (!isPlayed) {
      loadedAtMs = Date.now();
      const text = plan.load.replaceAll(NUMBER, String(FIRST_NUMBER + record.loads));
      const seed = String(workspace.marker.seed);
      const outcome = await provider.loadHistory({ text, seed, endMs: loadedAtMs }, signal);
      if (outcome.status === 'blocked') throw sessionError('incident-not-played', { why: outcome.why });
      if (outcome.status === 'rejected') throw refusal(plan.name, outcome);
      const next: Played = { name: plan.name, loadedAtMs, loads: record.loads + 1 };
      await writeFileAtomic(workspace, place, JSON.stringify(next));
    }
    return { name: plan.name, loadedAtMs, beganAtMs: loadedAtMs - plan.beganMs };
  }

  function breakLive({ breakage, requests, name }: PlannedIncident): void {
    const ending = new AbortController();
    const signal = AbortSignal.any([alive, ending.signal]);
    let broken: AppRun | undefined;
    const work = async (): Promise<void> => {
      while (!signal.aborted) {
        const { state } = live;
        const run = state.kind === 'running' ? state.run : undefined;
        const address = run?.address(readyPortOf(course));
        if (run !== undefined && address !== undefined) {
          // An app that was restarted has a store that works.
          if (run !== broken) await unlessGone(run.breakStore(breakage, signal), signal);
          broken = run;
          void sendTraffic({
            origin: `http://${address}`,
            requests,
            concurrency: requests.length,
            timeoutMs: REQUEST_LIMIT_MS,
            signal: AbortSignal.any([signal, endOf(run)]),
          });
        }
        await wait(EVERY_MS, undefined, { signal }).catch(() => undefined);
      }
      if (broken !== undefined && !alive.aborted)
        await unlessGone(broken.breakStore(undefined, alive), alive);
    };
    const over = work();
    playing = {
      name,
      async stop() {
        ending.abort();
        await over;
      },
    };
  }

  async function end(): Promise<void> {
    const ended = playing;
    playing = undefined;
    await ended?.stop();
  }

  return {
    end,
    async play(plan, signal) {
      const running = await loadPast(plan, signal);
      await live.start(signal);
      if (playing?.name !== plan.name) {
        await end();
        breakLive(plan);
      }
      return running;
    },
  };
}

/** Aborts when the app ends: its requests get no response any more. */
function endOf(run: AppRun): AbortSignal {
  const gone = new AbortController();
  void run.exited.then(() => gone.abort());
  return gone.signal;
}

/** An app that has ended takes no orders. */
async function unlessGone(order: Promise<void>, signal: AbortSignal): Promise<void> {
  try {
    await order;
  } catch (error) {
    if (!signal.aborted && !(error instanceof LabError)) throw error;
  }
}

interface Played {
  readonly name: string;
  readonly loadedAtMs: number;
  /** How many were loaded, also of other incidents. */
  readonly loads: number;
}

function parseRecord(text: string | undefined): Played {
  const { name, loadedAtMs, loads } = (text === undefined ? undefined : parseJsonObject(text)) ?? {};
  return {
    name: typeof name === 'string' ? name : '',
    loadedAtMs: typeof loadedAtMs === 'number' ? loadedAtMs : 0,
    loads: typeof loads === 'number' ? loads : 0,
  };
}
