// The front door of this room: one function for the closed set of checks.
import type { CheckContext } from '../model/check-context.ts';
import type { CheckSpec } from '../model/schema.ts';
import type { Verdict } from '../model/verdict.ts';
import { checkAnswer } from './answer.ts';
import { checkAppStarts } from './app-starts.ts';
import { checkDependency } from './dependency.ts';
import { checkInProgress } from './in-progress.ts';
import { checkMetric } from './metric.ts';
import { checkMetricsExposed } from './metrics-exposed.ts';
import { checkQuery } from './query.ts';
import { checkRequest } from './request.ts';
import { checkRequestsCounted } from './requests-counted.ts';
import { checkScrapeJob } from './scrape-job.ts';
import { unreachable } from '../../unreachable.ts';

export { findRightAnswer } from './answer.ts';
export { blockedCodes, failCodes } from './codes.ts';

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
