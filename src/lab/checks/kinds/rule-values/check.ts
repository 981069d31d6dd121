// Check kind rule-values: the learner's recording rules over hidden timelines, and then the rules that Prometheus has loaded.
import type { CheckContext } from '../../contract/context.ts';
import type { CheckRunner } from '../../contract/definition.ts';
import type { LoadedRule } from '../../../model/simulation/rule-run.ts';
import type { Fail } from '../../../model/verdict.ts';
import { formatDuration } from '../../../../durations.ts';
import { unreachable } from '../../../../unreachable.ts';
import { LabError } from '../../../model/errors.ts';
import { failed as failedShared } from '../../facts/verdicts.ts';
import { shortened } from '../../facts/wording.ts';
import { failedButLoaded, judgeLoaded } from '../../rules/loaded.ts';
import { placeOfRule, runRules, type RanRules } from '../../rules/run.ts';
import { windowsOf } from '../../rules/tree.ts';
import { differencesOf, type Comparable, type Difference } from '../../worlds/compare.ts';
import { referenceValue } from '../../worlds/faults.ts';
import { readWorlds, type World } from '../../worlds/read.ts';
import { failed, passed } from './facts.ts';
import { judgeName, type NameFault } from './names.ts';
import { explainValues } from './naming.ts';
import type { RecordSpec, RuleValuesSpec } from './spec.ts';

const TOLERANCE = 0.03;

/** Judges the recording rules that the configuration loads. */
export const checkRuleValues: CheckRunner<RuleValuesSpec> = async (spec, context) => {
  const worlds = await readWorlds(spec.worlds, context);
  const ran = await runRules(context, {
    config: spec.config ?? 'prometheus.yml',
    file: spec.file,
    timelines: worlds.map(({ timeline, atMs }) => ({ series: timeline.series, endMs: atMs })),
  });
  if ('verdict' in ran) return ran.verdict;
  const { run } = ran;
  const found: LoadedRule[] = [];
  const candidates = await Promise.all(
    spec.records.map((record) => candidatesFor(record, { context, spec, worlds, run })),
  );
  const isRight = ({ rule }: Candidate): boolean =>
    candidates.some((all) => all.some((one) => one.rule === rule && one.wrong.length === 0));
  for (const [index, record] of spec.records.entries()) {
    const own = (candidates[index] ?? []).filter(({ rule }) => !found.includes(rule));
    // What has the values of another record is not meant for this one.
    const meant = own.filter((one) => one.wrong.length === 0 || !isRight(one));
    const outcome = judgeRecord({ context, spec, record, run }, meant);
    if ('fail' in outcome) return failedButLoaded(context, outcome.fail);
    found.push(outcome.rule);
  }
  const loaded = await judgeLoaded(context, run.rules);
  return loaded ?? passed('rules-recorded', { rules: found.map(({ name }) => name), worlds: worlds.length });
};

interface Asked {
  readonly context: CheckContext;
  readonly spec: RuleValuesSpec;
  readonly record: RecordSpec;
  readonly run: RanRules;
}

/** A recording rule with where it differs from the reference. */
interface Candidate {
  readonly rule: LoadedRule;
  readonly failure: string | undefined;
  readonly wrong: readonly { readonly world: World; readonly difference: Difference }[];
}

/** The recording rules that read what the worlds have. */
async function candidatesFor(
  record: RecordSpec,
  { context, spec, worlds, run }: Omit<Asked, 'record'> & { readonly worlds: readonly World[] },
): Promise<readonly Candidate[]> {
  const by = record.by ?? spec.by;
  const candidates: Candidate[] = [];
  for (const [index, rule] of run.rules.entries()) {
    if (rule.kind !== 'recording') continue;
    const outcomes = run.timelines.map(({ rules }) => rules[index]);
    if (outcomes.every((outcome) => outcome?.reads.length === 0)) continue;
    const wrong = await Promise.all(
      worlds.map(async (world, at) => {
        const observed = { kind: 'vector', rows: outcomes[at]?.recorded ?? [] } as const;
        const expected = await referenceIn(world, { reference: record.reference, by }, rule, context);
        const terms = { by, tolerance: spec.tolerance ?? TOLERANCE, world: world.spec };
        return differencesOf(expected, observed, terms).map((difference) => ({ world, difference }));
      }),
    );
    const failure = outcomes.find((outcome) => outcome?.failure !== undefined)?.failure;
    candidates.push({ rule, failure, wrong: wrong.flat() });
  }
  return candidates;
}

