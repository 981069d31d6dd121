// The verdict for what the alerts of a timeline did wrong: the finding, named as well as their rules allow. Pure.
import type { LoadedRule } from '../../../model/simulation/rule-run.ts';
import type { Fail } from '../../../model/verdict.ts';
import { unreachable } from '../../../../unreachable.ts';
import type { FileLine } from '../../facts/prometheus/places.ts';
import { failed as failedShared } from '../../facts/verdicts.ts';
import { shortened } from '../../facts/wording.ts';
import { failed, type Span, type TimelineReport } from './facts.ts';
import type { Firing, Incident, JudgedRule } from './firings.ts';
import type { Finding, JudgedTimeline } from './judge.ts';
import { explainAlways, explainBudget, explainFalse, explainMissed, findSlip, type Known } from './naming.ts';

/** What is short in a timeline and must not alert. */
export interface Blip extends Span {
  readonly about: string;
}

export interface Named {
  readonly finding: Finding;
  readonly timeline: JudgedTimeline;
  readonly known: Known;
  readonly blips: readonly Blip[];
  readonly pages: readonly string[];
  readonly report: TimelineReport;
  readonly placeOf: (rule: LoadedRule) => FileLine;
}

/** The verdict for a finding. */
export function nameFinding(named: Named): Fail {
  const { finding, report, placeOf } = named;
  const ofRule = ({ rule }: JudgedRule) => ({ report, rule: rule.name, at: placeOf(rule) });
  switch (finding.kind) {
    case 'failure': {
      const { of, said } = finding;
      return failedShared('rule-fails', {
        rule: of.rule.name,
        at: placeOf(of.rule),
        said: shortened(said, 300),
      });
    }
    case 'always': {
      const reason = explainAlways(finding.firing, named.known);
      const kinds = { bool: 'bool-does-not-filter', factor: 'wrong-factor', other: 'always-fires' } as const;
      return failed(kinds[reason], ofRule(finding.firing.of));
    }
    case 'missed':
      return nameMissed(finding.incident, named);
    case 'late':
      return nameLate(finding, named);
    case 'early': {
      const { incident, firing, afterMs } = finding;
      const budget = budgetMistake(firing.of, named);
      if (budget !== undefined) return budget;
      const notBeforeMs = incident.fires?.afterMs ?? 0;
      return failed('fires-too-early', {
        ...ofRule(firing.of),
        incident: incident.about,
        afterMs,
        notBeforeMs,
      });
    }
    case 'resolves-early': {
      const { incident, firing, fromMs } = finding;
      const ends = firing.of.reads.map((name) => named.known.lastSampleMs[name] ?? Infinity);
      const isGone = ends.length > 0 && ends.every((endMs) => endMs < incident.toMs && endMs <= fromMs);
      return failed(isGone ? 'resolves-early/vanished' : 'resolves-early', {
        ...ofRule(firing.of),
        incident: incident.about,
        fromMs,
        incidentEndsMs: incident.toMs,
      });
    }
    case 'flaps': {
      const { incident, firing, times } = finding;
      const keepsFiring = firing.of.rule.keepFiringMs > 0;
      return failed('flaps', { ...ofRule(firing.of), incident: incident.about, times, keepsFiring });
    }
    case 'resolves-late': {
      const { incident, firing } = finding;
      const inIncident = { ...ofRule(firing.of), incident: incident.about };
      const budget = budgetMistake(firing.of, named, ['one-window']);
      if (budget !== undefined) return budget;
      if (firing.isOpen) return failed('never-resolves', inIncident);
      const withinMs = firing.isPage ? incident.tailMs : incident.ticketTailMs;
      const afterMs = firing.endMs - incident.toMs;
      return failed('resolves-late', { ...inIncident, afterMs, withinMs });
    }
    case 'false-page':
      return nameFalse(finding.firing, finding.others, named);
    case 'label-missing':
      return failed('severity-missing', {
        ...ofRule(finding.firing.of),
        incident: finding.incident.about,
        label: finding.name,
      });
    case 'annotation-missing':
      return failed('annotation-missing', {
        ...ofRule(finding.firing.of),
        incident: finding.incident.about,
        annotation: finding.name,
      });
    case 'annotation-broken':
      return failed('annotation-broken', {
        ...ofRule(finding.firing.of),
        incident: finding.incident.about,
        annotation: finding.name,
        said: shortened(finding.said, 200),
      });
    case 'label-changes':
      return failed('value-in-label', { ...ofRule(finding.of), label: finding.name });
    default:
      return unreachable(finding);
  }
}

