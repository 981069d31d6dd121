// The end of a request for a rule, in a query thread.
import type { QueryBackend } from '../../http/api/backend.ts';
import { ApiError } from '../../http/api/error.ts';
import type { ApiRequest, Reply, Route } from '../../http/api/route.ts';
import { QUERY_TIMEOUT_MS } from '../../http/endpoints/query.ts';
import { evaluateRule } from '../evaluate/rule.ts';
import { RULE_PATH } from './remote.ts';
import { formatOutcome, parseTask } from './wire.ts';

/** The route by which a thread is asked to evaluate a rule. */
export function ruleRoute(backend: QueryBackend): Route {
  return { methods: ['POST'], path: RULE_PATH, answer: (request) => answer(backend, request) };
}

function answer({ samples, control, waitedMs = 0 }: QueryBackend, request: ApiRequest): Reply {
  const { params, signal } = request;
  const timeoutMs = QUERY_TIMEOUT_MS - waitedMs;
  if (timeoutMs <= 0) throw new ApiError('timeout', 'query timed out in query queue');
  const { rule, externalLabels, externalUrl } = parseTask(params.get('rule') ?? '');
  const moment = {
    timeMs: Number(params.get('time')),
    queryOffsetMs: Number(params.get('offset')),
    limit: Number(params.get('limit')),
  };
  const options = { signal, timeoutMs, defaultSubqueryStepMs: control.evaluationIntervalMs() };
  const outcome = evaluateRule(rule, moment, { samples, externalLabels, externalUrl, options });
  return { status: 200, contentType: 'application/json', body: formatOutcome(outcome) };
}
