// The front door of this room: one function for the closed set of checks.
import type { CheckContext } from '../model/check-context.ts';
import type { CheckSpec } from '../model/schema.ts';
import type { Verdict } from '../model/verdict.ts';
import { checkAnswer } from './kinds/answer/check.ts';
import { checkAppStarts } from './kinds/app-starts/check.ts';
import { checkDependency } from './kinds/dependency/check.ts';
import { checkInProgress } from './kinds/in-progress/check.ts';
import { checkMetric } from './kinds/metric/check.ts';
import { checkMetricsExposed } from './kinds/metrics-exposed/check.ts';
import { checkQuery } from './kinds/query/check.ts';
import { checkRequest } from './kinds/request/check.ts';
import { checkRequestsCounted } from './kinds/requests-counted/check.ts';
import { checkScrapeJob } from './kinds/scrape-job/check.ts';
import { unreachable } from '../../unreachable.ts';

export { findRightAnswer } from './kinds/answer/check.ts';
export { blockedCodes, failCodes } from './facts/codes.ts';
export type { BlockedFacts } from './facts/blocked.ts';
export type { CheckErrors } from './facts/errors.ts';
export type { PassFacts } from './facts/passes.ts';
export type { FailFacts } from './facts/verdicts.ts';
export { waitFact } from './facts/prometheus/waits.ts';

/** Judges one check of a step. Rejects only for a LabError, a bug, or the context's signal. */
export function runCheck(spec: CheckSpec, context: CheckContext): Promise<Verdict> {
  switch (spec.kind) {
    case 'app-starts':
      return checkAppStarts(spec, context);
    case 'request':
      return checkRequest(spec, context);
    case 'metric':
      return checkMetric(spec, context);
    case 'requests-counted':
      return checkRequestsCounted(spec, context);
    case 'in-progress':
      return checkInProgress(spec, context);
    case 'metrics-exposed':
      return checkMetricsExposed(spec, context);
    case 'dependency':
      return checkDependency(spec, context);
    case 'query':
      return checkQuery(spec, context);
    case 'answer':
      return checkAnswer(spec, context);
    case 'scrape-job':
      return checkScrapeJob(spec, context);
    default:
      return unreachable(spec);
  }
}
