// Runs the tests of one file (cmd/promtool/unittest.go, ruleUnitTest).
import { dirname } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { findFiles } from '../../../files/pattern.ts';
import { readYamlSource } from '../../config/read-source.ts';
import { loadRuleFiles, type RuleFilesOutcome } from '../../rules/file/index.ts';
import type { RuleGroup } from '../../rules/model/rule.ts';
import { parseTestFile } from '../file/parse.ts';
import type { TestFileProblem, TestFileReport, TestReport } from '../model/report.ts';
import type { Located, TestFile, TestGroup } from '../model/test-file.ts';
import { selectNames } from './names.ts';
import { runTest } from './test.ts';

export interface TestRunOptions {
  /** Patterns of RE2: only tests are run whose name contains a match of one; `faultOfNames` checks them. @default all */
  readonly run?: readonly string[];
  /** Reads over fields of rule files that are not known. @default false */
  readonly ignoresUnknownFields?: boolean;
  /** Gives up between two evaluations. */
  readonly signal?: AbortSignal;
}

/** After so long, other work gets its turn. */
const TURN_MS = 50;

/** Runs the tests of a file. Everything that is wrong with them is in the report. @throws the reason of the signal */
export async function runTestFile(file: string, options: TestRunOptions = {}): Promise<TestFileReport> {
  const failed = (
    problems: readonly TestFileProblem[],
    warnings: readonly string[] = [],
  ): TestFileReport => ({
    file,
    status: 'failed',
    problems,
    warnings,
    tests: [],
  });
  const read = await readYamlSource(file);
  if (read.status !== 'ok') return failed([{ message: read.message }]);
  const parsed = parseTestFile(read.source);
  if (parsed.status === 'error') return failed(parsed.problems);
  const { tests } = parsed;
  const found = await findRuleFiles(tests.ruleFiles, dirname(file));
  if ('problem' in found) return failed([found.problem]);
  const isSelected = selectNames(options.run);
  const rest = turns(options.signal);
  const reports: TestReport[] = [];
  const loaded = new Map<number, RuleFilesOutcome>();
  for (const [index, test] of tests.tests.entries()) {
    if (!isSelected(test.name)) continue;
    let rules = loaded.get(test.intervalMs);
    if (rules === undefined) {
      rules = await loadRuleFiles(patternsOf(tests), dirname(file), {
        evaluationIntervalMs: test.intervalMs,
        queryOffsetMs: 0,
        ignoresUnknownFields: options.ignoresUnknownFields ?? false,
      });
      loaded.set(test.intervalMs, rules);
    }
    reports.push(await report(test, index, tests, rules, rest));
  }
  const warnings = [...found.warnings, ...[...loaded.values()].flatMap((rules) => warningsOf(rules))];
  const isPassed = reports.every(({ status }) => status === 'passed');
  return {
    file,
    status: isPassed ? 'passed' : 'failed',
    problems: [],
    warnings: [...new Set(warnings)],
    tests: reports,
  };
}

async function report(
  test: TestGroup,
  index: number,
  file: TestFile,
  rules: RuleFilesOutcome,
  rest: () => Promise<void>,
): Promise<TestReport> {
  const ordered =
    rules.status === 'ok' ? { ...rules, groups: orderGroups(rules.groups, file.groupEvalOrder) } : rules;
  const failures = await runTest(test, { file, rules: ordered, rest });
  return {
    name: test.name === '' ? `unnamed#${index}` : test.name,
    line: test.line,
    status: failures.length === 0 ? 'passed' : 'failed',
    failures,
  };
}

const patternsOf = ({ ruleFiles }: TestFile): string[] =>
  ruleFiles.map(({ text }) => text).filter((text) => text !== '');

const warningsOf = (rules: RuleFilesOutcome): readonly string[] =>
  rules.status === 'ok' ? rules.warnings : [];

/** Warns of patterns that no file matches; one that is no pattern is an error. */
async function findRuleFiles(
  patterns: readonly Located[],
  baseDir: string,
): Promise<{ readonly warnings: readonly string[] } | { readonly problem: TestFileProblem }> {
  const warnings: string[] = [];
  for (const { text, line } of patterns) {
    try {
      const files = text === '' ? [] : await findFiles(text, baseDir);
      if (files.length === 0) warnings.push(`no file match pattern ${text}`);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      return { problem: { line, message: `line ${line}: ${error.message}` } };
    }
  }
  return { warnings };
}

/** In the order that the file gives. As in promtool, those that it does not name are as early as the first. */
export function orderGroups(groups: readonly RuleGroup[], order: readonly Located[]): RuleGroup[] {
  const rank = new Map(order.map(({ text }, index) => [text, index]));
  return groups.toSorted((a, b) => (rank.get(a.name) ?? 0) - (rank.get(b.name) ?? 0));
}

/** A function to call between two evaluations: it waits for other work only from time to time. */
export function turns(signal: AbortSignal | undefined): () => Promise<void> {
  let last = performance.now();
  return async () => {
    if (performance.now() - last < TURN_MS) return;
    await setImmediate();
    signal?.throwIfAborted();
    last = performance.now();
  };
}
