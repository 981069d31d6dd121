// Rules, groups and samples for the tests of rules, with the defaults that a loaded file has.
import { manualClock } from '../../../src/prometheus/model/clock.ts';
import { Labels, writeStaleAt } from '../../../src/prometheus/model/samples.ts';
import { parsePromql } from '../../../src/prometheus/promql/index.ts';
import type {
  AlertingRule,
  RecordingRule,
  Rule,
  RuleGroup,
} from '../../../src/prometheus/rules/model/rule.ts';
import { openStore, type SampleStore } from '../../../src/prometheus/storage/index.ts';

type Part<T> = Partial<Omit<T, 'kind' | 'name' | 'expr' | 'query'>>;

/** A recording rule. */
export function record(name: string, query: string, rest: Part<RecordingRule> = {}): RecordingRule {
  return { kind: 'recording', name, query, expr: parsePromql(query), labels: {}, line: 1, ...rest };
}

/** An alerting rule. */
export function alert(name: string, query: string, rest: Part<AlertingRule> = {}): AlertingRule {
  return {
    kind: 'alerting',
    name,
    query,
    expr: parsePromql(query),
    holdMs: 0,
    keepFiringMs: 0,
    labels: {},
    annotations: {},
    line: 1,
    ...rest,
  };
}

/** A group that is evaluated each minute. */
export function group(rules: readonly Rule[], rest: Partial<RuleGroup> = {}): RuleGroup {
  return { name: 'g', file: '/rules.yml', intervalMs: 60_000, limit: 0, queryOffsetMs: 0, rules, ...rest };
}

/** A store in memory whose clock stands at `nowMs`. */
export async function storeAt(nowMs: number): Promise<SampleStore> {
  const opened = await openStore({ clock: manualClock(nowMs) });
  if (opened.status !== 'open') throw new Error(opened.message);
  return opened.store;
}

/** A label set of `name{a="1"}`. */
export function labelsOf(name: string, rest: Readonly<Record<string, string>> = {}): Labels {
  return Labels.from(Object.entries({ ...(name === '' ? {} : { __name__: name }), ...rest }));
}

/** Writes one sample; without a value a stale marker. */
export function put(store: SampleStore, labels: Labels, timeMs: number, value?: number): void {
  const values = new Float64Array([value ?? 0]);
  if (value === undefined) writeStaleAt(values, 0);
  store.commit({ series: [store.ref(labels)], timestamps: new Float64Array([timeMs]), values, length: 1 });
}