function judgeRecord(
  asked: Asked,
  candidates: readonly Candidate[],
): { readonly fail: Fail } | { readonly rule: LoadedRule } {
  const { spec, record, run } = asked;
  const { about } = record;
  const by = record.by ?? spec.by;
  const right = candidates.filter(({ wrong }) => wrong.length === 0);
  const faults = right.map(({ rule }) => judgeName(rule.name, by, windowsOf(rule.tree, run.rules)));
  const good = right.find((_, index) => faults[index] === undefined)?.rule;
  if (good !== undefined) return judgeInterval(asked, good);
  const [first] = right;
  const [fault] = faults;
  if (first !== undefined && fault !== undefined)
    return { fail: nameFault(fault, { ...placed(asked, first.rule), about }) };
  const [nearest] = candidates.toSorted((a, b) => countWorlds(a) - countWorlds(b));
  if (nearest === undefined) {
    const recorded = run.rules.filter(({ kind }) => kind === 'recording').map(({ name }) => name);
    return { fail: failed('not-recorded', { about, file: spec.file, recorded }) };
  }
  return { fail: differs(asked, nearest, by) };
}

const countWorlds = ({ wrong }: Candidate): number => new Set(wrong.map(({ world }) => world)).size;

const placed = ({ context }: Asked, rule: LoadedRule) => ({
  rule: rule.name,
  at: placeOfRule(context, rule),
});

/** What happens between two evaluations must be in the window of one of them. */
function judgeInterval(
  asked: Asked,
  rule: LoadedRule,
): { readonly fail: Fail } | { readonly rule: LoadedRule } {
  const [windowMs] = windowsOf(rule.tree, []);
  const { intervalMs } = rule;
  if (windowMs === undefined || intervalMs <= windowMs) return { rule };
  const { about } = asked.record;
  return {
    fail: failed('interval-too-long/record', { ...placed(asked, rule), about, intervalMs, windowMs }),
  };
}

function differs(asked: Asked, { rule, failure, wrong }: Candidate, by: readonly string[]): Fail {
  const { record, run } = asked;
  const [first] = wrong;
  if (failure !== undefined)
    return failedShared('rule-fails', { ...placed(asked, rule), said: shortened(failure, 300) });
  const late = judgeInterval(asked, rule);
  if ('fail' in late) return late.fail;
  if (first === undefined) throw new Error('a rule was judged right and wrong');
  const { world, difference } = first;
  const { labels, expected, observed } = difference;
  const fact = {
    ...placed(asked, rule),
    about: record.about,
    here: world.spec.about,
    labels,
    expected: expected === undefined ? undefined : String(expected),
    observed: observed.map(String),
  };
  const reason = explainValues(rule, difference, run.rules);
  switch (reason) {
    case 'windows-differ': {
      const windows = windowsOf(rule.tree, run.rules).map((window) => formatDuration(window));
      return failed('windows-differ', { ...fact, windows });
    }
    case 'recorded-labels':
      return failed('recorded-labels', { ...fact, by });
    case 'rate-of-recorded-sum':
    case 'average-of-averages':
    case 'zero-lost':
    case 'recorded-values-differ':
      return failed(reason, fact);
    default:
      return unreachable(reason);
  }
}

function nameFault(fault: NameFault, of: ReturnType<typeof placed> & { readonly about: string }): Fail {
  switch (fault.kind) {
    case 'shape':
      return failed('record-name-shape', { ...of, colons: fault.colons });
    case 'total':
      return failed('record-name-total', of);
    case 'level':
      return failed('record-name-level', { ...of, level: fault.level, labels: fault.labels });
    case 'window': {
      const { operations, windows, isNamed } = fault;
      return failed('record-window-mismatch', { ...of, operations, windows, isNamed });
    }
    default:
      return unreachable(fault);
  }
}

/** The values of the reference when the rule was evaluated last. */
async function referenceIn(
  { spec: { name }, timeline, atMs }: World,
  { reference, by }: Pick<RecordSpec, 'reference'> & { readonly by: readonly string[] },
  { intervalMs }: LoadedRule,
  { simulator, signal }: Pick<CheckContext, 'signal' | 'simulator'>,
): Promise<Comparable> {
  const evaluatedMs = Math.floor(atMs / intervalMs) * intervalMs;
  const [answer] = await simulator.ask(
    [{ query: reference, series: timeline.series, atMs: evaluatedMs }],
    signal,
  );
  if (answer === undefined) throw new Error('a question without an answer');
  const outcome = referenceValue(answer, name, by);
  if ('fault' in outcome) throw new LabError(outcome.fault);
  return outcome.value;
}
