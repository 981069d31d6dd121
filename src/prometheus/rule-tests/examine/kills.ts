// Whether unit tests notice a mutant. Only the rules and the tests that it can change are run: the others passed before.
import { parsePromql, PromqlError, type Expr } from '../../promql/index.ts';
import { orderGroups } from '../run/file.ts';
import { runTest } from '../run/test.ts';
import type { TestFailure } from '../model/report.ts';
import type { TestFile, TestGroup } from '../model/test-file.ts';
import type { RuleGroup } from '../../rules/model/rule.ts';
import { applyMutant } from './mutate.ts';
import type { Mutant } from './model.ts';
import { readBy, withReaders, withReads } from './reads.ts';

/** The tests of a file and the rules that they are about. */
export interface TestedRules {
  readonly tests: TestFile;
  readonly groups: readonly RuleGroup[];
}

/** Runs tests with other rules. What is wrong is given test by test, so that one need not run them all. */
async function* failuresOf(
  { tests, groups }: TestedRules,
  rest: () => Promise<void>,
): AsyncIterable<readonly TestFailure[]> {
  const ordered = orderGroups(groups, tests.groupEvalOrder);
  for (const test of tests.tests)
    yield await runTest(test, { file: tests, rules: { status: 'ok', groups: ordered }, rest });
}

/** The lines of the alert tests that fail where no alert has to wait. */
export async function linesThatTestFor(
  { tests, groups }: TestedRules,
  rest: () => Promise<void>,
): Promise<ReadonlySet<number>> {
  const hasty = groups.map((group) => ({
    ...group,
    rules: group.rules.map((rule) => (rule.kind === 'alerting' ? { ...rule, holdMs: 0 } : rule)),
  }));
  const lines = new Set<number>();
  for await (const failures of failuresOf({ tests, groups: hasty }, rest))
    for (const { line } of failures) lines.add(line);
  return lines;
}

/** Whether a test fails with the mutant. */
export async function isKilled(
  mutant: Mutant,
  all: readonly TestedRules[],
  rest: () => Promise<void>,
): Promise<boolean> {
  for (const { tests, groups } of all) {
    const mutated = applyMutant(groups, mutant);
    for await (const failures of failuresOf(touched({ tests, groups: mutated }, mutant), rest))
      if (failures.length > 0) return true;
  }
  return false;
}

/** The part of the tests and of the rules that a mutant can change. */
function touched({ tests, groups }: TestedRules, { changes }: Mutant): TestedRules {
  const rules = groups.flatMap((group) => group.rules);
  const changed = rules.filter((rule) => changes.some((change) => change.rule === rule));
  const affected = withReaders(changed, rules);
  const isAffected = (name: string): boolean =>
    [...affected].some((rule) => rule.kind === 'alerting' && rule.name === name);
  const exprs: Expr[] = [];
  const kept = tests.tests.flatMap((test): TestGroup[] => {
    const alertTests = test.alertTests.filter(({ alertname }) => isAffected(alertname));
    const exprTests = test.exprTests.filter(({ expr: text }) => {
      const expr = parsed(text);
      const isTouched = expr === undefined || readBy(expr, rules).some((rule) => affected.has(rule));
      if (isTouched && expr !== undefined) exprs.push(expr);
      return isTouched;
    });
    return alertTests.length + exprTests.length === 0 ? [] : [{ ...test, alertTests, exprTests }];
  });
  const needed = withReads([...affected], exprs, rules);
  return {
    tests: { ...tests, tests: kept },
    groups: groups.map((group) => ({ ...group, rules: group.rules.filter((rule) => needed.has(rule)) })),
  };
}

function parsed(text: string): Expr | undefined {
  try {
    return parsePromql(text);
  } catch (error) {
    if (error instanceof PromqlError) return undefined;
    throw error;
  }
}
