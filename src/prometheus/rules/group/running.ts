// One group of rules: evaluates them in order at a given time, each on the samples of the ones before it, and remembers
// what the next evaluation needs (rules/group.go). When it is evaluated is decided elsewhere.
import type { Labels, TimestampMs } from '../../model/samples.ts';
import { alertSamples, forStateMatchers } from '../evaluate/alert-series.ts';
import { advanceAlerts, shiftAlerts } from '../evaluate/alerts.ts';
import { generatorUrlOf, takeNotices } from '../evaluate/notices.ts';
import { FOR_GRACE_PERIOD_MS, OUTAGE_TOLERANCE_MS, restoreAlerts } from '../evaluate/restore.ts';
import type { BatchOutcome } from '../model/batch.ts';
import type { AlertingRule, AlertInstance, RuleGroup, RuleSample } from '../model/rule.ts';
import type { RuleGroupView } from '../model/view.ts';
import type { GroupDoors } from './doors.ts';
import { copyRuleStates, newRuleState, viewRule, type RuleState } from './rule-state.ts';
import { unreachable } from '../../../unreachable.ts';

export class RunningGroup {
  readonly group: RuleGroup;
  readonly #doors: GroupDoors;
  readonly #states: readonly RuleState[];
  /** Series of rules that are no longer in the group. */
  #orphans: readonly Labels[] = [];
  #lastTimeMs = -Infinity;
  readonly #stopping = new AbortController();
  /** Rules that were evaluated, and those of them that failed. */
  evaluations = 0;
  failures = 0;
  /** Of the last evaluation: the samples that its rules gave, and its duration. */
  samples = 0;
  evaluationSeconds = 0;
  /** When the last evaluation began. */
  lastEvaluationMs: TimestampMs | undefined;
  restoreSeconds: number | undefined;

  /** @param isRestored false where the server has just started, and the alerts of the one before it may go on */
  constructor(group: RuleGroup, doors: GroupDoors, isRestored: boolean) {
    this.group = group;
    this.#doors = doors;
    this.#states = group.rules.map((rule) => newRuleState(rule, isRestored));
  }

  /** Takes over from an older version of the group, which must not be evaluated any more. */
  copyState(from: RunningGroup): void {
    this.evaluationSeconds = from.evaluationSeconds;
    this.lastEvaluationMs = from.lastEvaluationMs;
    this.#lastTimeMs = from.#lastTimeMs;
    this.evaluations = from.evaluations;
    this.failures = from.failures;
    this.#orphans = [...from.#orphans, ...copyRuleStates(from.#states, this.#states)];
  }

  /** Gives up the rule that is evaluated, and lets no further one begin. */
  stop(): void {
    this.#stopping.abort(new Error('the group is no longer evaluated'));
  }

