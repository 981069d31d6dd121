// Whether the running Prometheus works with the rules that were judged: it has loaded the same ones, and can evaluate them.
import type { CheckContext } from '../contract/context.ts';
import type { PrometheusApi, PrometheusProvider, RunningRule } from '../../model/prometheus-api.ts';
import type { LoadedRule } from '../../model/simulation/rule-run.ts';
import { LabError, saidIn } from '../../model/errors.ts';
import type { Fail, Verdict } from '../../model/verdict.ts';
import { rejected } from '../config/rejected.ts';
import { shortened } from '../facts/wording.ts';
import { failed, notJudged } from '../facts/verdicts.ts';

/** The fault of the running Prometheus, undefined where it has these rules and all of them work. */
export async function judgeLoaded(
  context: CheckContext,
  rules: readonly LoadedRule[],
): Promise<Verdict | undefined> {
  let provider: PrometheusProvider;
  try {
    provider = await context.prometheus();
  } catch (error) {
    const said = saidIn(error, 'prometheus-config-rejected');
    if (said === undefined) throw error;
    return rejectedRules(said);
  }
  const status = provider.status();
  if (!status.isRunning) return notJudged('prometheus-not-running', { reason: status.reason });
  const reloaded = await provider.reload(context.signal);
  if (reloaded.status === 'rejected') return rejectedRules(reloaded.message);
  const { api } = provider;
  const running = await api.rules(context.signal);
  // One that has just read its file has these expressions, however its version prints them.
  const isNew = reloaded.status === 'reloaded';
  const missing = rules.filter((rule) => !running.some((one) => isSame(one, rule, isNew)));
  if (missing.length > 0) {
    // It has just read its file, and that was not the one of the workspace.
    if (isNew) return notJudged('other-prometheus', { url: api.url });
    const names = [...new Set(missing.map(({ name }) => name))];
    return failed('rules-not-loaded', { rules: names, url: api.url });
  }
  for (const one of running) {
    const said = await faultOf(one, api, context.signal);
    if (said !== undefined) return failed('rule-unhealthy', { rule: one.name, said: shortened(said, 300) });
  }
  return undefined;
}

/**
 * The fail as it is, once the Prometheus that runs has read what was saved: learners look at their rules there while they
 * correct them.
 */
export async function failedButLoaded(context: CheckContext, fail: Fail): Promise<Fail> {
  try {
    await context.runningPrometheus()?.reload(context.signal);
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
  }
  return fail;
}

/** What keeps a rule from working, in Prometheus's words. One that was not evaluated yet is asked for as a query. */
async function faultOf(
  { health, lastError, query }: RunningRule,
  api: PrometheusApi,
  signal: AbortSignal,
): Promise<string | undefined> {
  if (health === 'ok') return undefined;
  // An error may be the one of an expression that was replaced since.
  try {
    await api.query(query, signal);
    return undefined;
  } catch (error) {
    const said = saidIn(error, 'bad-query');
    if (said === undefined) throw error;
    return lastError === '' ? said : lastError;
  }
}

/** `isNew`: the expression is not compared. */
function isSame(running: RunningRule, rule: LoadedRule, isNew: boolean): boolean {
  return (
    running.kind === rule.kind &&
    running.name === rule.name &&
    running.group === rule.group &&
    running.holdMs === rule.holdMs &&
    running.intervalMs === rule.intervalMs &&
    (isNew || bare(running.query) === bare(rule.query))
  );
}

/** Versions differ in the spaces that they print. */
const bare = (query: string): string => query.replaceAll(/\s+/g, '');

function rejectedRules(said: string): Verdict {
  const line = /\.ya?ml: (?:line )?(\d+)/.exec(said)?.[1];
  const isAboutRules = /rule|group/i.test(said);
  return isAboutRules
    ? failed('rules-rejected', {
        file: /([^\s/\\"]+\.ya?ml)/.exec(said)?.[1] ?? '',
        line: line === undefined ? undefined : Number(line),
        said: shortened(said, 300),
      })
    : rejected(said);
}
