// What happened in a timeline, for a person: each incident against what was asked for, and a chart. Pure.
import type { Span, TimelineChart, TimelineReport, IncidentReport } from './facts.ts';
import { covers, type Firing, type Incident } from './firings.ts';
import type { JudgedTimeline } from './judge.ts';
import { merged } from './spans.ts';

/** So many alerts fit into a chart. */
const MOST_ALERTS = 6;
/** A longer timeline is shown around what matters. */
const WHOLE_MS = 6 * 3_600_000;
const MARGIN = 0.5;
/** A fact is kept, and an alert may have been pending hundreds of times. */
const MOST_SPANS = 50;

/** The first alert that covers an incident, and when it fired. */
export function firstOf(
  incident: Incident,
  firings: readonly Firing[],
): { readonly firing: Firing; readonly atMs: number } | undefined {
  const all = firings.filter((one) => covers(one, incident));
  const firing = all.find(({ startMs }) => startMs >= incident.fromMs) ?? all[0];
  return firing === undefined ? undefined : { firing, atMs: Math.max(firing.startMs, incident.fromMs) };
}

/** What became of each incident; `budgets` has what was spent when it was covered. */
export function reportIncidents(
  { incidents, firings }: JudgedTimeline,
  budgets: ReadonlyMap<Incident, number>,
): readonly IncidentReport[] {
  return incidents.map((incident): IncidentReport => {
    const first = firstOf(incident, firings);
    return {
      about: incident.about,
      firedAfterMs: first === undefined ? undefined : first.atMs - incident.fromMs,
      withinMs: incident.fires?.withinMs,
      budget: budgets.get(incident),
    };
  });
}

/** What happened in a timeline; a long one is shown around `focus`. */
export function reportTimeline(
  about: string,
  timeline: JudgedTimeline,
  budgets: ReadonlyMap<Incident, number>,
  counts: { readonly falsePages: number; readonly flaps: number },
  focus: Span | undefined,
): TimelineReport {
  return {
    here: about,
    incidents: reportIncidents(timeline, budgets),
    ...counts,
    chart: chartOf(timeline, shownSpan(timeline.endMs, focus)),
  };
}

function shownSpan(endMs: number, focus: Span | undefined): Span {
  if (focus === undefined || endMs <= WHOLE_MS) return { fromMs: 0, toMs: endMs };
  const length = Math.max(focus.toMs - focus.fromMs, WHOLE_MS / 2);
  return {
    fromMs: Math.max(0, focus.fromMs - length * MARGIN),
    toMs: Math.min(endMs, focus.toMs + length * MARGIN),
  };
}

function chartOf({ incidents, judged, endMs }: JudgedTimeline, shown: Span): TimelineChart {
  const isShown = ({ fromMs, toMs }: Span): boolean => toMs >= shown.fromMs && fromMs <= shown.toMs;
  const rows = judged.map(({ rule, episodes }) => ({
    alert: rule.name,
    pending: episodes
      .map(({ pendingMs, firingMs, endedMs }) => ({ fromMs: pendingMs, toMs: firingMs ?? endedMs ?? endMs }))
      .filter(isShown),
    firing: episodes
      .flatMap(({ firingMs, endedMs }) =>
        firingMs === undefined ? [] : [{ fromMs: firingMs, toMs: endedMs ?? endMs }],
      )
      .filter(isShown),
  }));
  const active = rows.filter(({ pending, firing }) => pending.length + firing.length > 0);
  return {
    ...shown,
    incidents: incidents.map(({ fromMs, toMs }) => ({ fromMs, toMs })).filter(isShown),
    alerts: active.slice(0, MOST_ALERTS).map(({ alert, pending, firing }) => ({
      alert,
      pending: merged(pending).slice(0, MOST_SPANS),
      firing: merged(firing).slice(0, MOST_SPANS),
    })),
  };
}