  /** Evaluates the rules for the slot `timeMs`. */
  async evaluate(timeMs: TimestampMs): Promise<void> {
    const startedAt = this.#doors.stopwatch();
    const startedMs = this.#doors.now();
    if (timeMs < this.#lastTimeMs) this.#shift(timeMs - this.#lastTimeMs);
    this.#lastTimeMs = timeMs;
    let samples = 0;
    for (const state of this.#states) {
      if (this.#stopping.signal.aborted) return;
      samples += await this.#evaluateRule(state, timeMs);
      await this.#doors.rest();
    }
    this.samples = samples;
    this.#markOrphans(timeMs);
    this.evaluationSeconds = (this.#doors.stopwatch() - startedAt) / 1000;
    this.lastEvaluationMs = startedMs;
  }

  /** Takes up the alerts of the server before this one; called once, after the second evaluation. */
  restoreForState(nowMs: TimestampMs): void {
    const startedAt = this.#doors.stopwatch();
    for (const state of this.#states) {
      state.isRestored = true;
      const { rule } = state;
      // One that is shorter than the grace period begins again.
      if (rule.kind !== 'alerting' || rule.holdMs < FOR_GRACE_PERIOD_MS) continue;
      const forState = this.#doors.samples.select(forStateMatchers(rule), nowMs - OUTAGE_TOLERANCE_MS, nowMs);
      state.alerts = restoreAlerts(rule.holdMs, state.alerts, forState, nowMs);
    }
    this.restoreSeconds = (this.#doors.stopwatch() - startedAt) / 1000;
  }

  /** The group is gone: writes stale markers for all of its series. */
  markAllStale(timeMs: TimestampMs): void {
    this.#orphans = [...this.#orphans, ...this.#states.flatMap(({ written }) => [...written.values()])];
    for (const state of this.#states) state.written = new Map();
    this.#markOrphans(timeMs);
  }

  get ruleSecondsSum(): number {
    return this.#states.reduce((sum, { evaluationSeconds }) => sum + evaluationSeconds, 0);
  }

  view(): RuleGroupView {
    return {
      group: this.group,
      rules: this.#states.map(viewRule),
      evaluationSeconds: this.evaluationSeconds,
      lastEvaluationMs: this.lastEvaluationMs,
    };
  }

  /** Evaluates one rule and writes what it gives; returns how many samples that were. */
  async #evaluateRule(state: RuleState, timeMs: TimestampMs): Promise<number> {
    const { limit, queryOffsetMs } = this.group;
    const startedAt = this.#doors.stopwatch();
    state.lastEvaluationMs = this.#doors.now();
    this.evaluations++;
    try {
      const { signal } = this.#stopping;
      const outcome = await this.#doors.evaluate(state.rule, { timeMs, queryOffsetMs, limit }, signal);
      if (signal.aborted) return 0;
      switch (outcome.status) {
        case 'failed':
          this.#fail(state, outcome.message);
          return 0;
        case 'recorded':
          return this.#write(state, outcome.samples, timeMs - queryOffsetMs);
        case 'alerts': {
          const { rule } = state;
          if (rule.kind !== 'alerting') throw new Error(`the recording rule ${rule.name} raised alerts`);
          return this.#raise(state, rule, outcome.instances, timeMs);
        }
        default:
          return unreachable(outcome);
      }
    } catch (error) {
      this.#doors.onFault(error);
      this.#fail(state, `unexpected error: ${String(error)}`);
      return 0;
    } finally {
      state.evaluationSeconds = (this.#doors.stopwatch() - startedAt) / 1000;
      this.#doors.onEvaluated(state.evaluationSeconds);
    }
  }

  #raise(
    state: RuleState,
    rule: AlertingRule,
    instances: readonly AlertInstance[],
    timeMs: TimestampMs,
  ): number {
    const { limit, intervalMs, queryOffsetMs } = this.group;
    const advanced = advanceAlerts(rule, state.alerts, instances, timeMs, limit);
    if (advanced.status === 'failed') {
      state.alerts = new Map();
      this.#fail(state, advanced.message);
      return 0;
    }
    const url = generatorUrlOf(this.#doors.externalUrl(), rule.query);
    const { alerts, sent } = takeNotices(advanced.alerts, timeMs, intervalMs, url);
    state.alerts = alerts;
    if (sent.length > 0) this.#doors.onAlerts(sent);
    const samples = state.isRestored ? alertSamples(rule, alerts) : [];
    return this.#write(state, samples, timeMs - queryOffsetMs);
  }

  #write(state: RuleState, samples: readonly RuleSample[], timeMs: TimestampMs): number {
    const written = new Map(samples.map(({ labels }) => [labels.key, labels]));
    const stale: Labels[] = [];
    for (const [key, labels] of state.written) if (!written.has(key)) stale.push(labels);
    const outcome = this.#doors.commit({ timeMs, samples, stale });
    if (outcome.status === 'full') {
      this.#fail(state, outcome.message);
      return 0;
    }
    state.written = written;
    const refusal = refusalOf(outcome);
    state.health = refusal === '' ? 'ok' : 'err';
    if (refusal !== '' && refusal !== state.lastError) this.#tell(state, refusal);
    state.lastError = refusal;
    return samples.length;
  }

  #fail(state: RuleState, message: string): void {
    this.failures++;
    if (state.lastError !== message) this.#tell(state, message);
    state.health = 'err';
    state.lastError = message;
  }

  #tell({ rule }: RuleState, message: string): void {
    const { name, file } = this.group;
    this.#doors.log(`Evaluating rule failed: file ${file}, group ${name}, rule ${rule.name}: ${message}`);
  }

  #markOrphans(timeMs: TimestampMs): void {
    if (this.#orphans.length === 0) return;
    const batch = { timeMs: timeMs - this.group.queryOffsetMs, samples: [], stale: this.#orphans };
    if (this.#doors.commit(batch).status === 'stored') this.#orphans = [];
  }

  #shift(byMs: number): void {
    for (const state of this.#states) state.alerts = shiftAlerts(state.alerts, byMs);
  }
}

/** What Prometheus says of a sample that it did not take. */
function refusalOf(outcome: BatchOutcome & { readonly status: 'stored' }): string {
  if (outcome.duplicates > 0) return 'duplicate sample for timestamp';
  if (outcome.outOfOrder > 0) return 'out of order sample';
  return outcome.outOfBounds > 0 ? 'out of bounds' : '';
}
