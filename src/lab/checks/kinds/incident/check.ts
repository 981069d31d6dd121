// Check kind incident: something goes wrong in the running shop, and the learner finds out what by querying.
import type { CheckContext } from '../../contract/context.ts';
import type { CheckRunner } from '../../contract/definition.ts';
import { notJudged } from '../../facts/verdicts.ts';
import { shortened } from '../../facts/wording.ts';
import type { Fail, Verdict } from '../../../model/verdict.ts';
import { FIELDS, readMoment, readSize, splitAnswers, type Size } from './answers.ts';
import { namesEndpoint } from './endpoint.ts';
import { failed, passed } from './facts.ts';
import { planIncident, type PlayedIncident } from './plan.ts';
import type { IncidentOf, IncidentSpec } from './spec.ts';

/** So much of an answer is shown. */
const MAX_SHOWN = 60;
/** A scrape of the past hour, and the minute that a clock rounds away. */
const BEFORE_MS = 75_000;
/** The window of the learner's query and a step of the graph. */
const AFTER_MS = 360_000;
const TOLERANCE = 0.2;
const HALF_HOUR_MS = 1_800_000;
const MINUTE_MS = 60_000;

/** Judges the learner's answers. */
export const checkIncident: CheckRunner<IncidentSpec> = async (spec, context) => {
  const played = await planIncident(spec, context);
  if ('said' in played) return failed('incident-rules-rejected', { said: shortened(played.said, 300) });
  const running = await context.incident(played.plan);
  const { answer } = context;
  if (answer === undefined || answer.trim() === '')
    return notJudged('no-answer', { question: spec.question, format: { form: 'incident' } });
  const typed = splitAnswers(answer.slice(0, 1_000));
  const missing = FIELDS.filter((field) => (typed[field] ?? '') === '');
  if (missing.length > 0) return failed('incident-answer-incomplete', { missing });
  const { endpoint = '', since = '', badly = '', alert = '' } = typed;
  return (
    judgeEndpoint(endpoint, played.incident) ??
    judgeSince(since, running.beganAtMs, played) ??
    judgeBadly(badly, played.incident) ??
    judgeAlert(alert, played) ??
    passed('incident-found', { about: played.incident.about })
  );
};

/** Lets the incident happen. Rules that cannot be evaluated are reported by the check. */
export async function playIncident(spec: IncidentSpec, context: CheckContext): Promise<void> {
  const played = await planIncident(spec, context);
  if (!('said' in played)) await context.incident(played.plan);
}

/** What was right at this moment, as a learner could type it; the verdict where it cannot be told yet. */
export async function findIncidentAnswer(
  spec: IncidentSpec,
  context: CheckContext,
): Promise<{ readonly answer: string } | { readonly verdict: Fail }> {
  const played = await planIncident(spec, context);
  if ('said' in played)
    return { verdict: failed('incident-rules-rejected', { said: shortened(played.said, 300) }) };
  const { beganAtMs } = await context.incident(played.plan);
  const { endpoint, badly } = played.incident;
  const at = new Date(beganAtMs + MINUTE_MS);
  const since = [at.getHours(), at.getMinutes()].map((part) => String(part).padStart(2, '0')).join(':');
  const [least, most] = limitsOf(badly);
  const value = (least + most) / 2;
  const size =
    badly.unit === 'share'
      ? `${Number((value * 100).toPrecision(3))} %`
      : `${Number(value.toPrecision(3))}${badly.unit === 'seconds' ? ' s' : ''}`;
  const [alert = 'none'] = firedNames(played);
  return { answer: [`${endpoint.method} ${endpoint.path}`, since, size, alert].join('; ') };
}

function judgeEndpoint(typed: string, { endpoint, busiest, mostErrors }: IncidentOf): Verdict | undefined {
  const answer = shortened(typed, MAX_SHOWN);
  const named = namesEndpoint(typed);
  if (named === undefined) return failed('incident-answer-unreadable', { answer, field: 'endpoint' });
  if (named(endpoint)) return undefined;
  if (mostErrors !== undefined && named(mostErrors)) return failed('incident-most-errors-ever', { answer });
  if (busiest !== undefined && named(busiest)) return failed('incident-busiest-endpoint', { answer });
  return failed('incident-other-endpoint', { answer });
}

