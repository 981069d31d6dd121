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

/**
 * The most evaluations elsewhere until a rule is tried here again: there may be fewer samples, or more time. It is one at
 * first, because a busy machine makes any rule look heavy, and twice as many each time.
 */
const MOST_ELSEWHERE = 32;

interface Heavy {
  /** How often it is evaluated elsewhere before it is tried here. */
  readonly turns: number;
  readonly left: number;
}

export interface RuleEvaluatorOptions {
  readonly store: SampleStore;
  /** What rules are evaluated with now; a reload may change it. */
  environment(): Pick<RuleEnvironment, 'externalLabels' | 'externalUrl' | 'options'>;
  /** Threads that evaluate rules. @default all are evaluated in this thread */
  readonly threads?: QueryAnswerer;
  /** A monotonic time in milliseconds. @default performance.now */
  readonly stopwatch?: () => number;
}

export class RuleEvaluator {
  readonly #options: RuleEvaluatorOptions;
  readonly #heavy = new WeakMap<Rule, Heavy>();

  constructor(options: RuleEvaluatorOptions) {
    this.#options = options;
  }

  /** Evaluates a rule; the signal gives up one that is evaluated in another thread. */
  evaluate(rule: Rule, moment: RuleMoment, signal: AbortSignal): RuleOutcome | Promise<RuleOutcome> {
    const { store, threads } = this.#options;
    const environment = this.#options.environment();
    if (threads === undefined) return evaluateRule(rule, moment, { ...environment, samples: store });
    const { turns, left } = this.#heavy.get(rule) ?? { turns: 0, left: 0 };
    if (left > 0) this.#heavy.set(rule, { turns, left: left - 1 });
    else {
      const budget = new Budget(store, this.#options.stopwatch);
      const options = { ...environment.options, signal: budget };
      const outcome = evaluateRule(rule, moment, { ...environment, samples: budget, options });
      if (!budget.isSpent) {
        this.#heavy.delete(rule);
        return outcome;
      }
      const next = Math.min(Math.max(turns * 2, 1), MOST_ELSEWHERE);
      // This evaluation is the first of them.
      this.#heavy.set(rule, { turns: next, left: next - 1 });
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
    // The group's signal lives longer than the evaluation.
    const giveUp = new AbortController();
    const onAbort = (): void => giveUp.abort(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      return await askThread(threads, { rule, moment, externalLabels, externalUrl }, giveUp.signal);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      return { status: 'failed', reason: 'execution', message: error.message };
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  }
}
