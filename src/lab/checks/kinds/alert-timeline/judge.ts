// What the alerts of a timeline did wrong, from when they fired: the first thing that a person would correct. Pure.
import { lengthOf } from './spans.ts';
import { changingLabel } from './labels.ts';
import { allowedUntil, covers, type Firing, type Incident, type JudgedRule } from './firings.ts';

export interface JudgedTimeline {
  readonly endMs: number;
  readonly incidents: readonly Incident[];
  readonly judged: readonly JudgedRule[];
  /** In order of their start. */
  readonly firings: readonly Firing[];
  /** Labels and annotations that each alert of an incident must have. */
  readonly labels: readonly string[];
  readonly annotations: readonly string[];
}

export type Finding =
  /** An evaluation failed. */
  | { readonly kind: 'failure'; readonly of: JudgedRule; readonly said: string }
  /** It fires all the time. */
  | { readonly kind: 'always'; readonly firing: Firing }
  /** No alert covers the incident. */
  | { readonly kind: 'missed'; readonly incident: Incident }
  /** The first alert of it comes `afterMs` from the beginning. */
  | {
      readonly kind: 'late' | 'early';
      readonly incident: Incident;
      readonly firing: Firing;
      readonly afterMs: number;
    }
  /** No alert fires from `fromMs` on, although the incident is not over. */
  | {
      readonly kind: 'resolves-early';
      readonly incident: Incident;
      readonly firing: Firing;
      readonly fromMs: number;
    }
  /** The same alert fires several times in the incident. */
  | {
      readonly kind: 'flaps';
      readonly incident: Incident;
      readonly firing: Firing;
      readonly times: number;
    }
  | { readonly kind: 'resolves-late'; readonly incident: Incident; readonly firing: Firing }
  | { readonly kind: 'false-page'; readonly firing: Firing; readonly others: number }
  | {
      readonly kind: 'label-missing' | 'annotation-missing';
      readonly incident: Incident;
      readonly firing: Firing;
      readonly name: string;
    }
  | {
      readonly kind: 'annotation-broken';
      readonly incident: Incident;
      readonly firing: Firing;
      readonly name: string;
      readonly said: string;
    }
  /** Each evaluation begins another alert, with another value of this label. */
  | { readonly kind: 'label-changes'; readonly of: JudgedRule; readonly name: string };

/** An alert that fires for more than this part of the quiet time says nothing. */
const ALWAYS = 0.5;
/** With less quiet time than this part, nothing can be said about it. */
const LEAST_QUIET = 0.1;

/** The first mistake of a timeline; undefined where all is as asked for. */
export function judgeTimeline(timeline: JudgedTimeline): Finding | undefined {
  const { judged, incidents, firings, endMs } = timeline;
  const failing = judged.find(({ failure }) => failure !== undefined);
  if (failing?.failure !== undefined) return { kind: 'failure', of: failing, said: failing.failure };
  for (const of of judged) {
    const name = changingLabel(of);
    if (name !== undefined) return { kind: 'label-changes', of, name };
  }
  const always = firings.find((firing) => isAlways(firing, timeline));
  if (always !== undefined) return { kind: 'always', firing: always };
  for (const incident of incidents) {
    const found = judgeIncident(incident, timeline);
    if (found !== undefined) return found;
  }
  const rests = firings.map((firing) => restOf(firing, incidents, endMs));
  const wrong = rests.filter((rest) => rest.kind === 'false-page');
  const [first] = wrong;
  if (first !== undefined) return { ...first, others: wrong.length - 1 };
  const late = rests.find((rest) => rest.kind === 'resolves-late');
  if (late !== undefined) return late;
  for (const incident of incidents) {
    const unnamed = judgeTexts(incident, timeline);
    if (unnamed !== undefined) return unnamed;
  }
  return undefined;
}

/** Whether a rule has an alert in most of the time that belongs to no incident. */
function isAlways({ of }: Firing, { endMs, incidents, firings }: JudgedTimeline): boolean {
  const eventful = incidents.map(({ fromMs, toMs, tailMs, ticketTailMs }) => ({
    fromMs,
    toMs: Math.min(toMs + Math.max(tailMs, ticketTailMs), endMs),
  }));
  const firing = firings
    .filter((other) => other.of === of)
    .map(({ startMs, endMs: toMs }) => ({ fromMs: startMs, toMs }));
  const firstMs = Math.min(endMs, ...eventful.map(({ fromMs }) => fromMs));
  // What begins with an incident and does not end is another mistake.
  if (firstMs > 0 && !firing.some(({ fromMs }) => fromMs < firstMs)) return false;
  const quietMs = endMs - lengthOf(eventful);
  const quietFiringMs = lengthOf([...eventful, ...firing]) - lengthOf(eventful);
  return quietMs > endMs * LEAST_QUIET && quietFiringMs > ALWAYS * quietMs;
}

