// Check kind alert-timeline: the learner's alerts over hidden timelines, and then the rules that Prometheus has loaded.
import type { CheckContext } from '../../contract/context.ts';
import type { CheckRunner } from '../../contract/definition.ts';
import type { Timeline } from '../../../model/simulation/simulator.ts';
import type { TimelineRun } from '../../../model/simulation/rule-run.ts';
import type { Fail } from '../../../model/verdict.ts';
import { failedButLoaded, judgeLoaded } from '../../rules/loaded.ts';
import { placeOfRule, runRules, type RanRules } from '../../rules/run.ts';
import { lastSamples, readLoad } from '../../worlds/load.ts';
import { spentBudgets } from './budget.ts';
import { passed, type IncidentReport, type Span } from './facts.ts';
import { firingsOf, incidentsOf, judgedRules, ms } from './firings.ts';
import { countWrong, judgeTimeline, type Finding, type JudgedTimeline } from './judge.ts';
import { reportIncidents, reportTimeline } from './report.ts';
import type { AlertTimelineSpec, TimelineSpec } from './spec.ts';
import { nameFinding, type Blip } from './verdict.ts';

/** How long after a blip an alert is ascribed to it. */
const BLIP_TAIL_MS = 900_000;

/** Judges the alerts of the rules that the configuration loads. */
export const checkAlertTimeline: CheckRunner<AlertTimelineSpec> = async (spec, context) => {
  const timelines: Timeline[] = [];
  for (const one of spec.timelines)
    timelines.push(await readLoad(one, `${context.seed} ${one.name}`, context));
  const ran = await runRules(context, {
    config: spec.config ?? 'prometheus.yml',
    file: spec.file,
    timelines: timelines.map(({ series, endMs }, index) => ({
      series,
      endMs,
      minIntervalMs: ms(spec.timelines[index]?.step ?? '0s'),
    })),
  });
  if ('verdict' in ran) return ran.verdict;
  const reports: IncidentReport[] = [];
  for (const [index, one] of spec.timelines.entries()) {
    const [timeline, run] = [timelines[index], ran.run.timelines[index]];
    if (timeline === undefined || run === undefined) throw new Error('a timeline was not run');
    const outcome = await judgeOne(context, spec, { one, timeline, run, rules: ran.run.rules });
    if ('fail' in outcome) return failedButLoaded(context, outcome.fail);
    reports.push(...outcome.reports);
  }
  const loaded = await judgeLoaded(context, ran.run.rules);
  if (loaded !== undefined) return loaded;
  const incidents = reports.filter(({ withinMs }) => withinMs !== undefined).length;
  return passed('alerts-in-time', { incidents, timelines: timelines.length, reports });
};

interface One extends Pick<RanRules, 'rules'> {
  readonly one: TimelineSpec;
  readonly timeline: Timeline;
  readonly run: TimelineRun;
}

async function judgeOne(
  context: CheckContext,
  { pages, labels = [], annotations = [] }: AlertTimelineSpec,
  { one, timeline, run, rules }: One,
): Promise<{ readonly fail: Fail } | { readonly reports: readonly IncidentReport[] }> {
  const judged = judgedRules(rules, run);
  const { endMs } = timeline;
  const judgedTimeline: JudgedTimeline = {
    endMs,
    incidents: incidentsOf(one),
    judged,
    firings: firingsOf(judged, pages, endMs),
    labels,
    annotations,
  };
  const budgets = await spentBudgets(context, one.budget, timeline, judgedTimeline);
  const finding = judgeTimeline(judgedTimeline);
  if (finding === undefined) return { reports: reportIncidents(judgedTimeline, budgets) };
  const counts = countWrong(judgedTimeline);
  return {
    fail: nameFinding({
      finding,
      timeline: judgedTimeline,
      known: { rules, lastSampleMs: lastSamples(timeline), isBudget: one.budget !== undefined, pages },
      blips: blipsOf(one),
      pages: Object.keys(pages ?? {}),
      report: reportTimeline(one.about, judgedTimeline, budgets, counts, focusOf(finding)),
      placeOf: (rule) => placeOfRule(context, rule),
    }),
  };
}

function blipsOf({ blips = [] }: TimelineSpec): readonly Blip[] {
  return blips.map(({ about, from, to }) => {
    const fromMs = ms(from);
    return { about, fromMs, toMs: to === undefined ? fromMs + BLIP_TAIL_MS : ms(to) };
  });
}

/** What the finding is about, in time. */
function focusOf(finding: Finding): Span | undefined {
  if ('incident' in finding) return { fromMs: finding.incident.fromMs, toMs: finding.incident.toMs };
  if ('firing' in finding) return { fromMs: finding.firing.startMs, toMs: finding.firing.endMs };
  return undefined;
}
