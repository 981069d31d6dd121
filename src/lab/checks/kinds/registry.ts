// All kinds of check: a closed set, so a course is data and never code. Schema, lint and documentation are made from it.
import * as v from 'valibot';
import type { AuthorData } from '../contract/author-data.ts';
import type { CheckContext } from '../contract/context.ts';
import type { CheckDefinition, CheckNeed, SpecFault } from '../contract/definition.ts';
import type { Verdict } from '../../model/verdict.ts';
import type { SharedFailFacts } from '../facts/verdicts.ts';
import { checkAlertTimeline } from './alert-timeline/check.ts';
import { alertTimeline } from './alert-timeline/spec.ts';
import { checkAnswer } from './answer/check.ts';
import { answer } from './answer/spec.ts';
import { checkAppStarts } from './app-starts/check.ts';
import { appStarts } from './app-starts/spec.ts';
import { checkDependency } from './dependency/check.ts';
import { dependency } from './dependency/spec.ts';
import { checkIncident } from './incident/check.ts';
import { incident } from './incident/spec.ts';
import { checkHistogramPlaced } from './histogram-placed/check.ts';
import { histogramPlaced } from './histogram-placed/spec.ts';
import { checkInProgress } from './in-progress/check.ts';
import { inProgress } from './in-progress/spec.ts';
import { checkMetric } from './metric/check.ts';
import { metric } from './metric/spec.ts';
import { checkMetricsExposed } from './metrics-exposed/check.ts';
import { metricsExposed } from './metrics-exposed/spec.ts';
import { checkQuery } from './query/check.ts';
import { query } from './query/spec.ts';
import { checkQueryWorlds } from './query-worlds/check.ts';
import { queryWorlds } from './query-worlds/spec.ts';
import { checkRequest } from './request/check.ts';
import { request } from './request/spec.ts';
import { checkRequestsCounted } from './requests-counted/check.ts';
import { requestsCounted } from './requests-counted/spec.ts';
import { checkRuleTests } from './rule-tests/check.ts';
import { ruleTests } from './rule-tests/spec.ts';
import { checkSeriesBounded } from './series-bounded/check.ts';
import { seriesBounded } from './series-bounded/spec.ts';
import { checkRuleValues } from './rule-values/check.ts';
import { ruleValues } from './rule-values/spec.ts';
import { checkScrapeJob } from './scrape-job/check.ts';
import { scrapeJob } from './scrape-job/spec.ts';
import { checkZeroInitialised } from './zero-initialised/check.ts';
import { zeroInitialised } from './zero-initialised/spec.ts';

const definitions = {
  'app-starts': { ...appStarts, check: checkAppStarts },
  request: { ...request, check: checkRequest },
  dependency: { ...dependency, check: checkDependency },
  metric: { ...metric, check: checkMetric },
  'requests-counted': { ...requestsCounted, check: checkRequestsCounted },
  'histogram-placed': { ...histogramPlaced, check: checkHistogramPlaced },
  'zero-initialised': { ...zeroInitialised, check: checkZeroInitialised },
  'metrics-exposed': { ...metricsExposed, check: checkMetricsExposed },
  'in-progress': { ...inProgress, check: checkInProgress },
  'series-bounded': { ...seriesBounded, check: checkSeriesBounded },
  'scrape-job': { ...scrapeJob, check: checkScrapeJob },
  'rule-tests': { ...ruleTests, check: checkRuleTests },
  query: { ...query, check: checkQuery },
  'rule-values': { ...ruleValues, check: checkRuleValues },
  'alert-timeline': { ...alertTimeline, check: checkAlertTimeline },
  'query-worlds': { ...queryWorlds, check: checkQueryWorlds },
  incident: { ...incident, check: checkIncident },
  answer: { ...answer, check: checkAnswer },
};

type Definitions = typeof definitions;
export type CheckKind = keyof Definitions;
type CheckSpecs = { [K in CheckKind]: v.InferOutput<Definitions[K]['schema']> & { readonly kind: K } };
/** A check of a step, as its author has written it. */
export type CheckSpec = CheckSpecs[CheckKind];
/** The spec of one kind of check. */
export type CheckSpecOf<K extends CheckKind> = CheckSpecs[K];

type FactsOf<K extends CheckKind> = NonNullable<Definitions[K]['verdicts']['facts']>;
type Both<U> = (U extends unknown ? (all: U) => void : never) extends (all: infer All) => void ? All : never;
/** What is right, with the parameters of each fact. */
export type PassFacts = Both<FactsOf<CheckKind>['passes']>;
/** What is wrong, with the parameters of each fact. */
export type FailFacts = SharedFailFacts & Both<FactsOf<CheckKind>['fails']>;

/** Each kind under the name that its schema states. */
const kinds: { readonly [K in CheckKind]: CheckDefinition<CheckSpecs[K]> } = definitions;

/** The schema of a check of any kind. An editor shows when it passes. */
export const checkSchema = v.variant(
  'kind',
  Object.values(definitions).map(({ schema, passesWhen }) =>
    v.pipe(schema, v.description(`Passes when ${passesWhen}.`)),
  ),
);

/** What a check needs, the files that it is about, what it reads, and what is wrong with it that no schema can see. */
export interface CheckConcerns {
  readonly needs: readonly CheckNeed[];
  readonly files: readonly string[];
  readonly holds: 'query' | 'rules' | undefined;
  readonly faults: readonly SpecFault[];
  readonly data: AuthorData;
}

const concerns = <K extends CheckKind>(kind: K, spec: CheckSpecs[K]): CheckConcerns => ({
  needs: kinds[kind].needs?.(spec) ?? [],
  files: kinds[kind].files?.(spec) ?? [],
  holds: kinds[kind].holds,
  faults: kinds[kind].faults?.(spec) ?? [],
  data: kinds[kind].data?.(spec) ?? { loads: [] },
});

/** What one check of a step needs, is about, reads, and has wrong. */
export const concernsOf = (spec: CheckSpec): CheckConcerns => concerns(spec.kind, spec);

const run = <K extends CheckKind>(kind: K, spec: CheckSpecs[K], context: CheckContext): Promise<Verdict> =>
  kinds[kind].check(spec, context);

/** Judges one check of a step. Rejects only for a LabError, a bug, or the context's signal. */
export const runCheck = (spec: CheckSpec, context: CheckContext): Promise<Verdict> =>
  run(spec.kind, spec, context);