function judgeSince(typed: string, beganAtMs: number, played: PlayedIncident): Verdict | undefined {
  const answer = shortened(typed, MAX_SHOWN);
  const moments = readMoment(typed, Date.now());
  const [first] = moments;
  if (first === undefined) return failed('incident-answer-unreadable', { answer, field: 'since' });
  const isIn = (at: number): boolean => at >= beganAtMs - BEFORE_MS && at <= beganAtMs + AFTER_MS;
  if (moments.some((at) => isIn(at))) return undefined;
  const startMs = beganAtMs - played.began;
  const isNear = (at: number, ms: number | undefined): boolean =>
    ms !== undefined && Math.abs(at - (startMs + ms)) <= BEFORE_MS;
  for (const { pendingMs, firingMs } of played.past) {
    if (moments.some((at) => isNear(at, firingMs)))
      return failed('incident-alert-start', { answer, isPending: false });
    if (moments.some((at) => isNear(at, pendingMs)))
      return failed('incident-alert-start', { answer, isPending: true });
  }
  const off = Math.round((first - beganAtMs) / HALF_HOUR_MS);
  if (off !== 0 && isIn(first - off * HALF_HOUR_MS) && Math.abs(off) <= 28)
    return failed('incident-time-zone', { answer, hours: off / 2 });
  return first < beganAtMs
    ? failed('incident-too-early', { answer })
    : failed('incident-too-late', { answer });
}

function judgeBadly(typed: string, { badly }: IncidentOf): Verdict | undefined {
  const answer = shortened(typed, MAX_SHOWN);
  const size = readSize(typed);
  if (size === undefined) return failed('incident-answer-unreadable', { answer, field: 'badly' });
  const { unit } = badly;
  const [least, most] = limitsOf(badly);
  const isIn = (one: number): boolean => one >= least - 1e-9 && one <= most + 1e-9;
  const readings = readingsOf(size, unit);
  if (readings.length === 0) return failed('incident-wrong-unit', { answer, unit });
  if (readings.some((one) => isIn(one))) return undefined;
  if (unit === 'share' && isIn(size.value)) return failed('incident-percent-not-share', { answer });
  return failed('incident-wrong-size', { answer, unit, isMore: (readings[0] ?? 0) > most });
}

/** Between which values an answer is right. */
function limitsOf({ value }: IncidentOf['badly']): readonly [least: number, most: number] {
  if (typeof value === 'number') return [value * (1 - TOLERANCE), value * (1 + TOLERANCE)];
  const [least = 0, most = least] = value;
  return [least, most];
}

/** What a number may mean where a share, seconds or requests are asked for. */
function readingsOf({ value, unit }: Size, wanted: IncidentOf['badly']['unit']): readonly number[] {
  if (wanted === 'share') {
    if (unit === 'seconds') return [];
    return unit === 'percent' ? [value / 100] : [value <= 1 ? value : value / 100];
  }
  if (unit === 'percent') return [];
  if (wanted === 'requests') return unit === 'seconds' ? [] : [value];
  return unit === 'seconds' ? [value] : [value, value / 1_000];
}

/** The alerts that fired in the incident, in the order of their firing. */
function firedNames({ past, began }: PlayedIncident): readonly string[] {
  const fired = past.filter(
    ({ firingMs, endedMs }) => firingMs !== undefined && (endedMs ?? Infinity) > began && firingMs >= began,
  );
  return [
    ...new Set(fired.toSorted((a, b) => (a.firingMs ?? 0) - (b.firingMs ?? 0)).map(({ name }) => name)),
  ];
}

const NONE = /^(?:none|no|no alert|nothing|not any|no alerts?(?: fired)?|none of them|-)\.?$/i;

function judgeAlert(typed: string, played: PlayedIncident): Verdict | undefined {
  const answer = shortened(typed, MAX_SHOWN);
  const fired = firedNames(played);
  if (NONE.test(typed.trim()))
    return fired.length === 0 ? undefined : failed('incident-alert-missed', { answer });
  const words = new Set(typed.match(/[\w:.-]+/g)?.map((word) => word.toLowerCase()));
  const named = played.alertNames.filter((name) => words.has(name.toLowerCase()));
  const silent = named.filter((name) => !fired.includes(name));
  if (named.length > 0 && silent.length === 0) return undefined;
  if (named.length === 0) return failed('incident-alert-unknown', { answer, alerts: played.alertNames });
  const isPending = played.past.some(({ name }) => silent.includes(name));
  return isPending
    ? failed('incident-only-pending', { answer })
    : failed('incident-alert-silent', { answer });
}
