// Whether a mutant and the rules that it was made of ever differ: simulated over timelines. What no timeline separates may
// be equivalent, and no test is asked to notice it.
import { isStaleAt, type SeriesSamples } from '../../model/samples.ts';
import type { RuleGroup } from '../../rules/model/rule.ts';
import { simulate } from '../../simulation/index.ts';
import type { SimulatedRule, SimulationOptions, SimulationOutcome } from '../../simulation/index.ts';
import { applyMutant } from './mutate.ts';
import type { Mutant, Probe } from './model.ts';

/** Recorded values count as different from so much on. */
const TOLERANCE = 0.05;

type Limits = Pick<SimulationOptions, 'signal' | 'timeoutMs'>;

/** Compares rules with their mutants. */
export class Separator {
  readonly #groups: readonly RuleGroup[];
  readonly #probes: readonly Probe[];
  readonly #limits: Limits;
  readonly #own = new Map<Probe, Promise<string>>();

  constructor(groups: readonly RuleGroup[], probes: readonly Probe[], limits: Limits) {
    this.#groups = groups;
    this.#probes = probes;
    this.#limits = limits;
  }

  /** Whether some timeline makes them differ. */
  async separates(mutant: Mutant): Promise<boolean> {
    const mutated = applyMutant(this.#groups, mutant);
    for (const probe of this.#probes) {
      let own = this.#own.get(probe);
      if (own === undefined) {
        own = this.#behavior(this.#groups, probe);
        this.#own.set(probe, own);
      }
      if ((await own) !== (await this.#behavior(mutated, probe))) return true;
    }
    return false;
  }

  async #behavior(groups: readonly RuleGroup[], { series, startMs, endMs }: Probe): Promise<string> {
    const outcome = await simulate({ groups, timeline: series, startMs, endMs, ...this.#limits });
    return describe(outcome);
  }
}

function describe(outcome: SimulationOutcome): string {
  if (outcome.status === 'failed') return `failed: ${outcome.message}`;
  return JSON.stringify(
    outcome.groups.flatMap(({ rules }) =>
      rules.map((rule) => [alertsOf(rule), recordedOf(rule), rule.failures]),
    ),
  );
}

/** When which alerts fired. */
function alertsOf({ alerts }: SimulatedRule): unknown {
  return alerts
    .filter(({ firingAtMs }) => firingAtMs !== undefined)
    .map(({ labels, firingAtMs, endedAtMs }) => [labels.key, firingAtMs, endedAtMs])
    .toSorted((a, b) => (String(a) < String(b) ? -1 : 1));
}

function recordedOf({ rule, series }: SimulatedRule): unknown {
  if (rule.kind === 'alerting') return [];
  return series
    .map((one) => [one.labels.key, steps(one)])
    .toSorted((a, b) => (String(a) < String(b) ? -1 : 1));
}

/** The values in steps of the tolerance, with the times at which they change. */
function steps({ timestamps, values }: SeriesSamples): readonly (readonly [number, string])[] {
  const found: (readonly [number, string])[] = [];
  for (const [index, timeMs] of timestamps.entries()) {
    const value = values[index] ?? NaN;
    const step = isStaleAt(values, index) ? 'stale' : stepOf(value);
    if (found.at(-1)?.[1] !== step) found.push([timeMs, step]);
  }
  return found;
}

function stepOf(value: number): string {
  if (!Number.isFinite(value) || value === 0) return String(value);
  return `${Math.sign(value)}:${Math.round(Math.log(Math.abs(value)) / TOLERANCE)}`;
}
