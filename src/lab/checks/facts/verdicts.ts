// Builds the three outcomes of a check, so that each code comes from the documented list.
import { codeOf } from '../../model/errors.ts';
import type { Blocked, Fail, Pass } from '../../model/verdict.ts';
import { appFactCodes, type AppFacts } from './apps.ts';
import type { BlockedFacts } from './blocked.ts';
import type { BlockedCode, FactCodes } from './codes.ts';
import { jobFactCodes, type JobFacts } from './prometheus/jobs.ts';
import { yamlFactCodes, type YamlFacts } from './prometheus/yaml.ts';
import { labelFactCodes, type LabelFacts } from './labels.ts';
import { metricFactCodes, type MetricFacts } from './metrics.ts';
import { outcomeFactCodes, type OutcomeFacts } from './outcomes.ts';
import { pageFactCodes, type PageFacts } from './pages.ts';
import { responseFactCodes, type ResponseFacts } from './responses.ts';
import { ruleFactCodes, type RuleFacts } from './prometheus/rules.ts';
import { targetFactCodes, type TargetFacts } from './prometheus/targets.ts';

/** What several kinds of check find wrong, with the parameters of each fact. */
export type SharedFailFacts = AppFacts &
  JobFacts &
  YamlFacts &
  LabelFacts &
  MetricFacts &
  OutcomeFacts &
  PageFacts &
  ResponseFacts &
  RuleFacts &
  TargetFacts;

const CODES: FactCodes<SharedFailFacts> = {
  ...appFactCodes,
  ...jobFactCodes,
  ...yamlFactCodes,
  ...labelFactCodes,
  ...metricFactCodes,
  ...outcomeFactCodes,
  ...pageFactCodes,
  ...responseFactCodes,
  ...ruleFactCodes,
  ...targetFactCodes,
};

/** The verdicts with the facts of one kind of check. */
export interface KindVerdicts<Passes, Fails> {
  /** The work does what is asked for: the fact that says so. */
  readonly passed: <K extends keyof Passes & string>(kind: K, params: Passes[K]) => Pass;
  /** The work was judged and falls short: the fact that says how. */
  readonly failed: <K extends keyof Fails & string>(kind: K, params: Fails[K]) => Fail;
  /** Only a type: the parameters of each fact, for those who put them into words. */
  readonly facts?: { readonly passes: Passes; readonly fails: Fails };
}

/** The verdicts with these facts; `codes` has the code of each mistake. */
export const verdictsOf = <Passes, Fails = object>(codes: FactCodes<Fails>): KindVerdicts<Passes, Fails> => ({
  passed: (kind, params) => ({ status: 'pass', fact: { ...params, kind } }),
  failed: (kind, params) => {
    const code = codes[kind];
    return {
      status: 'fail',
      code: typeof code === 'function' ? code(params) : code,
      fact: { ...params, kind },
    };
  },
});

/** A mistake that several kinds of check find. */
export const { failed } = verdictsOf<object, SharedFailFacts>(CODES);

/** A kind that begins with a documented code. */
type BlockedKind = BlockedCode | `${BlockedCode}/${string}`;

/** The work could not be judged: the fact that says why. */
export function notJudged<K extends keyof BlockedFacts & BlockedKind>(
  kind: K,
  params: BlockedFacts[K],
): Blocked {
  return { status: 'blocked', code: codeOf(kind), fact: { kind, ...params } };
}
