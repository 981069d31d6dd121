// Rule files and their unit tests, checked by the embedded Prometheus without a server.
import path from 'node:path';

export interface RuleInput {
  /** As it was given. */
  readonly shown: string;
  /** The content, where it does not come from a file. */
  readonly text?: string;
}

interface RuleOptions {
  /** Where relative paths start. */
  readonly cwd: string;
  readonly ignoresUnknownFields: boolean;
}

interface CheckRulesOptions extends RuleOptions {
  /** Looks for rules that are there twice. */
  readonly lint: boolean;
}

/** Checks rule files; each with the report that promtool prints. */
export async function checkRules(inputs: readonly RuleInput[], { cwd, ...options }: CheckRulesOptions) {
  const tools = await rules();
  const checks = [];
  for (const { shown, text } of inputs) {
    const check =
      text === undefined
        ? await tools.checkRuleFile(path.resolve(cwd, shown), shown, options)
        : tools.checkRuleText(text, shown, options);
    checks.push({ check, printed: tools.formatRuleCheck(check) });
  }
  return checks;
}

interface TestRulesOptions extends RuleOptions {
  /** Patterns of the tests to run. @default all */
  readonly run?: readonly string[];
  readonly signal: AbortSignal;
}

/** Runs the unit tests of rules in one file, with the report that promtool prints. */
export async function testRules(file: string, { cwd, ...options }: TestRulesOptions) {
  const tools = await rules();
  const found = await tools.runTestFile(path.resolve(cwd, file), options);
  const report = { ...found, file };
  const tests = found.tests.map((test) => ({
    ...test,
    failures: test.failures.map((failure) => ({
      ...failure,
      message: tools.formatFailure(failure, test),
      difference: tools.formatDifference(failure),
    })),
  }));
  return { report: { ...report, tests }, printed: tools.formatTestReport(report) };
}

/** What is wrong with the patterns of `--run`, undefined where they are fine. */
export async function faultOfRun(run: readonly string[]): Promise<string | undefined> {
  return (await rules()).faultOfNames(run);
}

async function rules() {
  const { loadRuleTools } = await import('../../prometheus/index.ts');
  return loadRuleTools();
}
