// Rules and queries over a timeline, as a server would have evaluated them, without a server: each expression is
// evaluated once over the whole timeline, those that others read first. Rules for which this is not possible are
// evaluated moment by moment.
import type { SeriesSamples, TimestampMs } from '../model/samples.ts';
import { evaluateRange, parsePromql, PromqlError } from '../promql/index.ts';
import type { RuleEnvironment } from '../rules/evaluate/environment.ts';
import { Budget, SimulationFault } from './budget.ts';
import { dependenciesOf, type Dependencies } from './dependencies.ts';
import { Failures } from './failures.ts';
import { AlertJournal } from './journal.ts';
import type { SimulatedGroup, SimulatedRule, SimulationOptions, SimulationOutcome } from './model.ts';
import { orderRules, type Cluster } from './order.ts';
import { Raiser } from './raise.ts';
import { recordAll } from './record.ts';
import { SharedSeries, SimulatedSamples } from './samples.ts';
import { planRules, type PlannedRule } from './schedule.ts';
import { readingsOf } from './selectors.ts';
import { evaluateSliding, type Moments } from './sliding.ts';
import { evaluateStepwise, type SteppedRule } from './stepwise.ts';

/** Simulates rules, a query, or both. What the simulation cannot do is an outcome. */
export async function simulate(options: SimulationOptions): Promise<SimulationOutcome> {
  const budget = new Budget(options);
  const rules = planRules(options);
  const dependencies = new Map(rules.map((rule) => [rule, dependenciesOf(rule, rules)]));
  const shared: (readonly [PlannedRule, PlannedRule])[] = [];
  try {
    for (;;) {
      try {
        return await new Simulation(options, budget, rules, dependencies).run(shared);
      } catch (error) {
        if (!(error instanceof SharedSeries)) throw error;
        shared.push(error.writers);
      }
    }
  } catch (error) {
    if (error instanceof SimulationFault || error instanceof PromqlError)
      return { status: 'failed', message: error.message };
    throw error;
  }
}

class Simulation {
  readonly #options: SimulationOptions;
  readonly #budget: Budget;
  readonly #rules: readonly PlannedRule[];
  readonly #dependencies: ReadonlyMap<PlannedRule, Dependencies>;
  readonly #samples: SimulatedSamples;
  readonly #externalUrl: string;
  readonly #results = new Map<PlannedRule, SteppedRule>();

  constructor(
    options: SimulationOptions,
    budget: Budget,
    rules: readonly PlannedRule[],
    dependencies: ReadonlyMap<PlannedRule, Dependencies>,
  ) {
    this.#options = options;
    this.#budget = budget;
    this.#rules = rules;
    this.#dependencies = dependencies;
    this.#samples = new SimulatedSamples(options.timeline, budget);
    this.#externalUrl = options.externalUrl ?? 'http://localhost:9090';
  }

  /** @throws {SharedSeries} where two rules that were evaluated separately write the same series */
  async run(shared: readonly (readonly [PlannedRule, PlannedRule])[]): Promise<SimulationOutcome> {
    const clusters =
      this.#options.isStepwise === true
        ? [{ rules: this.#rules, isStepwise: true }]
        : orderRules(this.#rules, this.#dependencies, shared);
    for (const cluster of clusters) {
      await this.#budget.rest();
      await this.#evaluate(cluster);
    }
    return { status: 'done', groups: this.#groups(), series: this.#query() };
  }

  async #evaluate({ rules, isStepwise }: Cluster): Promise<void> {
    if (isStepwise) {
      const stepped = await evaluateStepwise(rules, {
        samples: this.#samples,
        budget: this.#budget,
        externalUrl: this.#externalUrl,
        environmentOf: (rule, timeMs) => this.#environment(rule, timeMs),
      });
      for (const [rule, result] of stepped) this.#results.set(rule, result);
    } else for (const rule of rules) this.#slide(rule);
  }

  #slide(planned: PlannedRule): void {
    const { rule, group, schedule } = planned;
    const moments: Moments = {
      firstMs: schedule.firstMs - group.queryOffsetMs,
      stepMs: schedule.intervalMs,
      count: schedule.count,
    };
    const found = evaluateSliding(this.#samples, rule.expr, moments, this.#budget);
    if (rule.kind === 'alerting') {
      const raiser = new Raiser(planned, rule, {
        samples: this.#samples,
        budget: this.#budget,
        environmentAt: (timeMs) => this.#environment(planned, timeMs),
      });
      raiser.raiseAll(found);
      this.#results.set(planned, raiser);
      return;
    }
    const { series, failures } = recordAll(rule, group.limit, found, moments);
    for (const each of series) this.#samples.put(planned, each);
    const spans = new Failures();
    for (const [index, message] of [...failures].toSorted(([a], [b]) => a - b))
      spans.tellAt(schedule.firstMs + index * schedule.intervalMs, schedule.intervalMs, message);
    this.#results.set(planned, { journal: new AlertJournal(), failures: spans });
  }

  #environment({ order }: PlannedRule, timeMs: TimestampMs): RuleEnvironment {
    return {
      samples: this.#samples.seenBy(order, timeMs),
      externalLabels: this.#options.externalLabels ?? {},
      externalUrl: this.#externalUrl,
      options: this.#budget.queryOptions(),
    };
  }

  #query(): readonly SeriesSamples[] {
    const { query, startMs, endMs, stepMs = 60_000 } = this.#options;
    if (query === undefined) return [];
    const expr = parsePromql(query);
    if (!readingsOf(expr).canSlide) {
      const { value } = evaluateRange(
        this.#samples,
        expr,
        { startMs, endMs, stepMs },
        this.#budget.queryOptions(),
      );
      return value.kind === 'matrix' ? value.series : [];
    }
    const moments = {
      firstMs: startMs,
      stepMs,
      count: Math.max(Math.floor((endMs - startMs) / stepMs) + 1, 0),
    };
    const { rows, failures } = evaluateSliding(this.#samples, expr, moments, this.#budget);
    const [failure] = failures.values();
    if (failure !== undefined) throw new SimulationFault(failure);
    return rows;
  }

  #groups(): readonly SimulatedGroup[] {
    const results = this.#rules.map((planned): [PlannedRule, SimulatedRule] => {
      const { journal, failures } = this.#results.get(planned) ?? NOTHING;
      const { rule } = planned;
      const series = this.#samples.writtenBy(planned);
      return [planned, { rule, series, alerts: journal.finish(), failures: failures.spans }];
    });
    return (this.#options.groups ?? []).map((group) => ({
      group,
      rules: results.filter(([planned]) => planned.group === group).map(([, result]) => result),
    }));
  }
}

const NOTHING: SteppedRule = { journal: new AlertJournal(), failures: new Failures() };
