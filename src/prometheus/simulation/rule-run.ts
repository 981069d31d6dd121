// The rule files that a configuration names, over several timelines, without a server. What it is given and says is plain
// data, which can be sent to another thread.
import { isPattern } from '../../files/pattern.ts';
import { Labels, isStaleAt, METRIC_NAME, type SeriesSamples, type TimestampMs } from '../model/samples.ts';
import { compileMatcher } from '../model/matcher.ts';
import { selectorsOf, type Expr } from '../promql/index.ts';
import { loadRuleFiles, type RuleFileProblem } from '../rules/file/index.ts';
import type { Rule, RuleGroup } from '../rules/model/rule.ts';
import type { AskedSeries } from './ask.ts';
import type { SimulatedRule, SimulationOptions } from './model.ts';
import { simulate } from './run.ts';

type Texts = Readonly<Record<string, string>>;

export interface RuleRunOptions extends Pick<
  SimulationOptions,
  'timeoutMs' | 'maxRecordedSamples' | 'limits' | 'signal'
> {
  readonly rules: {
    readonly baseDir: string;
    readonly patterns: readonly string[];
    readonly evaluationIntervalMs: number;
    readonly queryOffsetMs: number;
    readonly externalLabels: Texts;
  };
  readonly timelines: readonly {
    readonly series: readonly AskedSeries[];
    readonly endMs: TimestampMs;
    /** Groups with a shorter interval are evaluated this often. @default 0 */
    readonly minIntervalMs?: number;
  }[];
}

interface RunRule {
  readonly kind: Rule['kind'];
  readonly name: string;
  readonly group: string;
  readonly file: string;
  readonly line: number;
  readonly query: string;
  readonly tree: Expr;
  readonly labels: Texts;
  readonly annotations: Texts;
  readonly intervalMs: number;
  readonly holdMs: number;
  readonly keepFiringMs: number;
}

interface RunOutcome {
  readonly reads: readonly string[];
  readonly episodes: readonly {
    readonly labels: Texts;
    readonly annotations: Texts;
    readonly pendingMs: TimestampMs;
    readonly firingMs: TimestampMs | undefined;
    readonly endedMs: TimestampMs | undefined;
  }[];
  readonly recorded: readonly {
    readonly labels: Texts;
    readonly value: number;
    readonly atMs: TimestampMs;
  }[];
  readonly failure: string | undefined;
}

export type RuleRunOutcome =
  | {
      readonly status: 'ran';
      readonly files: readonly string[];
      readonly rules: readonly RunRule[];
      readonly timelines: readonly { readonly rules: readonly RunOutcome[] }[];
    }
  | {
      readonly status: 'rejected';
      readonly files: readonly string[];
      readonly faults: readonly RuleFileProblem[];
    }
  | { readonly status: 'failed'; readonly message: string };

/** Loads the files and evaluates their rules over each timeline. What cannot be loaded or simulated is an outcome. */
export async function runRules({ rules, timelines, ...options }: RuleRunOptions): Promise<RuleRunOutcome> {
  const { patterns, baseDir, externalLabels, ...defaults } = rules;
  const broken = patterns.find((pattern) => !isPattern(pattern));
  if (broken !== undefined)
    return { status: 'failed', message: `invalid rule file path ${JSON.stringify(broken)}` };
  const loaded = await loadRuleFiles(patterns, baseDir, defaults);
  const { files } = loaded;
  if (loaded.status === 'error') return { status: 'rejected', files, faults: loaded.problems };
  const { groups } = loaded;
  const ran: { readonly rules: readonly RunOutcome[] }[] = [];
  for (const { series, endMs, minIntervalMs = 0 } of timelines) {
    const timeline = series.map(({ labels, timestamps, values }): SeriesSamples => ({
      labels: Labels.from(Object.entries(labels)),
      timestamps,
      values,
    }));
    const outcome = await simulate({
      ...options,
      groups: groups.map((group) => ({ ...group, intervalMs: Math.max(group.intervalMs, minIntervalMs) })),
      timeline,
      startMs: 0,
      endMs,
      externalLabels,
    });
    if (outcome.status === 'failed') return outcome;
    const readers = new Readers(groups, timeline);
    ran.push({
      rules: outcome.groups
        .flatMap((group) => group.rules)
        .map((rule) => ({ ...plainOutcome(rule, endMs), reads: readers.readBy(rule.rule.expr) })),
    });
  }
  return {
    status: 'ran',
    files,
    rules: groups.flatMap((group) => group.rules.map((rule) => plainRule(rule, group))),
    timelines: ran,
  };
}

/** The metrics of a timeline that an expression reads, itself or through what rules record. */
class Readers {
  readonly #names: readonly string[];
  readonly #recording: readonly Rule[];

  constructor(groups: readonly RuleGroup[], timeline: readonly SeriesSamples[]) {
    this.#names = [...new Set(timeline.map(({ labels }) => labels.get(METRIC_NAME)))];
    this.#recording = groups.flatMap(({ rules }) => rules).filter(({ kind }) => kind === 'recording');
  }

  readBy(expr: Expr, seen: ReadonlySet<string> = new Set()): readonly string[] {
    const found = new Set<string>();
    for (const matchers of selectorsOf(expr)) {
      const named = matchers.filter(({ name }) => name === METRIC_NAME).map(compileMatcher);
      if (named.length === 0) continue;
      const fits = (name: string): boolean => named.every((matches) => matches(name));
      for (const name of this.#names) if (fits(name)) found.add(name);
      for (const rule of this.#recording) {
        if (!fits(rule.name) || seen.has(rule.name)) continue;
        for (const name of this.readBy(rule.expr, new Set([...seen, rule.name]))) found.add(name);
      }
    }
    return [...found].toSorted();
  }
}

function plainRule(rule: Rule, { name: group, file, intervalMs }: RuleGroup): RunRule {
  const { kind, name, line, query, expr: tree, labels } = rule;
  const alerting =
    rule.kind === 'alerting'
      ? { annotations: rule.annotations, holdMs: rule.holdMs, keepFiringMs: rule.keepFiringMs }
      : { annotations: {}, holdMs: 0, keepFiringMs: 0 };
  return { kind, name, group, file, line, query, tree, labels, intervalMs, ...alerting };
}

function plainOutcome(
  { rule, series, alerts, failures }: SimulatedRule,
  endMs: TimestampMs,
): Omit<RunOutcome, 'reads'> {
  return {
    episodes: alerts.map(({ labels, annotations, pendingAtMs, firingAtMs, endedAtMs }) => ({
      labels: labels.toObject(),
      annotations,
      pendingMs: pendingAtMs,
      firingMs: firingAtMs,
      endedMs: endedAtMs,
    })),
    recorded: rule.kind === 'recording' ? series.flatMap((one) => lastRow(one, endMs)) : [],
    failure: failures[0]?.message,
  };
}

/** How long an instant query looks back for a sample. */
const LOOKBACK_MS = 300_000;

function lastRow({ labels, timestamps, values }: SeriesSamples, endMs: TimestampMs): RunOutcome['recorded'] {
  const last = timestamps.length - 1;
  const atMs = timestamps[last];
  const value = values[last];
  if (atMs === undefined || value === undefined || isStaleAt(values, last) || atMs <= endMs - LOOKBACK_MS)
    return [];
  return [{ labels: labels.toObject(), value, atMs }];
}
