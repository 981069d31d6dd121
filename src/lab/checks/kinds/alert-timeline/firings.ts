// What the alerts of a timeline did: the times that they fired, whether as a page, and in which incident. Pure.
import { durationMs } from '../../../../durations.ts';
import type { AlertEpisode, LoadedRule, TimelineRun } from '../../../model/simulation/rule-run.ts';
import type { IncidentSpec, LabelValues, TimelineSpec } from './spec.ts';

/** How long alerts may fire after an incident that does not say. */
const DEFAULT_TAIL_MS = 600_000;

/** An alerting rule that reads a series of the timeline: others are about something else, and are not judged in it. */
export interface JudgedRule {
  readonly rule: LoadedRule;
  /** The metrics of the timeline that it reads. */
  readonly reads: readonly string[];
  readonly episodes: readonly AlertEpisode[];
  readonly failure: string | undefined;
}

/** One time that an alert fired. */
export interface Firing {
  readonly of: JudgedRule;
  readonly episode: AlertEpisode;
  readonly startMs: number;
  readonly endMs: number;
  /** Whether it fired until the end of the timeline. */
  readonly isOpen: boolean;
  readonly isPage: boolean;
}

export interface Incident {
  readonly id: string;
  readonly about: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly labels: LabelValues;
  readonly urgency: 'page' | 'ticket';
  /** Undefined where alerts may fire and need not. */
  readonly fires: { readonly afterMs: number; readonly withinMs: number } | undefined;
  /** How long after the end a page may still fire. */
  readonly tailMs: number;
  readonly ticketTailMs: number;
}

/** The rules that are judged in a timeline. */
export function judgedRules(rules: readonly LoadedRule[], run: TimelineRun): readonly JudgedRule[] {
  return rules.flatMap((rule, index): JudgedRule[] => {
    const outcome = run.rules[index];
    if (rule.kind !== 'alerting' || outcome === undefined || outcome.reads.length === 0) return [];
    const { reads, episodes, failure } = outcome;
    return [{ rule, reads, episodes, failure }];
  });
}

/** The times that the alerts of these rules fired, in order. */
export function firingsOf(
  judged: readonly JudgedRule[],
  pages: LabelValues | undefined,
  endMs: number,
): readonly Firing[] {
  return judged
    .flatMap((of) =>
      of.episodes.flatMap((episode): Firing[] => {
        const { firingMs, endedMs, labels } = episode;
        if (firingMs === undefined) return [];
        const isPage = pages === undefined || hasLabels(labels, pages);
        const isOpen = endedMs === undefined;
        return [{ of, episode, startMs: firingMs, endMs: endedMs ?? endMs, isOpen, isPage }];
      }),
    )
    .toSorted((a, b) => a.startMs - b.startMs);
}

/** The incidents of a timeline, in milliseconds. */
export function incidentsOf({ incidents = [] }: TimelineSpec): readonly Incident[] {
  return incidents.map((spec): Incident => {
    const { id, about, labels = {}, urgency = 'page', resolves } = spec;
    const tailMs = resolves === undefined ? DEFAULT_TAIL_MS : ms(resolves.within);
    return {
      id,
      about,
      fromMs: ms(spec.from),
      toMs: ms(spec.to),
      labels,
      urgency,
      fires: firesOf(spec),
      tailMs,
      ticketTailMs: resolves?.tickets === undefined ? tailMs : ms(resolves.tickets),
    };
  });
}

function firesOf({ fires }: IncidentSpec): Incident['fires'] {
  return fires === undefined ? undefined : { afterMs: ms(fires.after ?? '0s'), withinMs: ms(fires.within) };
}

/** Milliseconds of a duration that the schema has let pass. */
export function ms(text: string): number {
  const parsed = durationMs(text);
  if (parsed === undefined) throw new Error(`${text} passed the schema and is no duration`);
  return parsed;
}

/** Whether labels have all of these values. */
export function hasLabels(labels: Readonly<Record<string, string>>, wanted: LabelValues): boolean {
  return Object.entries(wanted).every(([name, value]) => isOneOf(labels[name] ?? '', value));
}

/** Whether a label has another value than one of these; one that is absent has none. */
function contradicts(labels: Readonly<Record<string, string>>, wanted: LabelValues): boolean {
  return Object.entries(wanted).some(([name, value]) => {
    const found = labels[name] ?? '';
    return found !== '' && !isOneOf(found, value);
  });
}

const isOneOf = (text: string, value: string | readonly string[]): boolean =>
  typeof value === 'string' ? text === value : value.includes(text);

/** When an alert like this one may fire because of an incident: until when; undefined if it never may. */
export function allowedUntil({ isPage, episode }: Firing, incident: Incident): number | undefined {
  if (isPage && incident.urgency === 'ticket') return undefined;
  if (contradicts(episode.labels, incident.labels)) return undefined;
  return incident.toMs + (isPage ? incident.tailMs : incident.ticketTailMs);
}

/** Whether an alert is one that the incident asks for. */
export function covers(firing: Firing, incident: Incident): boolean {
  return (
    firing.isPage === (incident.urgency === 'page') &&
    hasLabels(firing.episode.labels, incident.labels) &&
    firing.startMs <= incident.toMs &&
    firing.endMs >= incident.fromMs
  );
}
