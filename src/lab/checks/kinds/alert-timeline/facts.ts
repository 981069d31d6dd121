// What only a check of the kind alert-timeline finds. `words/en/alerts/` words it.
import type { FileLine } from '../../facts/prometheus/places.ts';
import { verdictsOf } from '../../facts/verdicts.ts';

/** When something was so, in ms from the start of the timeline. */
export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

/** An alert of a chart; spans of several instances may overlap. */
export interface AlertRow {
  readonly alert: string;
  readonly pending: readonly Span[];
  readonly firing: readonly Span[];
}

/** What happens in a part of the timeline, and what the alerts do. */
export interface TimelineChart extends Span {
  readonly incidents: readonly Span[];
  readonly alerts: readonly AlertRow[];
}

/** What became of an incident. */
export interface IncidentReport {
  readonly about: string;
  /** From the beginning of the incident; undefined if nothing fired. */
  readonly firedAfterMs: number | undefined;
  /** What was asked for; undefined where nothing has to fire. */
  readonly withinMs: number | undefined;
  /** The part of the error budget that was spent when it fired, 1 being all of it; undefined where none is set. */
  readonly budget: number | undefined;
}

/** What happened in a timeline. */
export interface TimelineReport {
  /** What the timeline shows. */
  readonly here: string;
  readonly incidents: readonly IncidentReport[];
  /** How often alerts fired outside of incidents. */
  readonly falsePages: number;
  /** How often an alert fired more than once in an incident. */
  readonly flaps: number;
  readonly chart: TimelineChart;
}

interface Found {
  readonly report: TimelineReport;
}

/** A rule, and where it is. */
interface OfRule extends Found {
  readonly rule: string;
  readonly at: FileLine;
}

interface OfIncident extends OfRule {
  readonly incident: string;
}

/** An alert that is not there. */
interface Missing {
  readonly incident: string;
  /** What was asked for. */
  readonly withinMs: number;
  /** Whether it must not be a page. */
  readonly isTicket: boolean;
  /** The metrics that the timeline has. */
  readonly metrics: readonly string[];
  /** The alerts that are there. */
  readonly alerts: readonly { readonly rule: string; readonly at: FileLine }[];
  /** A name in one of them that nothing has, and the name of something that it is a slip of. */
  readonly slip:
    | { readonly rule: string; readonly at: FileLine; readonly name: string; readonly meant: string }
    | undefined;
}

/** What is right: the parameters of each. */
export interface AlertTimelinePasses {
  /** How many incidents all timelines have. */
  'alerts-in-time': {
    readonly incidents: number;
    readonly timelines: number;
    readonly reports: readonly IncidentReport[];
  };
}

export interface AlertTimelineFails {
  'alert-missing': Found & Missing;
  'never-fires': OfIncident;
  'never-fires/budget': OfIncident;
  'alert-label-lost': OfIncident & { readonly labels: readonly string[] };
  'page-is-ticket': OfIncident & { readonly wanted: readonly string[] };
  'ticket-is-page': OfIncident & { readonly wanted: readonly string[] };
  'hold-too-long': OfIncident & { readonly holdMs: number; readonly isEvaluatedRarely: boolean };
  'absent-of-everything': OfIncident;
  'count-of-nothing': OfIncident;
  'one-of-two-down-missed': OfIncident & { readonly labels: readonly string[] };
  'threshold-on-vanishing-series': OfIncident;
  'one-window': OfRule;
  'or-instead-of-and': OfRule;
  'and-between-pairs': OfRule;
  'wrong-factor': OfRule;
  'fires-late': OfIncident & { readonly afterMs: number; readonly withinMs: number; readonly holdMs: number };
  'interval-too-long/alert': OfIncident & { readonly intervalMs: number; readonly withinMs: number };
  'fires-too-early': OfIncident & { readonly afterMs: number; readonly notBeforeMs: number };
  'resolves-early': OfIncident & { readonly fromMs: number; readonly incidentEndsMs: number };
  'resolves-early/vanished': OfIncident & { readonly fromMs: number; readonly incidentEndsMs: number };
  flaps: OfIncident & { readonly times: number; readonly keepsFiring: boolean };
  'never-resolves': OfIncident;
  'resolves-late': OfIncident & { readonly afterMs: number; readonly withinMs: number };
  'always-fires': OfRule;
  'bool-does-not-filter': OfRule;
  'value-in-label': OfRule & { readonly label: string };
  /** `atMs`: when it fires; `others`: how many more there are. */
  'false-page': OfRule & { readonly atMs: number; readonly others: number };
  'blip-pages': OfRule & { readonly blip: string; readonly holdMs: number };
  'no-for': OfRule & { readonly blip: string };
  'for-shorter-than-two-evaluations': OfRule & {
    readonly blip: string;
    readonly holdMs: number;
    readonly intervalMs: number;
  };
  'severity-missing': OfIncident & { readonly label: string };
  'annotation-missing': OfIncident & { readonly annotation: string };
  'annotation-broken': OfIncident & { readonly annotation: string; readonly said: string };
}

export const verdicts = verdictsOf<AlertTimelinePasses, AlertTimelineFails>({
  'alert-missing': 'alert-missing',
  'never-fires': 'never-fires',
  'never-fires/budget': 'never-fires',
  'alert-label-lost': 'alert-label-lost',
  'page-is-ticket': 'page-is-ticket',
  'ticket-is-page': 'ticket-is-page',
  'hold-too-long': 'hold-too-long',
  'absent-of-everything': 'absent-of-everything',
  'count-of-nothing': 'count-of-nothing',
  'one-of-two-down-missed': 'one-of-two-down-missed',
  'threshold-on-vanishing-series': 'threshold-on-vanishing-series',
  'one-window': 'one-window',
  'or-instead-of-and': 'or-instead-of-and',
  'and-between-pairs': 'and-between-pairs',
  'wrong-factor': 'wrong-factor',
  'fires-late': 'fires-late',
  'interval-too-long/alert': 'interval-too-long',
  'fires-too-early': 'fires-too-early',
  'resolves-early': 'resolves-early',
  'resolves-early/vanished': 'threshold-on-vanishing-series',
  flaps: 'flaps',
  'never-resolves': 'never-resolves',
  'resolves-late': 'resolves-late',
  'always-fires': 'always-fires',
  'bool-does-not-filter': 'bool-does-not-filter',
  'value-in-label': 'value-in-label',
  'false-page': 'false-page',
  'blip-pages': 'blip-pages',
  'no-for': 'no-for',
  'for-shorter-than-two-evaluations': 'for-shorter-than-two-evaluations',
  'severity-missing': 'severity-missing',
  'annotation-missing': 'annotation-missing',
  'annotation-broken': 'annotation-broken',
});
export const { passed, failed } = verdicts;