function judgeIncident(incident: Incident, { firings, endMs }: JudgedTimeline): Finding | undefined {
  const { fires, fromMs, toMs } = incident;
  const all = firings.filter((firing) => covers(firing, incident));
  // What still fires from before tells nothing if something new does.
  const fresh = all.filter(({ startMs }) => startMs >= fromMs);
  const own = fresh.length > 0 ? fresh : all;
  if (fires !== undefined) {
    const [first] = own;
    if (first === undefined) {
      const later = firings.find((firing) => isLate(firing, incident));
      return later === undefined
        ? { kind: 'missed', incident }
        : { kind: 'late', incident, firing: later, afterMs: later.startMs - fromMs };
    }
    const afterMs = Math.max(first.startMs - fromMs, 0);
    if (first.startMs >= fromMs && afterMs < fires.afterMs)
      return { kind: 'early', incident, firing: first, afterMs };
    if (afterMs > fires.withinMs) return { kind: 'late', incident, firing: first, afterMs };
  }
  const flapping = own.map((firing) => ({ firing, times: timesOf(firing, incident, firings) }));
  const most = flapping.find(({ times }) => times > 1);
  if (most !== undefined) return { kind: 'flaps', incident, ...most };
  if (fires === undefined) return undefined;
  let coveredUntil = -Infinity;
  let last: Firing | undefined;
  for (const firing of own) {
    if (last !== undefined && firing.startMs > coveredUntil) break;
    if (firing.endMs > coveredUntil) last = firing;
    coveredUntil = Math.max(coveredUntil, firing.endMs);
  }
  return last !== undefined && coveredUntil < Math.min(toMs, endMs)
    ? { kind: 'resolves-early', incident, firing: last, fromMs: coveredUntil }
    : undefined;
}

/** An alert that would cover the incident, had it not begun only when all was over. */
function isLate(firing: Firing, incident: Incident): boolean {
  const until = allowedUntil(firing, incident);
  return (
    until !== undefined &&
    firing.startMs > incident.toMs &&
    firing.startMs <= until &&
    covers({ ...firing, startMs: incident.toMs }, incident)
  );
}

/** How often an alert with the same labels fires in the incident and its tail. */
function timesOf(firing: Firing, incident: Incident, firings: readonly Firing[]): number {
  const until = allowedUntil(firing, incident) ?? incident.toMs;
  return firings.filter(
    (other) =>
      other.of === firing.of &&
      keyOf(other.episode.labels) === keyOf(firing.episode.labels) &&
      other.startMs <= until &&
      other.endMs >= incident.fromMs,
  ).length;
}

/** How often alerts fire outside of incidents, and how often one fires more than once in an incident. */
export function countWrong({ firings, incidents, endMs }: JudgedTimeline): {
  readonly falsePages: number;
  readonly flaps: number;
} {
  const rests = firings.map((firing) => restOf(firing, incidents, endMs));
  const repeats = incidents.map((incident) =>
    Math.max(
      0,
      ...firings
        .filter((firing) => covers(firing, incident))
        .map((firing) => timesOf(firing, incident, firings) - 1),
    ),
  );
  return {
    falsePages: rests.filter(({ kind }) => kind === 'false-page').length,
    flaps: repeats.reduce((sum, count) => sum + count, 0),
  };
}

type Rest =
  | { readonly kind: 'allowed' }
  | { readonly kind: 'false-page'; readonly firing: Firing }
  | (Finding & { readonly kind: 'resolves-late' });

/** What remains of a firing when the incidents are taken away that it may belong to. */
function restOf(firing: Firing, incidents: readonly Incident[], endMs: number): Rest {
  let { startMs } = firing;
  let last: Incident | undefined;
  for (const incident of incidents.toSorted((a, b) => a.fromMs - b.fromMs)) {
    const until = allowedUntil(firing, incident);
    if (until === undefined || incident.fromMs > startMs || until < startMs) continue;
    last = incident;
    startMs = Math.max(startMs, until);
    if (firing.endMs <= until) return { kind: 'allowed' };
  }
  if (last === undefined) return { kind: 'false-page', firing };
  return startMs >= endMs ? { kind: 'allowed' } : { kind: 'resolves-late', incident: last, firing };
}

/** Labels and annotations that an alert of the incident lacks. */
function judgeTexts(
  incident: Incident,
  { firings, labels, annotations }: JudgedTimeline,
): Finding | undefined {
  for (const firing of firings) {
    if (!covers(firing, incident)) continue;
    const label = labels.find((name) => (firing.episode.labels[name] ?? '') === '');
    if (label !== undefined) return { kind: 'label-missing', incident, firing, name: label };
    const annotation = annotations.find((name) => (firing.episode.annotations[name] ?? '').trim() === '');
    if (annotation !== undefined) return { kind: 'annotation-missing', incident, firing, name: annotation };
    const broken = Object.entries(firing.episode.annotations).find(([, text]) =>
      text.includes('<error expanding template:'),
    );
    if (broken !== undefined)
      return { kind: 'annotation-broken', incident, firing, name: broken[0], said: broken[1] };
  }
  return undefined;
}

const keyOf = (labels: Readonly<Record<string, string>>): string =>
  JSON.stringify(Object.entries(labels).toSorted(([a], [b]) => (a < b ? -1 : 1)));
