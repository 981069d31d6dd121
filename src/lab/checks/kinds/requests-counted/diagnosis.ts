// What a count says about each endpoint: gained per request -> the verdict that names the mistake. Pure.
import type { Probe, WantedLabels } from '../../../model/schema/fields.ts';
import type { Fail, Pass } from '../../../model/verdict.ts';
import { diagnoseLabels } from '../../labels/diagnosis.ts';
import type { ProbeDifference } from '../../labels/readings.ts';
import { sumOf } from '../../metrics/registries.ts';
import { probeName, probeTarget } from '../../probing/names.ts';
import type { Gain } from './facts.ts';
import { failed, passed } from './facts.ts';

const names = (some: readonly Gain[]): readonly string[] => some.map(({ endpoint }) => endpoint);

/** The mistake behind the gains of all endpoints, undefined where each is as asked for. */
export function diagnoseGains(metric: string, gains: readonly Gain[]): Fail | undefined {
  const wrong = gains.filter(({ adds, gained }) => adds !== gained);
  if (wrong.length === 0) return undefined;
  const table = { metric, gains: wrong };

  const down = wrong.filter(({ gained }) => gained < 0);
  if (down.length > 0) return failed('gains-negative', { ...table, endpoints: names(down) });
  const silent = wrong.filter(({ gained }) => gained === 0);
  const asked = gains.filter(({ adds }) => adds > 0);
  if (silent.length > 0 && silent.length === asked.length) {
    const others = wrong.filter(({ adds, gained }) => adds === 0 && gained > 0);
    return others.length > 0
      ? failed('gains-of-others-only', { ...table, counted: names(others), silent: names(silent) })
      : failed('gains-none', table);
  }
  // What adds nothing and what adds a part are one mistake: equal requests differ.
  if (silent.length > 0 && wrong.some(({ gained }) => !Number.isInteger(gained)))
    return failed('gains-uneven', table);
  if (silent.length > 0)
    return failed('gains-missing', { ...table, endpoints: names(silent), isRootAlone: isRootAlone(silent) });
  const extra = wrong.filter(({ adds }) => adds === 0);
  if (extra.length > 0) return failed('gains-unwanted', { ...table, endpoints: names(extra) });
  const endpoints = names(wrong);
  if (wrong.every(({ adds, gained }) => gained === 2 * adds))
    return failed('gains-twice', { ...table, endpoints });
  if (wrong.every(({ adds, gained }) => gained < adds))
    return failed('gains-too-small', { ...table, endpoints });
  return failed('gains-other-amount', { ...table, endpoints });
}

/** What one request of a probe has added. */
export function gainOf(probe: Probe, gained: number): Gain {
  const endpoint = probe.query === undefined ? probeName(probe) : `${probe.method} ${probeTarget(probe)}`;
  return { endpoint, adds: probe.adds ?? 1, gained };
}

/** What one request of each probe has added. */
export function gainsOf(differences: readonly ProbeDifference[]): Gain[] {
  return differences.map(({ probe, sent, series }) =>
    gainOf(probe, Math.round((sumOf(series) / sent) * 1000) / 1000),
  );
}

/** The mistake behind what each probe alone has added under labels; undefined where each is counted as asked for. */
export function diagnoseDifferences(
  metric: string,
  wanted: WantedLabels,
  differences: readonly ProbeDifference[],
  isCountedAtStart: boolean,
): Fail | undefined {
  const byGain = diagnoseGains(metric, gainsOf(differences));
  if (byGain?.code === 'counter-went-down' || byGain?.code === 'never-counted') return byGain;
  return diagnoseLabels(metric, wanted, differences, { byGain, isCountedAtStart });
}

/** Whether nothing but the root is meant. */
function isRootAlone(gains: readonly Gain[]): boolean {
  return gains.every(({ endpoint }) => endpoint.endsWith(' /'));
}

/** What is right: requests that must not be counted are not said to be. */
export function countedExactly(metric: string, probes: readonly Probe[]): Pass {
  const kinds = probes.filter(({ adds = 1 }) => adds > 0).length;
  return passed('counted-exactly', { metric, kinds, others: probes.length - kinds });
}
