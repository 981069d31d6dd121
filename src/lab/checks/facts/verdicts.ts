// Builds the three outcomes of a check, so that each code comes from the documented list.
import { codeOf } from '../../model/errors.ts';
import type { Blocked, Fail, Pass } from '../../model/verdict.ts';
import { appFactCodes, type AppFacts } from './apps.ts';
import type { BlockedFacts } from './blocked.ts';
import type { BlockedCode, FactCodes } from './codes.ts';
import { jobFactCodes, type JobFacts } from './prometheus/jobs.ts';
import { yamlFactCodes, type YamlFacts } from './prometheus/yaml.ts';
import { countFactCodes, type CountFacts } from './counts.ts';
import { gaugeFactCodes, type GaugeFacts } from './gauges.ts';
import { labelFactCodes, type LabelFacts } from './labels.ts';
import { metricFactCodes, type MetricFacts } from './metrics.ts';
import { packageFactCodes, type PackageFacts } from './packages.ts';
import { pageFactCodes, type PageFacts } from './pages.ts';
import type { PassFacts } from './passes.ts';
import { questionFactCodes, type QuestionFacts } from './questions.ts';
import { responseFactCodes, type ResponseFacts } from './responses.ts';
import { targetFactCodes, type TargetFacts } from './prometheus/targets.ts';

/** What can be wrong, with the parameters of each fact. */
export type FailFacts = AppFacts &
  JobFacts &
  YamlFacts &
  CountFacts &
  GaugeFacts &
  LabelFacts &
  MetricFacts &
  PackageFacts &
  PageFacts &
  QuestionFacts &
  ResponseFacts &
  TargetFacts;

const CODES: FactCodes<FailFacts> = {
  ...appFactCodes,
  ...jobFactCodes,
  ...yamlFactCodes,
  ...countFactCodes,
  ...gaugeFactCodes,
  ...labelFactCodes,
  ...metricFactCodes,
  ...packageFactCodes,
  ...pageFactCodes,
  ...questionFactCodes,
  ...responseFactCodes,
  ...targetFactCodes,
};

/** The work was judged and falls short: the fact that says how. */
export function failed<K extends keyof FailFacts>(kind: K, params: FailFacts[K]): Fail {
  const code = CODES[kind];
  return {
    status: 'fail',
    code: typeof code === 'function' ? code(params) : code,
    fact: { kind, ...params },
  };
}

/** The work does what is asked for: the fact that says so. */
export function passed<K extends keyof PassFacts>(kind: K, params: PassFacts[K]): Pass {
  return { status: 'pass', fact: { kind, ...params } };
}

/** A kind that begins with a documented code. */
type BlockedKind = BlockedCode | `${BlockedCode}/${string}`;

/** The work could not be judged: the fact that says why. */
export function notJudged<K extends keyof BlockedFacts & BlockedKind>(
  kind: K,
  params: BlockedFacts[K],
): Blocked {
  return { status: 'blocked', code: codeOf(kind), fact: { kind, ...params } };
}
