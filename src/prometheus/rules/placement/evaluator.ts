// Where a rule is evaluated: in the server's own thread if that is little work, else in a thread apart, so that neither
// scrapes nor other groups wait for it.
import type { QueryAnswerer } from '../../http/transport/server.ts';
import { ApiError } from '../../http/api/error.ts';
import type { SampleStore } from '../../storage/model/store.ts';
import type { RuleEnvironment } from '../evaluate/environment.ts';
import { evaluateRule } from '../evaluate/rule.ts';
import type { RuleMoment, RuleOutcome } from '../model/outcome.ts';
import type { Rule } from '../model/rule.ts';
import { Budget } from './budget.ts';
import { askThread } from './remote.ts';

/** After so many evaluations elsewhere a rule is tried here again: there may be fewer samples, or more time. */
const EVALUATIONS_ELSEWHERE = 20;

export interface RuleEvaluatorOptions {
  readonly store: SampleStore;
  /** What rules are evaluated with now; a reload may change it. */
  environment(): Pick<RuleEnvironment, 'externalLabels' | 'externalUrl' | 'options'>;
  /** Threads that evaluate rules. @default all are evaluated in this thread */
  readonly threads?: QueryAnswerer;
}

export class RuleEvaluator {
  readonly #options: RuleEvaluatorOptions;
  /** Rules that are heavy, with the evaluations until they are tried here again. */
  readonly #heavy = new WeakMap<Rule, number>();

  constructor(options: RuleEvaluatorOptions) {
    this.#options = options;
  }

  /** Evaluates a rule; the signal gives up one that is evaluated in another thread. */
  evaluate(rule: Rule, moment: RuleMoment, signal: AbortSignal): RuleOutcome | Promise<RuleOutcome> {
    const { store, threads } = this.#options;
    const environment = this.#options.environment();
    if (threads === undefined) return evaluateRule(rule, moment, { ...environment, samples: store });
    const left = this.#heavy.get(rule) ?? 0;
    if (left > 0) this.#heavy.set(rule, left - 1);
    else {
      const budget = new Budget(store);
      const options = { ...environment.options, signal: budget };
      const outcome = evaluateRule(rule, moment, { ...environment, samples: budget, options });
      if (!budget.isSpent) return outcome;
      this.#heavy.set(rule, EVALUATIONS_ELSEWHERE);
    }
    return this.#elsewhere(threads, rule, moment, environment, signal);
  }

  async #elsewhere(
    threads: QueryAnswerer,
    rule: Rule,
    moment: RuleMoment,
    { externalLabels, externalUrl }: ReturnType<RuleEvaluatorOptions['environment']>,
    signal: AbortSignal,
  ): Promise<RuleOutcome> {
    try {
      return await askThread(threads, { rule, moment, externalLabels, externalUrl }, signal);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      return { status: 'failed', reason: 'execution', message: error.message };
    }
  }
}
