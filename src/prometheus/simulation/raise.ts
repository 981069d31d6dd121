// The alerts of an alerting rule, from the result of its expression at all moments.
import { Labels, type TimestampMs } from '../model/samples.ts';
import { alertSamples } from '../rules/evaluate/alert-series.ts';
import { advanceAlerts } from '../rules/evaluate/alerts.ts';
import type { RuleEnvironment } from '../rules/evaluate/environment.ts';
import { instanceAnnotations, instanceLabels, SAME_LABELS } from '../rules/evaluate/instances.ts';
import type { ActiveAlert, ActiveAlerts } from '../rules/model/alert.ts';
import type { AlertingRule, AlertInstance, RuleSample } from '../rules/model/rule.ts';
import type { Budget } from './budget.ts';
import { isTemplate } from './dependencies.ts';
import { Failures } from './failures.ts';
import { AlertJournal, type Said } from './journal.ts';
import type { Column, SimulatedSamples } from './samples.ts';
import type { PlannedRule } from './schedule.ts';
import { Cursor, type SlidingResult } from './sliding.ts';

/** Expanded only for alerts that begin or fire. */
const NO_ANNOTATIONS = {};
const NONE: RuleSample = { labels: Labels.empty, value: NaN };

export interface RaiseOptions {
  readonly samples: SimulatedSamples;
  readonly budget: Budget;
  /** What the templates of the rule see at a moment. */
  environmentAt(timeMs: TimestampMs): RuleEnvironment;
}

interface Present {
  readonly row: number;
  readonly sample: RuleSample;
}

export class Raiser {
  readonly journal = new AlertJournal();
  readonly failures = new Failures();
  readonly #planned: PlannedRule;
  readonly #rule: AlertingRule;
  readonly #options: RaiseOptions;
  /** Whether the labels of an alert depend on more than its series. */
  readonly #areLabelsFixed: boolean;
  readonly #labelsOfRow = new Map<number, Labels>();
  #alerts: ActiveAlerts = new Map();
  /** What the last successful evaluation wrote. */
  #written: readonly { readonly column: Column; readonly value: number }[] = [];

  constructor(planned: PlannedRule, rule: AlertingRule, options: RaiseOptions) {
    this.#planned = planned;
    this.#rule = rule;
    this.#options = options;
    this.#areLabelsFixed = !Object.values(rule.labels).some(isTemplate);
  }

  raiseAll({ rows, failures }: SlidingResult): void {
    const { firstMs, intervalMs, count } = this.#planned.schedule;
    const { queryOffsetMs } = this.#planned.group;
    const cursor = new Cursor(rows);
    let before: readonly Present[] = [];
    let isSteady = true;
    for (let index = 0; index < count; index++) {
      this.#options.budget.work();
      const timeMs = firstMs + index * intervalMs;
      const failure = failures.get(index);
      if (failure !== undefined) {
        this.failures.tell(timeMs, failure);
        continue;
      }
      const present = cursor.at(timeMs - queryOffsetMs);
      if (isSteady && this.#areLabelsFixed && isSameRows(present, before)) this.#repeat(timeMs);
      else isSteady = this.#evaluate(timeMs, present);
      before = present;
    }
  }

  /** Evaluates one moment; says whether the next one has the same alerts if it has the same rows. */
  #evaluate(timeMs: TimestampMs, present: readonly Present[]): boolean {
    const bySeries = new Map<string, RuleSample>();
    const instances = present.map(({ row, sample }): AlertInstance => {
      const labels = this.#labelsOf(row, sample, timeMs);
      bySeries.set(labels.key, sample);
      return { labels, annotations: NO_ANNOTATIONS, value: sample.value };
    });
    if (bySeries.size < instances.length) {
      this.failures.tell(timeMs, SAME_LABELS);
      return false;
    }
    const { limit } = this.#planned.group;
    const advanced = advanceAlerts(this.#rule, this.#alerts, instances, timeMs, limit);
    if (advanced.status === 'failed') {
      this.#alerts = new Map();
      this.failures.tell(timeMs, advanced.message);
      this.journal.take(timeMs, [], this.#saidAt(timeMs, bySeries));
      return false;
    }
    this.#alerts = advanced.alerts;
    this.failures.tell(timeMs, '');
    this.journal.take(timeMs, this.#alerts.values(), this.#saidAt(timeMs, bySeries));
    this.#write(timeMs);
    return this.#alerts.size === instances.length && [...this.#alerts.values()].every(isSettled);
  }

  #labelsOf(row: number, sample: RuleSample, timeMs: TimestampMs): Labels {
    const known = this.#areLabelsFixed ? this.#labelsOfRow.get(row) : undefined;
    if (known !== undefined) return known;
    const labels = instanceLabels(this.#rule, sample, timeMs, this.#options.environmentAt(timeMs));
    if (this.#areLabelsFixed) this.#labelsOfRow.set(row, labels);
    return labels;
  }

  #saidAt(timeMs: TimestampMs, bySeries: ReadonlyMap<string, RuleSample>): (alert: ActiveAlert) => Said {
    return ({ labels, value }) => {
      const sample = bySeries.get(labels.key) ?? NONE;
      // Their queries may read any rule: they are expanded when all rules have been evaluated.
      const annotations = (): Readonly<Record<string, string>> =>
        instanceAnnotations(this.#rule, sample, timeMs, this.#options.environmentAt(timeMs));
      return { value, annotations };
    };
  }

  /** Writes the same samples as the evaluation before. */
  #repeat(timeMs: TimestampMs): void {
    const time = timeMs - this.#planned.group.queryOffsetMs;
    this.#options.budget.spendSamples(this.#written.length);
    for (const { column, value } of this.#written) column.append(time, value);
    this.failures.tell(timeMs, '');
  }

  #write(timeMs: TimestampMs): void {
    const time = timeMs - this.#planned.group.queryOffsetMs;
    const written = alertSamples(this.#rule, this.#alerts).map(({ labels, value }) => ({
      column: this.#options.samples.column(this.#planned, labels),
      value,
    }));
    const columns = new Set(written.map(({ column }) => column));
    this.#options.budget.spendSamples(written.length + this.#written.length);
    for (const { column } of this.#written) if (!columns.has(column)) column.appendStale(time);
    for (const { column, value } of written) column.append(time, value);
    this.#written = written;
  }
}

function isSettled({ state, keepFiringSinceMs }: ActiveAlert): boolean {
  return state === 'firing' && keepFiringSinceMs === undefined;
}

function isSameRows(a: readonly Present[], b: readonly Present[]): boolean {
  return a.length === b.length && a.every(({ row }, i) => row === b[i]?.row);
}
