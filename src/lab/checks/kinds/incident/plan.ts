// Which incident the seed draws, what it does to the learner's alerts, and what the lab is told to play.
import { durationMs } from '../../../../durations.ts';
import type { StoreBreakage } from '../../../model/app-run.ts';
import type { PlannedIncident } from '../../../model/incident.ts';
import type { AlertEpisode, RuleRun } from '../../../model/simulation/rule-run.ts';
import { readLoad } from '../../worlds/load.ts';
import type { CheckContext } from '../../contract/context.ts';
import type { IncidentOf, IncidentSpec } from './spec.ts';

/** The samples of the past are so far apart, and rules are evaluated as often. */
const STEP_MS = 15_000;

/** The learner's alert in the past hour. Times from the beginning of the load, in ms. */
export interface PastAlert {
  readonly name: string;
  readonly labels: AlertEpisode['labels'];
  readonly pendingMs: number;
  readonly firingMs: number | undefined;
  readonly endedMs: number | undefined;
}

export interface PlayedIncident {
  readonly incident: IncidentOf;
  /** The length of the load. */
  readonly lengthMs: number;
  readonly began: number;
  /** The names of all alerts of the rules. */
  readonly alertNames: readonly string[];
  readonly past: readonly PastAlert[];
  readonly plan: PlannedIncident;
}

/** What becomes of the incident that the seed draws; the words of Prometheus where the rules cannot be evaluated. */
export async function planIncident(
  spec: IncidentSpec,
  context: CheckContext,
): Promise<PlayedIncident | { readonly said: string }> {
  const { simulator, seed, signal, workspaceDir } = context;
  const incident = spec.incidents[Number(seed) % spec.incidents.length] ?? spec.incidents[0];
  if (incident === undefined) throw new Error('a step without incidents');
  const timeline = await readLoad(incident, seed, context);
  const run = await simulator.runRules(
    {
      rules: {
        baseDir: workspaceDir,
        patterns: [spec.rules],
        evaluationIntervalMs: STEP_MS,
        queryOffsetMs: 0,
        externalLabels: {},
      },
      timelines: [{ series: timeline.series, endMs: timeline.endMs, minIntervalMs: STEP_MS }],
    },
    signal,
  );
  if (run.status !== 'ran') return { said: saidBy(run) };
  const past = pastAlerts(run);
  const lengthMs = timeline.endMs;
  return {
    incident,
    lengthMs,
    began: lengthMs - (durationMs(incident.began) ?? 0),
    alertNames: [...new Set(run.rules.filter(({ kind }) => kind === 'alerting').map(({ name }) => name))],
    past,
    plan: {
      name: incident.name,
      load: `${incident.load.trimEnd()}\n${alertsAsLoad(past, lengthMs)}`,
      beganMs: durationMs(incident.began) ?? 0,
      breakage: breakageOf(incident),
      requests: spec.traffic.flatMap(({ method, path, count }) =>
        Array.from({ length: count }, () => ({ method, path })),
      ),
    },
  };
}

function saidBy(run: Exclude<RuleRun, { status: 'ran' }>): string {
  if (run.status === 'rejected') return run.faults[0]?.message ?? '';
  return run.status === 'failed' ? run.message : run.why;
}

function breakageOf({ store }: IncidentOf): StoreBreakage {
  if (store.does !== 'slow') return store;
  const { call, does, share, seconds } = store;
  return { call, does, share, delayMs: seconds * 1_000 };
}

function pastAlerts(run: Extract<RuleRun, { status: 'ran' }>): readonly PastAlert[] {
  const rules = run.timelines[0]?.rules ?? [];
  return rules.flatMap(({ episodes }, index) =>
    episodes.map(({ labels, pendingMs, firingMs, endedMs }) => ({
      name: run.rules[index]?.name ?? '',
      labels,
      pendingMs,
      firingMs,
      endedMs,
    })),
  );
}

/** The series ALERTS that a Prometheus with these rules would have, in the notation of `load`. */
function alertsAsLoad(past: readonly PastAlert[], lengthMs: number): string {
  const last = Math.floor(lengthMs / STEP_MS);
  const spans = new Map<string, boolean[]>();
  for (const { name, labels, pendingMs, firingMs, endedMs } of past) {
    const mark = (state: string, fromMs: number, toMs: number): void => {
      const all = { ...labels, alertname: name, alertstate: state };
      const text = Object.entries(all)
        .filter(([label]) => label !== '__name__')
        .map(([label, value]) => `${label}=${JSON.stringify(value)}`)
        .join(',');
      const points = spans.get(text) ?? Array.from({ length: last + 1 }, () => false);
      for (let at = Math.ceil(fromMs / STEP_MS); at <= last && at * STEP_MS < toMs; at++) points[at] = true;
      spans.set(text, points);
    };
    mark('pending', pendingMs, firingMs ?? endedMs ?? Infinity);
    if (firingMs !== undefined) mark('firing', firingMs, endedMs ?? Infinity);
  }
  const lines = [...spans].map(([labels, points]) => {
    const values = points.map((isThere, index) =>
      isThere ? '1' : points[index - 1] === true ? 'stale' : '_',
    );
    return `  ALERTS{${labels}} ${values.join(' ')}`;
  });
  return lines.length === 0 ? '' : `load ${STEP_MS / 1_000}s\n${lines.join('\n')}\n`;
}
