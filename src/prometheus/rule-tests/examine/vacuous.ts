// Tests that promtool passes although they prove nothing.
import { parseSeriesLine } from '../../notation/index.ts';
import { parsePromql, PromqlError, type Expr } from '../../promql/index.ts';
import type { Rule, RuleGroup } from '../../rules/model/rule.ts';
import type { TestFile, TestGroup } from '../model/test-file.ts';
import { withReads } from './reads.ts';

/** So long the last value of a series is used when no newer one comes. */
const LOOKBACK_MS = 300_000;

/** Why a test proves nothing. Lines are in the test file, 1-based. */
export type Vacuous =
  | { readonly kind: 'no-tests' }
  /** An entry that expects nothing at all. */
  | { readonly kind: 'no-expectation'; readonly line: number }
  | {
      readonly kind: 'alert-unknown';
      readonly line: number;
      readonly alertname: string;
      readonly alerts: readonly string[];
    }
  | { readonly kind: 'rule-untested'; readonly rule: string; readonly isAlert: boolean }
  | {
      readonly kind: 'after-the-data';
      readonly line: number;
      readonly evalTimeMs: number;
      readonly endMs: number;
    }
  | {
      readonly kind: 'before-for';
      readonly line: number;
      readonly alertname: string;
      readonly evalTimeMs: number;
      readonly forMs: number;
    }
  | { readonly kind: 'only-silent'; readonly alertname: string };

/** What is missing in the tests of all files together, undefined if nothing is. */
export function findMissing(files: readonly TestFile[], groups: readonly RuleGroup[]): Vacuous | undefined {
  const rules = groups.flatMap((group) => group.rules);
  const tests = files.flatMap((file) => file.tests);
  if (tests.length === 0) return { kind: 'no-tests' };
  const untested = findUntested(rules, tests);
  if (untested !== undefined)
    return { kind: 'rule-untested', rule: untested.name, isAlert: untested.kind === 'alerting' };
  const alertTests = tests.flatMap((test) => test.alertTests);
  const silent = rules.find(
    (rule) =>
      rule.kind === 'alerting' &&
      alertTests.every(({ alertname, expected }) => alertname !== rule.name || expected.length === 0),
  );
  return silent === undefined ? undefined : { kind: 'only-silent', alertname: silent.name };
}

/**
 * The first entry of a file that proves nothing although it passes, undefined if there is none.
 * @param meant lines of alert tests that fail if no alert has to wait: those before `for` prove that it waits,
 *   also where data is missing (`absent`)
 */
export function findVacuous(
  { tests }: TestFile,
  groups: readonly RuleGroup[],
  meant: ReadonlySet<number>,
): Vacuous | undefined {
  const alerts = groups.flatMap(({ rules }) => rules).filter((rule) => rule.kind === 'alerting');
  const names = [...new Set(alerts.map(({ name }) => name))];
  for (const test of tests) {
    const { line, alertTests, exprTests } = test;
    if (alertTests.length + exprTests.length === 0) return { kind: 'no-expectation', line };
    const unknown = alertTests.find(({ alertname }) => !names.includes(alertname));
    if (unknown !== undefined)
      return { kind: 'alert-unknown', line: unknown.line, alertname: unknown.alertname, alerts: names };
    const endMs = endOf(test);
    const silent = [...alertTests, ...exprTests].filter(({ expected }) => expected.length === 0);
    const late = silent.find(
      ({ evalTimeMs, line: at }) => evalTimeMs > endMs + LOOKBACK_MS && !meant.has(at),
    );
    if (late !== undefined)
      return { kind: 'after-the-data', line: late.line, evalTimeMs: late.evalTimeMs, endMs };
    for (const { alertname, evalTimeMs, expected, line: at } of alertTests) {
      const holds = alerts.filter(({ name }) => name === alertname).map(({ holdMs }) => holdMs);
      const forMs = Math.min(...holds);
      if (expected.length === 0 && evalTimeMs < forMs && !meant.has(at))
        return { kind: 'before-for', line: at, alertname, evalTimeMs, forMs };
    }
  }
  return undefined;
}

/** The moment of the last sample of a test, in ms since its start. */
function endOf({ inputSeries, intervalMs }: TestGroup): number {
  const lengths = inputSeries.map(({ series, values }) => {
    try {
      return parseSeriesLine(`${series} ${values}`).points.findLastIndex((point) => point !== 'gap');
    } catch (error) {
      // Native histograms: their length is of no interest here.
      if (error instanceof PromqlError) return Infinity;
      throw error;
    }
  });
  return Math.max(0, ...lengths) * intervalMs;
}

/** A rule that no test looks at: no alert test names it, no expression reads it, and neither does a rule that is tested. */
function findUntested(rules: readonly Rule[], tests: readonly TestGroup[]): Rule | undefined {
  const named = new Set(tests.flatMap((test) => test.alertTests).map(({ alertname }) => alertname));
  const alerts = rules.filter((rule) => rule.kind === 'alerting' && named.has(rule.name));
  const exprs = tests.flatMap((test) => test.exprTests).flatMap(({ expr }) => parsed(expr));
  const tested = withReads(alerts, exprs, rules);
  return rules.find((rule) => !tested.has(rule));
}

function parsed(text: string): readonly Expr[] {
  try {
    return [parsePromql(text)];
  } catch (error) {
    if (error instanceof PromqlError) return [];
    throw error;
  }
}