function nameMissed(incident: Incident, { timeline, known, pages, report, placeOf }: Named): Fail {
  const { reason, of } = explainMissed(incident, timeline, known);
  const { about } = incident;
  if (of === undefined) {
    const slip = findSlip(known);
    return failed('alert-missing', {
      report,
      incident: about,
      withinMs: incident.fires?.withinMs ?? 0,
      isTicket: incident.urgency === 'ticket',
      metrics: Object.keys(known.lastSampleMs),
      alerts: known.rules
        .filter(({ kind }) => kind === 'alerting')
        .map((rule) => ({ rule: rule.name, at: placeOf(rule) })),
      slip: slip && { ...slip, rule: slip.rule.name, at: placeOf(slip.rule) },
    });
  }
  const { rule } = of;
  const found = { report, rule: rule.name, at: placeOf(rule), incident: about };
  const labels = Object.keys(incident.labels);
  switch (reason) {
    case 'no-page':
      return failed('page-is-ticket', { ...found, wanted: pages });
    case 'no-ticket':
      return failed('ticket-is-page', { ...found, wanted: pages });
    case 'label-lost':
      return failed('alert-label-lost', { ...found, labels });
    case 'hold-too-long': {
      const { holdMs, intervalMs } = rule;
      const withinMs = incident.fires?.withinMs ?? 0;
      if (intervalMs >= holdMs && intervalMs * 2 > withinMs)
        return failed('interval-too-long/alert', { ...found, intervalMs, withinMs });
      return failed('hold-too-long', { ...found, holdMs, isEvaluatedRarely: intervalMs > holdMs });
    }
    case 'absent-of-everything':
      return failed('absent-of-everything', found);
    case 'count-of-nothing':
      return failed('count-of-nothing', found);
    case 'aggregated-away':
      return failed('one-of-two-down-missed', { ...found, labels });
    case 'series-vanished':
      return failed('threshold-on-vanishing-series', found);
    case 'budget-rule':
      return budgetMistake(of, { known, report, placeOf }) ?? failed('never-fires/budget', found);
    case 'no-alert':
    case 'never':
      return failed('never-fires', found);
    default:
      return unreachable(reason);
  }
}

function nameLate(finding: Finding & { readonly kind: 'late' | 'early' }, named: Named): Fail {
  const { incident, firing, afterMs } = finding;
  const { rule } = firing.of;
  const withinMs = incident.fires?.withinMs ?? 0;
  const { report, placeOf } = named;
  const found = { report, rule: rule.name, at: placeOf(rule), incident: incident.about };
  if (rule.intervalMs * 2 > withinMs)
    return failed('interval-too-long/alert', { ...found, intervalMs: rule.intervalMs, withinMs });
  // An alert that is not about the budget at all may be the first that comes.
  if (named.known.isBudget) return nameMissed(incident, named);
  return failed('fires-late', { ...found, afterMs, withinMs, holdMs: rule.holdMs });
}

/** What a rule about a budget lacks; undefined where none is asked for, or for another reason than these. */
function budgetMistake(
  of: JudgedRule,
  { known, report, placeOf }: Pick<Named, 'known' | 'placeOf' | 'report'>,
  reasons: readonly ReturnType<typeof explainBudget>[] = ['one-window', 'no-and', 'and-between', 'factor'],
): Fail | undefined {
  if (!known.isBudget) return undefined;
  const reason = explainBudget(of, known.rules);
  if (!reasons.includes(reason) || reason === 'hold') return undefined;
  const kinds = {
    'one-window': 'one-window',
    'no-and': 'or-instead-of-and',
    'and-between': 'and-between-pairs',
    factor: 'wrong-factor',
  } as const;
  return failed(kinds[reason], { report, rule: of.rule.name, at: placeOf(of.rule) });
}

function nameFalse(firing: Firing, others: number, named: Named): Fail {
  const { blips, report, placeOf } = named;
  const { rule } = firing.of;
  const found = { report, rule: rule.name, at: placeOf(rule) };
  const blip = blips.findLast(({ fromMs, toMs }) => firing.startMs >= fromMs && firing.startMs <= toMs);
  const budget = budgetMistake(firing.of, named, ['one-window', 'no-and']);
  if (budget !== undefined) return budget;
  if (blip === undefined) return failed('false-page', { ...found, atMs: firing.startMs, others });
  const { holdMs, intervalMs } = rule;
  const ofBlip = { ...found, blip: blip.about };
  const reason = explainFalse(firing);
  switch (reason) {
    case 'no-hold':
      return failed('no-for', ofBlip);
    case 'short-hold':
      return failed('for-shorter-than-two-evaluations', { ...ofBlip, holdMs, intervalMs });
    case 'other':
      return failed('blip-pages', { ...ofBlip, holdMs });
    default:
      return unreachable(reason);
  }
}
